"""Whether a set is done or partly done is decided from the amounts; what was not said stays unknown."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_exercise, make_prescription
from tests.support.doses import dose_of, sent
from therapy.care.models import Patient
from therapy.logbook.actions import record_set
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Set
from therapy.logbook.validation import Refused
from therapy.plans.models import Dose, Revision

As = Callable[[User | Patient | None], Client]


@pytest.mark.parametrize(
    ("reps", "outcome", "credit"),
    [("8", "done", 1.0), ("9", "done", 1.0), ("7", "partial", 0.875), ("1", "partial", 0.125)],
)
def test_the_repetitions_decide(
    as_: As, margaret: Patient, heel_left: Dose, reps: str, outcome: str, credit: float
) -> None:
    as_(margaret).post(f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, did="done", reps=reps))
    logged = Set.objects.get()
    assert (logged.outcome, logged.reps, logged.credit) == (outcome, int(reps), credit)


def test_a_long_hold_counts_its_seconds(as_: As, margaret: Patient, stretch_left: Dose) -> None:
    as_(margaret).post(
        f"/days/2026-11-19/{stretch_left.pk}/1/", sent(stretch_left, did="done", reps="2", hold_s="15")
    )
    logged = Set.objects.get()
    assert (logged.outcome, logged.credit) == ("partial", 0.5)


def test_a_short_stop_at_the_top_does_not_count(as_: As, margaret: Patient, heel_left: Dose) -> None:
    as_(margaret).post(
        f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, did="done", reps="8", hold_s="0")
    )
    logged = Set.objects.get()
    assert (logged.outcome, logged.credit, logged.hold_s) == ("done", 1.0, 0)


def test_what_is_not_said_is_unknown_and_not_zero(as_: As, margaret: Patient, heel_left: Dose) -> None:
    as_(margaret).post(f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, did="done"))
    logged = Set.objects.get()
    assert (logged.outcome, logged.reps, logged.credit) == ("done", None, None)
    assert (logged.hold_s, logged.load_kg, logged.pain, logged.effort) == (None, None, None, None)


def test_an_answer_of_zero_is_an_answer(as_: As, margaret: Patient, heel_left: Dose) -> None:
    as_(margaret).post(
        f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, did="done", reps="8", pain="0", effort="0")
    )
    logged = Set.objects.get()
    assert (logged.pain, logged.effort) == (0, 0)


def test_a_claim_of_a_part_needs_an_amount(margaret: Patient, heel_left: Dose) -> None:
    with pytest.raises(Refused) as refused:
        record_set(
            patient=margaret,
            day=margaret.today,
            entry=SetEntry(dose=heel_left, number=1, outcome="partial"),
            by=margaret.user,
        )
    assert list(refused.value.errors) == ["reps"]


def test_a_part_is_said_in_what_the_dose_counts(margaret: Patient, heel_left: Dose) -> None:
    """Minutes of a heel raise that counts repetitions were stored as done, of unknown amount."""
    entry = SetEntry(dose=heel_left, number=1, outcome="partial", minutes=Decimal(5))
    with pytest.raises(Refused) as refused:
        record_set(patient=margaret, day=margaret.today, entry=entry, by=margaret.user)
    assert refused.value.errors == {"reps": "Say how much you did."}
    assert not Set.objects.exists()


def test_minutes_count_for_a_walk(as_: As, margaret: Patient, heel_left: Dose, revision: Revision) -> None:
    walk = make_exercise(slug="walk", category="gait-aerobic", log_fields=["duration_min", "distance_m"])
    item = make_prescription(revision, walk, {"B": {"sets": 1, "minutes": 20}})
    dose = dose_of(revision, "walk", "B")
    page = as_(margaret).get(f"/days/2026-11-19/{dose.pk}/1/").content.decode()
    assert 'name="minutes"' in page
    assert 'name="metres"' in page
    assert 'name="reps"' not in page
    as_(margaret).post(f"/days/2026-11-19/{dose.pk}/1/", sent(dose, did="done", minutes="12.5", metres="800"))
    logged = Set.objects.get(dose__prescription=item)
    assert (logged.minutes, logged.metres, logged.credit) == (Decimal("12.5"), 800, 0.625)
