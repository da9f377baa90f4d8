"""The plan page, going on to the next phase, pausing, ending."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_plan, make_revision
from therapy.care.models import Patient
from therapy.plans import actions, schedule
from therapy.plans.models import Pause, Plan, Revision

As = Callable[[User | Patient | None], Client]


def test_without_a_plan_the_page_says_what_to_do(as_: As, sam: User, margaret: Patient) -> None:
    page = as_(sam).get(f"/patients/{margaret.pk}/plan/").content.decode()
    assert "Margaret has no plan yet" in page
    assert f'href="/patients/{margaret.pk}/plan/new/"' in page


def test_the_page_shows_what_the_patient_sees_for_each_leg(
    as_: As, sam: User, margaret: Patient, revision: Revision
) -> None:
    answer = as_(sam).get(f"/patients/{margaret.pk}/plan/")
    assert answer.context["now"] == revision
    heel, stretch, sit = answer.context["rows"]
    assert [(cell.side, str(cell.line)) for cell in heel.cells] == [("L", "3 × 8"), ("R", "1 × 8")]
    assert [(cell.side, str(cell.line)) for cell in stretch.cells] == [
        ("L", "1 × 2, hold 30 s"),
        ("R", "1 × 2, hold 30 s"),
    ]
    assert [(cell.side, str(cell.line)) for cell in sit.cells] == [("B", "2 × 10")]
    page = answer.content.decode()
    assert "What Margaret sees now" in page
    assert "Edit the plan" in page


def test_a_revision_that_is_still_to_come_is_announced(
    as_: As, sam: User, margaret: Patient, revision: Revision, draft: Revision
) -> None:
    actions.publish_revision(draft, by=sam, effective_from=margaret.today + timedelta(days=2))
    answer = as_(sam).get(f"/patients/{margaret.pk}/plan/")
    assert (answer.context["now"], answer.context["coming"]) == (revision, draft)
    assert "revision 2" in answer.content.decode()


def test_a_plan_that_has_not_begun_shows_what_will_be_seen(as_: As, sam: User, margaret: Patient) -> None:
    revision = make_revision(make_plan(margaret, starts_on=margaret.today + timedelta(days=3)))
    answer = as_(sam).get(f"/patients/{margaret.pk}/plan/")
    assert (answer.context["now"], answer.context["shown"]) == (None, revision)
    assert "What Margaret sees from" in answer.content.decode()


def test_opening_a_draft_twice_is_one_draft(
    as_: As, sam: User, margaret: Patient, revision: Revision
) -> None:
    client = as_(sam)
    for _twice in range(2):
        answer = client.post(f"/patients/{margaret.pk}/plan/draft/open/")
        assert answer.headers["Location"] == f"/patients/{margaret.pk}/plan/draft/"
    assert revision.plan.revisions.count() == 2


@pytest.fixture
def two_phases(sam: User, draft: Revision) -> Revision:
    """Revision 2, published: a second phase, and two signs for leaving the first."""
    actions.change_phase(draft.phases.get(), go_on_when=["10 raises on the left", "no pain for a week"])
    actions.add_phase(draft, title="Build and keep")
    return actions.publish_revision(draft, by=sam)


def test_going_on_needs_every_sign(as_: As, sam: User, margaret: Patient, two_phases: Revision) -> None:
    client = as_(sam)
    address = f"/patients/{margaret.pk}/plan/go-on/"
    answer = client.post(address, {"sign_0": "on"})
    assert list(answer.context["form"].errors) == ["sign_1"]
    assert answer.context["form"]["sign_0"].value() is True
    assert not Revision.objects.draft().exists()
    answer = client.post(address, {"sign_0": "on", "sign_1": "on"})
    assert answer.headers["Location"] == f"/patients/{margaret.pk}/plan/draft/"
    draft = Revision.objects.draft().get()
    assert (draft.number, draft.phases.get(is_current=True).title) == (3, "Build and keep")
    assert two_phases.phases.get(is_current=True).number == 1


def test_making_a_later_phase_current_in_the_builder_asks_for_the_signs_too(
    as_: As, sam: User, margaret: Patient, two_phases: Revision
) -> None:
    draft = actions.open_draft(two_phases.plan, sam)
    first, second = draft.phases.order_by("number")
    client = as_(sam)
    answer = client.post(f"/patients/{margaret.pk}/plan/draft/phases/{second.pk}/current/")
    assert answer.headers["Location"] == f"/patients/{margaret.pk}/plan/go-on/?to=2"
    assert draft.phases.get(is_current=True) == first
    client.post(answer.headers["Location"], {"sign_0": "on", "sign_1": "on"})
    assert draft.phases.get(is_current=True) == second
    assert client.get(f"/patients/{margaret.pk}/plan/go-on/?to=9").status_code == 404
    client.post(f"/patients/{margaret.pk}/plan/draft/phases/{first.pk}/current/")
    assert draft.phases.get(is_current=True) == first


def test_a_first_plan_may_begin_at_any_phase(as_: As, sam: User, margaret: Patient) -> None:
    draft = make_revision(make_plan(margaret), published=False)
    draft.phases.update(go_on_when=["no pain for a week"])
    second = actions.add_phase(draft, title="Build and keep")
    as_(sam).post(f"/patients/{margaret.pk}/plan/draft/phases/{second.pk}/current/")
    assert draft.phases.get(is_current=True) == second


def test_after_the_last_phase_there_is_nothing_to_go_on_to(
    as_: As, sam: User, margaret: Patient, revision: Revision
) -> None:
    assert as_(sam).get(f"/patients/{margaret.pk}/plan/go-on/").status_code == 404
    assert "Go on to the next phase" not in as_(sam).get(f"/patients/{margaret.pk}/plan/").content.decode()


def test_a_pause_asks_for_nothing(as_: As, sam: User, margaret: Patient, revision: Revision) -> None:
    today = margaret.today
    said = {
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=6)).isoformat(),
        "reason": "Influenza",
    }
    client = as_(sam)
    assert client.post(f"/patients/{margaret.pk}/plan/pause/", said).status_code == 302
    pause = Pause.objects.get()
    assert (pause.first_day, pause.last_day, pause.reason, pause.by) == (
        today,
        today + timedelta(days=6),
        "Influenza",
        sam,
    )
    assert schedule.history(margaret).on(today).due == ()
    assert "Influenza" in client.get(f"/patients/{margaret.pk}/plan/").content.decode()


@pytest.mark.parametrize(
    ("first", "last", "reason", "field"),
    [
        (0, -1, "Ill", "last_day"),
        (0, 5, "", "reason"),
        (-400, 5, "Ill", "first_day"),
        (0, 4000, "Ill", "last_day"),
    ],
)
def test_a_pause_that_makes_no_sense_is_refused(
    as_: As, sam: User, margaret: Patient, revision: Revision, first: int, last: int, reason: str, field: str
) -> None:
    said = {
        "first_day": (margaret.today + timedelta(days=first)).isoformat(),
        "last_day": (margaret.today + timedelta(days=last)).isoformat(),
        "reason": reason,
    }
    answer = as_(sam).post(f"/patients/{margaret.pk}/plan/pause/", said)
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["last_day"].value() == said["last_day"]
    assert not Pause.objects.exists()


def test_two_pauses_do_not_overlap(
    as_: As, sam: User, margaret: Patient, plan: Plan, revision: Revision
) -> None:
    today = margaret.today
    actions.pause_plan(plan, first_day=today, last_day=today, reason="Ill", by=sam)
    said = {"first_day": today.isoformat(), "last_day": today.isoformat(), "reason": "Again"}
    answer = as_(sam).post(f"/patients/{margaret.pk}/plan/pause/", said)
    assert "paused on some of these days already" in str(answer.context["form"].errors["first_day"])
    assert Pause.objects.count() == 1


def test_ending_keeps_the_history_in_view(
    as_: As, sam: User, margaret: Patient, plan: Plan, revision: Revision, draft: Revision
) -> None:
    client = as_(sam)
    said = {"on": margaret.today.isoformat(), "reason": "Reached her goal"}
    assert client.post(f"/patients/{margaret.pk}/plan/end/", said).status_code == 302
    plan.refresh_from_db()
    assert (plan.ended_on, plan.end_reason) == (margaret.today, "Reached her goal")
    page = client.get(f"/patients/{margaret.pk}/plan/").content.decode()
    assert "Margaret has no plan yet" in page
    assert "Reached her goal" in page
    old = client.get(f"/patients/{margaret.pk}/plan/revisions/1/?plan={plan.pk}")
    assert old.status_code == 200
    assert "in force</span>" not in old.content.decode()


@pytest.mark.parametrize(
    ("days", "reason", "field"),
    [(-400, "Done", "on"), (-1, "Done", "on"), (4000, "Done", "on"), (0, " ", "reason")],
)
def test_an_end_that_makes_no_sense_is_refused(
    as_: As, sam: User, margaret: Patient, plan: Plan, revision: Revision, days: int, reason: str, field: str
) -> None:
    said = {"on": (margaret.today + timedelta(days=days)).isoformat(), "reason": reason}
    answer = as_(sam).post(f"/patients/{margaret.pk}/plan/end/", said)
    assert list(answer.context["form"].errors) == [field]
    plan.refresh_from_db()
    assert plan.ended_on is None


@pytest.mark.parametrize("query", ["?plan=x", "?plan=00000000-0000-4000-8000-000000000001"])
def test_a_revision_of_an_unknown_plan_is_not_found(
    as_: As, sam: User, margaret: Patient, revision: Revision, query: str
) -> None:
    assert as_(sam).get(f"/patients/{margaret.pk}/plan/revisions/1/{query}").status_code == 404


def test_a_draft_has_no_page_among_the_revisions(
    as_: As, sam: User, margaret: Patient, draft: Revision
) -> None:
    assert as_(sam).get(f"/patients/{margaret.pk}/plan/revisions/2/").status_code == 404
