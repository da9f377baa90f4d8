"""A set belongs to a leg that the plan trains in that exercise; one logged for the wrong leg can be moved."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_plan, make_prescription, make_revision
from tests.support.doses import dose_of, sent
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.logbook.actions import record_set
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Correction, Set
from therapy.logbook.validation import Refused
from therapy.plans.models import Dose, Revision

As = Callable[[User | Patient | None], Client]


def test_a_leg_that_the_plan_does_not_train_is_refused_beside_its_field(
    as_: As, margaret: Patient, stand_both: Dose
) -> None:
    said = sent(stand_both, did="done", side="R", reps="7", pain="3", note="wobbly")
    answer = as_(margaret).post(f"/days/2026-11-19/{stand_both.pk}/1/", said)
    form = answer.context["form"]
    assert form.errors == {"side": ["The plan does not train the right leg in this exercise."]}
    assert "The plan does not train the right leg in this exercise." in answer.content.decode()
    assert (form["reps"].value(), form["pain"].value(), form["note"].value()) == ("7", "3", "wobbly")
    assert not Set.objects.exists()


def test_a_dose_of_an_older_revision_is_refused_by_its_leg(
    margaret: Patient, heel_left: Dose, heel_right: Dose, revision: Revision, heel_raise: Exercise
) -> None:
    """The new revision, long in force, trains the left leg alone."""
    newer = make_revision(revision.plan, effective_from=date(2026, 11, 10))
    make_prescription(newer, heel_raise, {"L": {"sets": 3, "reps": 10}})
    entry = SetEntry(dose=heel_right, number=1, outcome="as_prescribed")
    with pytest.raises(Refused) as refused:
        record_set(patient=margaret, day=margaret.today, entry=entry, by=margaret.user)
    assert refused.value.errors == {"side": "The plan does not train the right leg in this exercise."}


def test_an_exercise_that_is_not_in_the_plan_is_refused(
    margaret: Patient, tomasz: Patient, heel_left: Dose, heel_raise: Exercise, wall_stretch: Exercise
) -> None:
    other = make_revision(make_plan(tomasz))
    make_prescription(other, wall_stretch, {"R": {"sets": 1, "reps": 2}})
    entry = SetEntry(
        dose=dose_of(other, "wall-calf-stretch-straight", "R"), number=1, outcome="as_prescribed"
    )
    nothing = make_revision(heel_left.prescription.phase.revision.plan, effective_from=date(2026, 11, 1))
    make_prescription(nothing, heel_raise, {"L": {"sets": 1, "reps": 8}})
    with pytest.raises(Refused) as refused:
        record_set(patient=margaret, day=margaret.today, entry=entry, by=margaret.user)
    assert refused.value.errors == {"side": "This exercise is not in the plan of that day."}
    assert not Set.objects.exists()


def test_a_set_of_the_wrong_leg_is_moved_and_its_old_leg_kept(
    as_: As, margaret: Patient, heel_left: Dose, heel_right: Dose
) -> None:
    client = as_(margaret)
    client.post(f"/days/2026-11-19/{heel_left.pk}/2/", sent(heel_left, did="done", reps="6"))
    logged = Set.objects.get()
    page = f"/sessions/{logged.session_id}/sets/{logged.pk}/"
    client.post(page, sent(heel_left, did="done", reps="6", side="R", set_id=str(logged.pk)))
    logged.refresh_from_db()
    assert (logged.side, logged.dose, logged.number) == ("R", heel_right, 2)
    correction = Correction.objects.get()
    assert correction.what == "One-leg heel raise, Left leg, set 2"
    assert correction.before["side"] == "L"
    assert correction.after["side"] == "R"
    assert correction.before["dose_id"] == str(heel_left.pk)


def test_a_moved_set_takes_the_next_free_number(
    as_: As, margaret: Patient, heel_left: Dose, heel_right: Dose
) -> None:
    client = as_(margaret)
    client.post(f"/days/2026-11-19/{heel_right.prescription_id}/", {"dose": heel_right.pk, "number": "1"})
    client.post(f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, did="done", reps="8"))
    wrong = Set.objects.get(side="L")
    client.post(
        f"/sessions/{wrong.session_id}/sets/{wrong.pk}/",
        sent(heel_left, did="done", reps="8", side="R", set_id=str(wrong.pk)),
    )
    assert list(Set.objects.filter(side="R").values_list("number", flat=True).order_by("number")) == [1, 2]
    assert not Set.objects.filter(side="L").exists()


def test_someone_elses_dose_has_no_page(
    as_: As, margaret: Patient, tomasz: Patient, heel_left: Dose, heel_raise: Exercise
) -> None:
    other = make_revision(make_plan(tomasz))
    make_prescription(other, heel_raise, {"R": {"sets": 1, "reps": 8}})
    dose = dose_of(other, "heel-raise-single", "R")
    client = as_(margaret)
    assert client.get(f"/days/2026-11-19/{dose.pk}/1/").status_code == 404
    assert client.post(f"/days/2026-11-19/{dose.pk}/1/", sent(dose, did="done")).status_code == 404
    assert client.get(f"/days/2026-11-19/{dose.prescription_id}/").status_code == 404
    assert client.get(f"/days/2026-11-19/{uuid4()}/").status_code == 404
