"""A skipped set is kept as skipped, with its reason, and has no amount."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.support.doses import sent
from therapy.care.models import Patient
from therapy.logbook.models import Set
from therapy.plans.models import Dose

As = Callable[[User | Patient | None], Client]


def test_a_skipped_set_keeps_its_reason(as_: As, margaret: Patient, heel_left: Dose) -> None:
    as_(margaret).post(
        f"/days/2026-11-19/{heel_left.pk}/2/", sent(heel_left, did="skipped", skip_reason="pain", pain="6")
    )
    logged = Set.objects.get()
    assert (logged.number, logged.outcome, logged.skip_reason) == (2, "skipped", "pain")
    assert (logged.reps, logged.credit, logged.pain) == (None, 0.0, 6)


@pytest.mark.parametrize(
    ("reason", "credit"), [("ill", None), ("pain", 0.0), ("tired", 0.0), ("time", 0.0), ("other", 0.0)]
)
def test_illness_is_excused_and_any_other_reason_is_not(
    as_: As, margaret: Patient, heel_left: Dose, reason: str, credit: float | None
) -> None:
    as_(margaret).post(
        f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, did="skipped", skip_reason=reason)
    )
    assert Set.objects.get().credit == credit


@pytest.mark.parametrize(
    ("said", "field", "message"),
    [
        ({}, "skip_reason", "Pick the closest reason."),
        ({"skip_reason": "pain", "reps": "3"}, "reps", "A skipped set has no amount."),
        ({"skip_reason": "bored"}, "skip_reason", "Select a valid choice"),
    ],
)
def test_a_skip_that_cannot_be_is_refused(
    as_: As, margaret: Patient, heel_left: Dose, said: dict[str, Any], field: str, message: str
) -> None:
    answer = as_(margaret).post(f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, did="skipped", **said))
    assert message in " ".join(answer.context["form"].errors[field])
    assert not Set.objects.exists()


def test_a_done_set_has_no_reason(as_: As, margaret: Patient, heel_left: Dose) -> None:
    answer = as_(margaret).post(
        f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, did="done", reps="8", skip_reason="time")
    )
    assert answer.context["form"].errors["skip_reason"] == ["Only a skipped set has a reason."]
    assert not Set.objects.exists()


def test_none_of_it_is_a_skipped_set(as_: As, margaret: Patient, heel_left: Dose) -> None:
    answer = as_(margaret).post(f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, did="done", reps="0"))
    assert answer.context["form"].errors["reps"] == ["If you did none of it, choose “No, I skipped it”."]
    assert not Set.objects.exists()


def test_a_done_set_that_turns_out_skipped_gives_up_its_amounts(
    as_: As, margaret: Patient, heel_left: Dose
) -> None:
    """The form still holds the old repetitions; they were not typed anew, so they are no contradiction."""
    client, page = as_(margaret), f"/days/2026-11-19/{heel_left.pk}/1/"
    client.post(page, sent(heel_left, did="done", reps="8", hold_s="1"))
    client.post(page, sent(heel_left, did="skipped", skip_reason="tired", reps="8", hold_s="1"))
    logged = Set.objects.get()
    assert (logged.outcome, logged.reps, logged.hold_s, logged.credit) == ("skipped", None, None, 0.0)


def test_a_skipped_set_that_turns_out_done_gives_up_its_reason(
    as_: As, margaret: Patient, heel_left: Dose
) -> None:
    client, page = as_(margaret), f"/days/2026-11-19/{heel_left.pk}/1/"
    client.post(page, sent(heel_left, did="skipped", skip_reason="tired"))
    client.post(page, sent(heel_left, did="done", skip_reason="tired", reps="8"))
    logged = Set.objects.get()
    assert (logged.outcome, logged.skip_reason, logged.reps) == ("done", "", 8)
