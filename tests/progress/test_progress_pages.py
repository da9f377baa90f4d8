"""The two progress pages: who sees them, what they say, and that chart and table give the database's numbers."""

import re
from datetime import date, timedelta
from urllib.parse import urljoin

import pytest
from django.db import connection

from tests.factories import make_condition, make_prescription, make_revision, make_session, make_set
from tests.support.page_text import tight

TODAY = date(2026, 11, 19)
pytestmark = pytest.mark.usefixtures("thursday")


def dose(revision, slug, side):
    return revision.phases.get().prescriptions.get(exercise__slug=slug).doses.get(side=side)


def log_heel_raises(patient, revision, reps_by_day):
    sessions = []
    for back, left, right in reps_by_day:
        session = make_session(patient, revision, TODAY - timedelta(days=back))
        make_set(session, dose(revision, "heel-raise-single", "L"), reps=left)
        make_set(session, dose(revision, "heel-raise-single", "R"), reps=right)
        sessions.append(session)
    return sessions


def html(response):
    assert response.status_code == 200
    return response.content.decode()


def table_rows(page, caption):
    """The cells of the table with this caption, without their tags."""
    table = re.search(rf"<caption[^>]*>{re.escape(caption)}</caption>.*?</table>", page, re.S).group()
    rows = re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]
        for row in rows
    ]


def test_the_table_gives_the_numbers_of_hand_written_sql(as_, sam, margaret, revision):
    log_heel_raises(margaret, revision, [(20, 4, 8), (13, 6, 7), (6, 7, 8), (1, None, 8)])
    page = html(as_(sam).get(f"/patients/{margaret.pk}/progress/"))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.local_day,
                max(st.reps) FILTER (WHERE st.side = 'L'), max(st.reps) FILTER (WHERE st.side = 'R')
            FROM logbook_set st
            JOIN logbook_session s ON s.id = st.session_id
            JOIN library_exercise e ON e.id = st.exercise_id
            WHERE s.patient_id = %s AND e.slug = 'heel-raise-single'
            GROUP BY s.local_day ORDER BY s.local_day DESC
            """,
            [margaret.pk],
        )
        by_hand = [
            [f"{day.day} {day:%b %Y}", *("not said" if reps is None else str(reps) for reps in (left, right))]
            for day, left, right in cursor.fetchall()
        ]
    assert table_rows(page, "One-leg heel raise") == by_hand
    assert by_hand[0] == ["18 Nov 2026", "not said", "8"]


def test_the_page_opens_with_an_honest_sentence(as_, margaret, revision):
    log_heel_raises(margaret, revision, [(27, 4, 8), (1, 7, 8)])
    page = html(as_(margaret).get("/progress/"))
    assert re.search(r'<p class="say">Left, One-leg heel raise: <b>4 to 7 reps</b> in 4 weeks\.</p>', page)
    assert "It says what was done, not how strong the leg is" in page
    assert "improve" not in page.lower()


def test_one_session_is_a_start_and_not_a_trend(as_, margaret, revision):
    log_heel_raises(margaret, revision, [(1, 4, 8)])
    page = html(as_(margaret).get("/progress/"))
    assert "<b>4 reps</b> on 18 Nov" in page
    assert "One session is a start, not a trend" in page


def test_nothing_logged_says_what_to_do_next(as_, margaret, revision):
    page = html(as_(margaret).get("/progress/"))
    assert "Nothing is logged here yet" in page
    assert 'href="/today/"' in page
    assert '<svg class="chart"' not in page


def test_a_patient_without_a_plan_sees_the_empty_page(as_, margaret):
    assert "Nothing is logged here yet" in html(as_(margaret).get("/progress/"))


def test_only_skipped_and_unsaid_sets_make_no_chart_of_an_exercise(as_, margaret, revision):
    session = make_session(margaret, revision, TODAY - timedelta(days=1))
    make_set(session, dose(revision, "heel-raise-single", "L"), outcome="skipped")
    page = html(as_(margaret).get("/progress/"))
    assert "No chart, because no amount was said or every set was skipped: One-leg heel raise." in page
    assert '<svg class="chart" viewBox="0 0 318 288" role="group" aria-labelledby="x1' not in page


def test_a_day_of_illness_is_said_to_be_excused(as_, margaret, plan, heel_raise):
    revision = make_revision(plan)
    make_prescription(revision, heel_raise, {"L": {"sets": 2, "reps": 8}})
    heel = dose(revision, "heel-raise-single", "L")
    make_set(make_session(margaret, revision, TODAY - timedelta(days=1)), heel)
    session = make_session(margaret, revision, TODAY - timedelta(days=2))
    for number in (1, 2):
        make_set(session, heel, number, outcome="skipped", skip_reason="ill")
    page = tight(html(as_(margaret).get("/progress/")))
    assert "0 done, 1 in part, 26 without a set. 1 day excused (ill)." in page
    assert "2 sets without an amount, or skipped when ill, are left out, not counted as none." in page


@pytest.mark.parametrize(("sessions", "is_open"), [(12, True), (13, False)])
def test_the_first_table_is_open_while_it_is_short(as_, margaret, revision, sessions, is_open):
    log_heel_raises(margaret, revision, [(back, 6, 8) for back in range(1, sessions + 1)])
    page = html(as_(margaret).get("/progress/"))
    assert page.count("<details open>") == is_open


def test_each_chart_has_a_name_a_description_links_and_a_table(as_, margaret, revision):
    first, last = log_heel_raises(margaret, revision, [(20, 4, 8), (1, 7, 8)])
    page = html(as_(margaret).get("/progress/"))
    charts = re.findall(r'<svg class="chart".*?</svg>', page, re.S)
    # one exercise, sets a week, pain left and right
    assert len(charts) == 4
    assert page.count("<details") == 4
    for chart in charts:
        title, desc = re.search(r'aria-labelledby="(\S+) (\S+)"', chart).groups()
        assert re.search(rf'<title id="{title}">[^<]+</title><desc id="{desc}">[^<]+</desc>', chart)
    assert f'<a href="/sessions/{first.pk}/" aria-label="Left, 30 Oct: 4 reps">' in charts[0]
    assert f'<a href="/sessions/{last.pk}/" aria-label="Right, 18 Nov: 8 reps">' in charts[0]


def test_ids_are_unique_on_the_desk_where_the_first_chart_is_drawn_twice(as_, sam, margaret, revision):
    log_heel_raises(margaret, revision, [(20, 4, 8), (1, 7, 8)])
    page = html(as_(sam).get(f"/patients/{margaret.pk}/progress/"))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert len(re.findall(r'<svg class="chart"', page)) == 5


def test_points_lead_the_team_to_the_teams_page_of_the_session(as_, sam, margaret, revision):
    (session, _) = log_heel_raises(margaret, revision, [(20, 4, 8), (1, 7, 8)])
    page = html(as_(sam).get(f"/patients/{margaret.pk}/progress/"))
    address = f"/patients/{margaret.pk}/progress/"
    [href] = set(re.findall(r'<a href="([^"]+)" aria-label="Left, 30 Oct: 4 reps">', page))
    assert urljoin(address, href) == f"/patients/{margaret.pk}/sessions/{session.pk}/"
    assert as_(sam).get(urljoin(address, href)).status_code == 200


def test_an_amount_not_said_breaks_the_line_and_is_not_drawn_as_zero(as_, margaret, revision):
    log_heel_raises(margaret, revision, [(20, 4, 8), (18, None, 8), (16, 6, 8)])
    chart = re.search(r'<svg class="chart".*?</svg>', html(as_(margaret).get("/progress/")), re.S).group()
    left = re.search(r'<g class="side-l"><path class="line" d="([^"]+)"', chart).group(1)
    right = re.search(r'<g class="side-r"><path class="line" d="([^"]+)"', chart).group(1)
    assert (left.count("M"), left.count("L")) == (2, 0)
    assert (right.count("M"), right.count("L")) == (1, 2)
    assert 'aria-label="Left, 1 Nov: not said"><circle class="unsaid"' in chart


def test_a_fortnight_without_a_session_breaks_the_line(as_, margaret, revision):
    log_heel_raises(margaret, revision, [(20, 4, 8), (2, 6, 8)])
    chart = re.search(r'<svg class="chart".*?</svg>', html(as_(margaret).get("/progress/")), re.S).group()
    assert re.search(r'<g class="side-l"><path class="line" d="M[^"L]+M[^"L]+"', chart)


def test_no_style_attributes_and_no_scripts_inside(as_, sam, margaret, revision):
    log_heel_raises(margaret, revision, [(20, 4, 8), (1, 7, 8)])
    page = html(as_(sam).get(f"/patients/{margaret.pk}/progress/"))
    assert " style=" not in page
    assert "onclick" not in page


def test_a_hostile_name_is_only_text(as_, margaret, revision, heel_raise):
    heel_raise.name = '<script>alert("x")</script>'
    heel_raise.save()
    log_heel_raises(margaret, revision, [(20, 4, 8), (1, 7, 8)])
    assert "<script>alert" not in html(as_(margaret).get("/progress/"))


def test_adherence_stands_by_side_for_28_and_7_days(as_, margaret, revision):
    log_heel_raises(margaret, revision, [(back, 8, 8) for back in range(1, 8)])
    page = html(as_(margaret).get("/progress/"))
    # Of 4 sets a day on the left 1 was done, of 2 on the right 1, on 7 of 28 days.
    bars = re.findall(r'class="adh side-(\w) adh-l".*?<span class="num">(\d+)', page, re.S)
    assert bars == [("l", "6"), ("r", "12"), ("b", "0"), ("l", "25"), ("r", "50"), ("b", "0")]


def test_walking_with_artery_disease_is_left_out_of_pain_and_said(as_, margaret, revision):
    session = make_session(margaret, revision, TODAY - timedelta(days=1))
    make_set(session, dose(revision, "heel-raise-single", "L"), pain=3)
    assert "Walking is left out" not in html(as_(margaret).get("/progress/"))
    make_condition(margaret, code="I70.212", side="L", cause="artery")
    assert "Walking is left out" in html(as_(margaret).get("/progress/"))


def test_pain_bands_are_not_drawn_for_a_numb_foot(as_, margaret, revision):
    session = make_session(margaret, revision, TODAY - timedelta(days=1))
    make_set(session, dose(revision, "heel-raise-single", "L"), pain=3)
    assert "6 and over: stop" in html(as_(margaret).get("/progress/"))
    make_condition(margaret, code="E11.42", side="B", cause="diabetes", loss_of_feeling=True)
    page = html(as_(margaret).get("/progress/"))
    assert "6 and over: stop" not in page
    assert "pain cannot guide the load there" in page


def test_a_year_shows_the_best_set_of_each_week(as_, margaret, revision):
    log_heel_raises(margaret, revision, [(6, 4, 8), (5, 7, 8), (4, 5, 8)])
    page = html(as_(margaret).get("/progress/?weeks=52"))
    assert "The best set of each week." in page
    # The 13th to the 15th lie in the plan's fourth week, which began on Thursday 12 November.
    assert table_rows(page, "One-leg heel raise") == [["Week from 12 Nov", "7", "8"]]


@pytest.mark.parametrize("weeks", ["5", "0", "-12", "twelve", "12.0", ""])
def test_a_span_that_is_not_offered_is_not_found(as_, margaret, weeks):
    assert as_(margaret).get("/progress/", {"weeks": weeks}).status_code == 404


def test_the_pages_are_for_the_patient_and_the_team(as_, margaret, sam, leah, otto, ruth, tomasz, revision):
    address = f"/patients/{margaret.pk}/progress/"
    assert as_(sam).get(address).status_code == 200
    for stranger in (leah, otto, ruth, tomasz, margaret):
        assert as_(stranger).get(address).status_code == 404
    assert as_(None).get(address).url == f"/account/login/?next={address}"
    for staff in (sam, ruth):
        assert as_(staff).get("/progress/").status_code == 404
    assert as_(sam).post(address).status_code == 405


def test_another_patients_sessions_stay_out(as_, margaret, tomasz, revision):
    log_heel_raises(margaret, revision, [(20, 4, 8), (1, 7, 8)])
    assert "Nothing is logged here yet" in html(as_(tomasz).get("/progress/"))


def test_queries_do_not_grow_with_history(as_, sam, margaret, revision, django_assert_max_num_queries):
    client = as_(sam)
    log_heel_raises(margaret, revision, [(back, 6, 8) for back in range(1, 3)])
    with django_assert_max_num_queries(19) as few:
        client.get(f"/patients/{margaret.pk}/progress/")
    log_heel_raises(margaret, revision, [(back, 6, 8) for back in range(3, 28)])
    with django_assert_max_num_queries(19) as many:
        client.get(f"/patients/{margaret.pk}/progress/")
    assert len(many) == len(few)
