"""The main job, end to end and through the pages alone: Sam assigns, Margaret logs each leg, both see it by leg."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.pages import DESK, NewContext, choose, named, open_as, sign_in, sign_out
from therapy.care.models import Patient
from therapy.logbook.models import Session, Set
from therapy.plans.models import Dose, Plan, Revision, RuleOverride

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "The surgeon allows the towel stretch from today."


@pytest.fixture
def library(transactional_db: None) -> None:
    """All that a fresh server has: the exercises and the programmes."""
    call_command("load_library", verbosity=0)
    call_command("load_programmes", verbosity=0)


@pytest.fixture
def stretch_from_later(margaret: Patient) -> None:
    """Her record holds calf stretches back for ten more days, so that a rule has something to say."""
    margaret.conditions.update(stretch_allowed_from=margaret.today + timedelta(days=10))


@pytest.mark.always
def test_an_assigned_plan_a_logged_session_and_progress_of_each_leg(
    thursday: None,
    library: None,
    sam: User,
    margaret: Patient,
    stretch_from_later: None,
    new_context: NewContext,
    live_server: LiveServer,
) -> None:
    desk = open_as(new_context, live_server, None)
    desk.set_viewport_size(DESK)
    sign_in(desk, "sam@example.org")
    sam_opens_margaret(desk)
    sam_makes_the_draft(desk)
    sam_changes_the_ankle_pumps(desk)
    sam_answers_the_rule(desk)
    sam_publishes(desk)
    what_is_published(margaret, sam)
    sign_out(desk)

    phone = open_as(new_context, live_server, None)
    sign_in(phone, "margaret@example.org")
    margaret_logs_both_legs(phone)
    what_is_logged(margaret)

    numbers = best_by_hand_written_sql()
    assert numbers == {"Left": 15, "Right": 8}
    phone.get_by_role("link", name="Progress", exact=True).click()
    both_see(phone, numbers)
    session = Session.objects.get(patient=margaret)
    open_first_point(phone)
    expect(phone).to_have_url(f"{live_server.url}/sessions/{session.pk}/")

    sign_in(desk, "sam@example.org")
    desk.get_by_role("link", name="Margaret Doyle").click()
    desk.get_by_role("navigation", name="Patient").get_by_role("link", name="Progress").click()
    both_see(desk, numbers)
    open_first_point(desk)
    expect(desk).to_have_url(f"{live_server.url}/patients/{margaret.pk}/sessions/{session.pk}/")


def sam_opens_margaret(page: Page) -> None:
    expect(page.get_by_role("heading", name="Caseload")).to_be_visible()
    page.get_by_role("link", name="Margaret Doyle").click()
    expect(page.get_by_role("heading", name="Margaret Doyle")).to_be_visible()
    expect(page.get_by_text("M62.562")).to_be_visible()
    page.get_by_role("link", name="Assign a plan").click()


def sam_makes_the_draft(page: Page) -> None:
    page.get_by_label("Calf rebuild after a cast or boot (12 weeks)").check()
    # The leg comes from her record, the day is hers.
    expect(page.get_by_label("Left leg")).to_be_checked()
    expect(page.get_by_label("First day")).to_have_value("2026-11-19")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", name="Phase 1: Wake up and move")).to_be_visible()


def sam_changes_the_ankle_pumps(page: Page) -> None:
    page.get_by_role("link", name="Ankle pumps", exact=True).click()
    left = page.get_by_role("group", name="Left leg")
    expect(left.get_by_label("Sets")).to_have_value("3")
    left.get_by_label("Sets").fill("2")
    left.get_by_label("Reps").fill("15")
    right = page.get_by_role("group", name="Right leg")
    right.get_by_label("Not this leg").uncheck()
    right.get_by_label("Sets").fill("1")
    right.get_by_label("Reps").fill("10")
    page.get_by_role("button", name="Save in the draft").click()
    row = page.locator(".rx-list > li").filter(has_text="Ankle pumps")
    expect(row).to_contain_text("2 × 15")
    expect(row).to_contain_text("1 × 10")


def sam_answers_the_rule(page: Page) -> None:
    """Publishing with the point open changes nothing; with a reason for the record it is kept."""
    # The button says that it is not ready (`aria-disabled`), and answers all the same with what is in the way.
    page.get_by_role("button", name="Publish revision 1").click(force=True)
    expect(page.get_by_role("heading", name="1 thing to solve first")).to_be_visible()
    to_solve = page.get_by_role("region", name="1 thing to solve first")
    expect(to_solve).to_contain_text("Calf stretches of the left leg are allowed from 29 November 2026.")
    assert not Revision.objects.exclude(published_at=None).exists()
    to_solve.get_by_text("Keep anyway: reason").click()
    to_solve.get_by_label("Reason, for the record").fill(REASON)
    to_solve.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept, with your reason on the record.")).to_be_visible()


def sam_publishes(page: Page) -> None:
    page.get_by_role("button", name="Publish revision 1").click()
    expect(
        page.get_by_text("Revision 1 is published. Margaret sees it from Thursday 19 November.")
    ).to_be_visible()


def what_is_published(margaret: Patient, sam: User) -> None:
    plan = Plan.objects.get(patient=margaret)
    assert (plan.affected_side, plan.starts_on) == ("L", margaret.today)
    revision = plan.revisions.get()
    assert (revision.number, revision.effective_from) == (1, margaret.today)
    assert revision.published_at is not None
    pumps = Dose.objects.filter(
        prescription__phase__revision=revision, prescription__exercise__slug="ankle-pumps"
    )
    assert set(pumps.values_list("side", "sets", "reps")) == {("L", 2, 15), ("R", 1, 10)}
    override = RuleOverride.objects.get(revision=revision)
    assert (override.rule, override.reason, override.by) == ("I4", REASON, sam)


def margaret_logs_both_legs(page: Page) -> None:
    """The left leg in one tap, the right leg as it really was."""
    expect(page.get_by_role("heading", name="Good morning, Margaret")).to_be_visible()
    page.get_by_role("link", name="Ankle pumps").first.click()
    page.get_by_role("button", name=named("Done as prescribed", "Left leg, set 1 of 2")).click()
    expect(page.locator("#set-l-1")).to_contain_text("15 reps")
    page.get_by_role("link", name=named("Different", "Right leg, set 1 of 1")).click()
    choose(page.get_by_label("Yes, or part of it"))
    page.get_by_label("Reps", exact=True).fill("8")
    choose(page.get_by_role("group", name="Pain in this set, 0 to 10").get_by_label("3", exact=True))
    page.get_by_role("button", name="Save: right leg").click()
    expect(page.locator("#set-r-1")).to_contain_text("8 reps")
    expect(page.locator("#set-r-1")).to_contain_text("pain 3")


def what_is_logged(margaret: Patient) -> None:
    session = Session.objects.get(patient=margaret)
    assert session.local_day == margaret.today
    said = session.sets.order_by("side").values_list("side", "number", "outcome", "reps", "pain")
    # Pain that nobody said stays unsaid.
    assert list(said) == [
        ("L", 1, Set.Outcome.DONE, 15, None),
        ("R", 1, Set.Outcome.PARTIAL, 8, 3),
    ]


def best_by_hand_written_sql() -> dict[str, int]:
    """The best set of ankle pumps today by leg, as a person at the database's prompt would ask for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT CASE st.side WHEN 'L' THEN 'Left' WHEN 'R' THEN 'Right' END, max(st.reps)
            FROM logbook_set st
            JOIN logbook_session s ON s.id = st.session_id
            JOIN care_patient p ON p.id = s.patient_id
            JOIN library_exercise e ON e.id = st.exercise_id
            WHERE p.name = 'Margaret Doyle' AND e.slug = 'ankle-pumps' AND s.local_day = '2026-11-19'
            GROUP BY st.side
            """
        )
        return dict(cursor.fetchall())


def figure_of(page: Page) -> Locator:
    """The section of the ankle pumps on a progress page."""
    return page.locator("section").filter(has=page.get_by_role("heading", name="Ankle pumps"))


def both_see(page: Page, numbers: dict[str, int]) -> None:
    """A series of its own for each leg, in the drawing and in the table, with the database's numbers."""
    figure = figure_of(page)
    points = figure.locator("svg.chart:visible a")
    expect(points).to_have_count(2)
    said = {str(point.get_attribute("aria-label")) for point in points.all()}
    assert said == {f"{side}, 19 Nov: {reps} reps" for side, reps in numbers.items()}
    expect(figure.locator("svg.chart:visible g.side-l a circle")).to_have_count(1)
    expect(figure.locator("svg.chart:visible g.side-r a rect")).to_have_count(1)
    table = figure.get_by_role("table")
    expect(table).to_be_visible()
    heads = [head.inner_text().split()[-1] for head in table.locator("thead th").all()]
    assert heads == ["Day", *numbers]
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.locator("th")).to_have_text("19 Nov 2026")
    assert [cell.inner_text() for cell in rows.locator("td").all()] == [str(n) for n in numbers.values()]


def open_first_point(page: Page) -> None:
    figure_of(page).locator("svg.chart:visible a").first.click()
