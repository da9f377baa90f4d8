"""The caseload: who is in it, in which group, found by name and filter, in a constant number of queries."""

import re
from datetime import date, timedelta

import pytest

from tests.factories import (
    make_condition,
    make_exercise,
    make_patient,
    make_plan,
    make_prescription,
    make_revision,
    make_session,
    make_set,
    make_team_member,
    make_user,
)
from tests.support.page_text import tight
from therapy.plans.models import Pause

TODAY = date(2026, 11, 19)
pytestmark = pytest.mark.usefixtures("thursday")


@pytest.fixture
def toes_up(db):
    return make_exercise(name="Toes up")


def on_plan(patient, exercise, *, days=(), pain=None, **kw):
    """A daily plan of one left set, with sets done so many days ago."""
    revision = make_revision(make_plan(patient, **kw))
    dose = make_prescription(revision, exercise, {"L": {"sets": 1, "reps": 8}}).doses.get()
    for back in days:
        make_set(make_session(patient, revision, TODAY - timedelta(days=back)), dose, pain=pain)
    return revision


def names(page):
    return re.findall(r'<span class="case-name">([^<]+)</span>', tight(page))


def groups(page):
    """Names under each heading."""
    found = {}
    for part in tight(page).split('<h2 class="case-group">')[1:]:
        found[part.split("<span")[0]] = names(part)
    return found


def get(client, **query):
    response = client.get("/patients/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_each_patient_stands_in_one_group_by_what_is_known(as_, harbour, sam, toes_up):
    for name, kw in {
        "Ada": {"days": range(1, 29)},
        "Ben": {"days": range(1, 21)},
        "Cas": {"days": range(1, 11)},
        "Dee": {"days": range(8, 29)},
        "Eli": {"days": range(1, 29), "pain": 6},
    }.items():
        on_plan(make_patient(harbour, sam, name=name), toes_up, **kw)
    make_patient(harbour, sam, name="Fay")
    page = tight(get(as_(sam)))
    assert groups(page) == {
        "Needs attention": ["Eli", "Dee", "Cas", "Fay"],
        "Worth a chat": ["Ben"],
        "On track": ["Ada"],
    }
    assert "Pain 6 in Toes up, Left" in page
    assert "No session for 8 days" in page
    assert "Left under 50 % of the dose" in page
    assert "No plan yet" in page
    assert "6 patients. 4 need your eye." in page


def test_only_the_therapists_own_patients_are_there(as_, sam, leah, margaret, tomasz, nils):
    assert names(get(as_(sam))) == ["Margaret Doyle"]
    assert names(get(as_(leah))) == ["Tomasz Wrona"]


def test_a_membership_on_the_team_that_ended_takes_the_row_away(as_, sam, leah, margaret):
    make_team_member(margaret, leah, until=TODAY)
    assert names(get(as_(leah))) == []


def test_an_archived_patient_is_not_in_the_caseload(as_, sam, margaret):
    margaret.archived_at = "2026-11-01T10:00Z"
    margaret.save()
    assert "No patients yet" in get(as_(sam))


def test_search_by_a_part_of_the_name(as_, sam, harbour, margaret):
    make_patient(harbour, sam, name="Ada Fielding")
    assert names(get(as_(sam), q="doy")) == ["Margaret Doyle"]
    page = get(as_(sam), q="zzz")
    assert names(page) == []
    assert "No one matches “zzz”" in page


def test_filters_with_their_counts(as_, sam, harbour, toes_up):
    on_plan(make_patient(harbour, sam, name="Ada"), toes_up, days=range(1, 29))
    paused = on_plan(make_patient(harbour, sam, name="Ben"), toes_up, days=range(1, 29))
    Pause.objects.create(
        clinic=harbour,
        patient=paused.patient,
        plan=paused.plan,
        first_day=TODAY,
        last_day=TODAY,
        reason="ill",
        by=sam,
    )
    make_patient(harbour, sam, name="Cas")
    chips = re.findall(r'<a class="filter"[^>]*>([^<]+)<span class="count">(\d+)', tight(get(as_(sam))))
    assert chips == [
        ("All", "3"),
        ("Needs attention", "1"),
        ("Worth a chat", "0"),
        ("On track", "2"),
        ("No plan", "1"),
        ("Paused", "1"),
    ]
    assert names(get(as_(sam), show="paused")) == ["Ben"]
    assert names(get(as_(sam), show="no-plan")) == ["Cas"]
    page = get(as_(sam), show="chat")
    assert "No one matches “Worth a chat”" in page
    assert "3 patients are hidden by this filter." in page


def test_a_filter_that_is_not_offered_is_not_found(as_, sam):
    assert as_(sam).get("/patients/", {"show": "dead"}).status_code == 404


def test_a_row_says_age_leg_cause_last_session_week_and_phase(as_, sam, margaret, revision):
    session = make_session(margaret, revision, TODAY - timedelta(days=1))
    for prescription in revision.phases.get().prescriptions.all()[:2]:
        make_set(session, prescription.doses.first())
    row = get(as_(sam)).split('class="case"')[1]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row))
    assert "67, left leg, after cast or bed rest" in words
    assert "Yesterday 2 of 3 exercises" in words
    assert "Week 5 of 12 One leg at a time" in words


def test_the_reason_most_given_for_skipping(as_, sam, harbour, toes_up):
    patient = make_patient(harbour, sam, name="Ada")
    revision = on_plan(patient, toes_up, days=range(1, 22))
    dose = revision.phases.get().prescriptions.get().doses.get()
    for back, why in ((22, "pain"), (23, "time"), (24, "pain")):
        make_set(
            make_session(patient, revision, TODAY - timedelta(days=back)),
            dose,
            outcome="skipped",
            skip_reason=why,
        )
    assert "Reason most given: It hurt." in get(as_(sam))


def test_the_reason_is_of_each_patients_own_28_days(as_, sam, harbour, toes_up):
    # 9:10 in London is 23:10 on Kiritimati, and 22:10 of the day before on Midway: its window begins a day earlier.
    for name, zone, back in (("Ada", "Pacific/Kiritimati", 28), ("Ben", "Pacific/Midway", 29)):
        user = make_user(harbour, "patient", name=name, time_zone=zone)
        patient = make_patient(harbour, sam, user, name=name)
        revision = on_plan(patient, toes_up, days=[0], starts_on=TODAY - timedelta(days=40))
        dose = revision.phases.get().prescriptions.get().doses.get()
        for day, why in ((back, "tired"), (29 if name == "Ada" else 30, "pain"), (31, "pain")):
            session = make_session(patient, revision, TODAY - timedelta(days=day))
            make_set(session, dose, outcome="skipped", skip_reason=why)
    assert get(as_(sam)).count("Reason most given: Too tired.") == 2


@pytest.mark.parametrize(("code", "cause"), [("M62.562", "dystrophy"), ("G71.02", "other")])
def test_pain_is_not_red_where_the_rule_does_not_hold(as_, sam, harbour, toes_up, code, cause):
    patient = make_patient(harbour, sam, name="Ada")
    make_condition(patient, code=code, side="", cause=cause)
    on_plan(patient, toes_up, days=range(1, 29), pain=8)
    assert groups(get(as_(sam))) == {"On track": ["Ada"]}


def test_a_dystrophy_recorded_by_its_code_alone_counts_as_one(as_, sam, harbour, toes_up):
    patient = make_patient(harbour, sam, name="Ada")
    make_condition(patient, code="G71.01", side="", cause="other")
    on_plan(patient, toes_up, days=range(1, 29), pain=8)
    assert groups(get(as_(sam))) == {"On track": ["Ada"]}


def test_only_the_last_session_counts_for_pain(as_, sam, harbour, toes_up):
    patient = make_patient(harbour, sam, name="Ada")
    revision = on_plan(patient, toes_up, days=range(2, 29), pain=8)
    dose = revision.phases.get().prescriptions.get().doses.get()
    make_set(make_session(patient, revision, TODAY), dose, pain=2)
    assert groups(get(as_(sam))) == {"On track": ["Ada"]}


def test_long_caseloads_come_in_pages_with_whole_counts(as_, sam, harbour):
    for number in range(55):
        make_patient(harbour, sam, name=f"Patient {number:02}")
    page = get(as_(sam))
    assert len(names(page)) == 50
    assert 'Needs attention<span class="count">55</span>' in tight(page)
    assert names(get(as_(sam), page=2)) == [f"Patient {number}" for number in range(50, 55)]


def test_queries_do_not_grow_with_patients(as_, harbour, sam, toes_up, django_assert_max_num_queries):
    def add(how_many, prefix):
        for number in range(how_many):
            patient = make_patient(harbour, sam, name=f"{prefix} {number}")
            make_condition(patient)
            on_plan(patient, toes_up, days=(1, 3, 5), pain=7)

    client = as_(sam)
    add(3, "A")
    get(client)
    with django_assert_max_num_queries(22) as few:
        get(client)
    add(57, "B")
    with django_assert_max_num_queries(22) as many:
        get(client)
    assert len(many) == len(few)


def test_the_caseload_is_for_therapists(as_, margaret, ruth, sam):
    assert as_(margaret).get("/patients/").status_code == 404
    assert as_(ruth).get("/patients/").status_code == 404
    assert as_(None).get("/patients/").url == "/account/login/?next=/patients/"
    assert as_(sam).post("/patients/").status_code == 405


def test_a_search_with_a_character_that_no_name_can_hold_is_answered(as_, harbour, sam):
    make_patient(harbour, sam, name="Ada Lind")
    assert names(get(as_(sam), q="Ada\0")) == ["Ada Lind"]
