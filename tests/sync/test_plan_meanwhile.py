"""A plan that was revised or ended while a phone had no network: its sessions are taken, and marked."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import time_machine
from django.test import Client

from accounts.models import User
from tests.factories import make_prescription, make_revision
from tests.support.device import SESSION, Put, document, one_set
from therapy.care.models import Patient
from therapy.logbook.models import Session, Set
from therapy.plans.actions import end_plan
from therapy.plans.models import Dose, Plan, Revision

As = Callable[[User | Patient | None], Client]
SATURDAY = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


def on(day: str) -> dict[str, str]:
    return {"day": day, "sent_at": "2026-11-21T18:00:00Z", "started_at": f"{day}T09:00:00Z"}


def test_a_plan_that_ended_meanwhile(margaret: Patient, heel_left: Dose, plan: Plan, put: Put) -> None:
    end_plan(plan, on=date(2026, 11, 20), reason="Walks well", by=plan.created_by)
    with time_machine.travel(SATURDAY, tick=False):
        answer = put(margaret, document(margaret, one_set(heel_left), **on("2026-11-21")))
    assert (answer.status_code, answer.json()["plan_then"]) == (200, "ended")
    session = Session.objects.get()
    assert (session.plan_then, session.local_day, session.revision.plan) == (
        "ended",
        date(2026, 11, 21),
        plan,
    )
    assert Set.objects.get().target_reps == 8


def test_the_day_on_which_it_ended_still_counts_in(
    margaret: Patient, heel_left: Dose, plan: Plan, put: Put
) -> None:
    end_plan(plan, on=date(2026, 11, 20), reason="Walks well", by=plan.created_by)
    with time_machine.travel(SATURDAY, tick=False):
        answer = put(margaret, document(margaret, one_set(heel_left), **on("2026-11-20")))
    assert answer.json()["plan_then"] == ""


def revised(plan: Plan, at: datetime) -> Revision:
    """A second revision, published and in force from that moment on."""
    return make_revision(plan, effective_from=at.date(), published_at=at)


def test_a_plan_that_was_revised_meanwhile(margaret: Patient, heel_left: Dose, plan: Plan, put: Put) -> None:
    """The session keeps the revision, and its sets the target, that the patient had before her eyes."""
    revised(plan, datetime(2026, 11, 20, 12, tzinfo=UTC))
    with time_machine.travel(SATURDAY, tick=False):
        answer = put(margaret, document(margaret, one_set(heel_left), **on("2026-11-21")))
    assert (answer.status_code, answer.json()["plan_then"]) == (200, "revised")
    session = Session.objects.get()
    assert (session.plan_then, session.revision.number) == ("revised", 1)
    assert Set.objects.get().target_reps == 8


def test_the_morning_before_a_revision_was_done_by_the_one_before(
    margaret: Patient, heel_left: Dose, plan: Plan, put: Put
) -> None:
    revised(plan, datetime(2026, 11, 21, 12, tzinfo=UTC))
    with time_machine.travel(SATURDAY, tick=False):
        answer = put(margaret, document(margaret, one_set(heel_left), **on("2026-11-21")))
    assert answer.json()["plan_then"] == ""


def test_a_draft_is_nothing_that_was_asked(margaret: Patient, heel_left: Dose, plan: Plan, put: Put) -> None:
    draft = make_revision(plan, published=False)
    item = make_prescription(draft, heel_left.prescription.exercise, {"L": {"sets": 3, "reps": 8}})
    answer = put(margaret, document(margaret, one_set(item.doses.get())))
    assert answer.json() == {"errors": {"sets.0.dose": "This is in no plan of yours."}}
    assert not Session.objects.exists()


def test_one_session_under_two_revisions_is_of_the_newer(
    margaret: Patient, heel_left: Dose, plan: Plan, put: Put
) -> None:
    newer = revised(plan, datetime(2026, 11, 19, 9, 0, tzinfo=UTC))
    item = make_prescription(newer, heel_left.prescription.exercise, {"L": {"sets": 3, "reps": 10}})
    sent = document(margaret, one_set(heel_left), one_set(item.doses.get(), 2))
    assert put(margaret, sent).status_code == 200
    assert Session.objects.get().revision == newer
    assert sorted(Set.objects.values_list("target_reps", flat=True)) == [8, 10]


def test_the_pages_say_so(margaret: Patient, heel_left: Dose, plan: Plan, put: Put, as_: As) -> None:
    end_plan(plan, on=date(2026, 11, 20), reason="Walks well", by=plan.created_by)
    with time_machine.travel(SATURDAY, tick=False):
        sent = on("2026-11-21") | {"sent_at": "2026-11-25T18:00:00Z", "started_at": "2026-11-25T09:00:00Z"}
        put(margaret, document(margaret, one_set(heel_left), **(sent | {"day": "2026-11-25"})))
        page = as_(margaret).get(f"/sessions/{SESSION}/").content.decode()
    assert "the plan had ended by then" in page
    assert "The phone’s clock said 2026-11-25" in page
