"""“Done as prescribed” is one tap, and it is an answer: the target becomes what was done."""

from collections.abc import Callable
from uuid import uuid4

from django.test import Client

from accounts.models import User
from therapy.care.models import Patient
from therapy.logbook.models import Session, Set
from therapy.plans.models import Dose

As = Callable[[User | Patient | None], Client]


def test_one_tap_logs_the_set_with_the_target_as_done(as_: As, margaret: Patient, heel_left: Dose) -> None:
    answer = as_(margaret).post(
        f"/days/2026-11-19/{heel_left.prescription_id}/",
        {"dose": heel_left.pk, "number": "1", "set_id": uuid4(), "session_id": uuid4()},
    )
    assert answer.status_code == 302
    assert answer["Location"] == f"/days/2026-11-19/{heel_left.prescription_id}/#set-l-2"
    logged = Set.objects.get()
    assert (logged.side, logged.number, logged.outcome) == ("L", 1, "done")
    assert (logged.reps, logged.hold_s, logged.credit) == (8, 1, 1.0)
    assert (logged.target_reps, logged.target_hold_s) == (8, 1)
    assert (logged.pain, logged.effort, logged.load_kg, logged.band) == (None, None, None, "")


def test_the_set_belongs_to_the_local_day_and_the_revision_in_force(
    as_: As, margaret: Patient, heel_left: Dose
) -> None:
    as_(margaret).post(
        f"/days/2026-11-19/{heel_left.prescription_id}/", {"dose": heel_left.pk, "number": "1"}
    )
    session = Session.objects.get()
    assert (session.patient, session.clinic) == (margaret, margaret.clinic)
    assert session.revision == heel_left.prescription.phase.revision
    assert (str(session.local_day), session.time_zone) == ("2026-11-19", "Europe/London")
    assert (session.source, session.logged_by, session.logged_late) == ("form", margaret.user, False)
    assert (session.pain_before, session.pain_after, session.effort) == (None, None, None)


def test_all_sets_left_of_one_leg_are_logged_at_once(as_: As, margaret: Patient, heel_left: Dose) -> None:
    client, page = as_(margaret), f"/days/2026-11-19/{heel_left.prescription_id}/"
    client.post(page, {"dose": heel_left.pk, "number": "2"})
    client.post(page, {"dose": heel_left.pk, "number": "left"})
    assert list(Set.objects.values_list("side", "number").order_by("number")) == [
        ("L", 1),
        ("L", 2),
        ("L", 3),
    ]
    assert Session.objects.count() == 1


def test_a_tap_on_a_set_that_is_logged_leaves_it_alone(as_: As, margaret: Patient, heel_left: Dose) -> None:
    """An old page in another window must not undo what was said with care."""
    client = as_(margaret)
    from tests.support.doses import sent

    client.post(f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, did="done", reps="5", pain="4"))
    client.post(f"/days/2026-11-19/{heel_left.prescription_id}/", {"dose": heel_left.pk, "number": "1"})
    logged = Set.objects.get()
    assert (logged.outcome, logged.reps, logged.pain) == ("partial", 5, 4)


def test_both_legs_count_into_neither(as_: As, margaret: Patient, stand_both: Dose) -> None:
    as_(margaret).post(
        f"/days/2026-11-19/{stand_both.prescription_id}/", {"dose": stand_both.pk, "number": "left"}
    )
    assert list(Set.objects.values_list("side", flat=True)) == ["B", "B"]


def test_a_button_that_was_never_there_is_not_found(as_: As, margaret: Patient, heel_left: Dose) -> None:
    page = f"/days/2026-11-19/{heel_left.prescription_id}/"
    for nonsense in (
        {},
        {"dose": "x", "number": "1"},
        {"dose": heel_left.pk, "number": "one"},
        {"dose": heel_left.pk},
    ):
        assert as_(margaret).post(page, nonsense).status_code == 404
    assert not Set.objects.exists()
