"""Giving a patient a plan: what is offered, what is refused, and the draft that comes of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_condition
from tests.support.page_text import tight
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.plans.models import Dose, Plan, Programme, ProgrammeItem, ProgrammePhase, Revision

As = Callable[[User | Patient | None], Client]


@pytest.fixture
def programme(heel_raise: Exercise, sit_to_stand: Exercise) -> Programme:
    """One phase: a heel raise for the affected leg, a sit to stand for both."""
    programme = Programme.objects.create(
        slug="calf-rebuild",
        title="Calf rebuild",
        meant_for="Wasting after a cast.",
        not_for="Unhealed fracture.",
        code_hints=["M62.562"],
    )
    phase = ProgrammePhase.objects.create(programme=programme, number=1, title="Wake up", weeks="1-2")
    ProgrammeItem.objects.create(
        phase=phase, order=1, exercise=heel_raise, side_rule="affected", sets=3, reps=8, days_per_week=3
    )
    ProgrammeItem.objects.create(
        phase=phase, order=2, exercise=sit_to_stand, side_rule="both", sets=2, reps=10, days_per_week=3
    )
    return programme


@pytest.fixture
def other_programme(db: None) -> Programme:
    programme = Programme.objects.create(
        slug="a-gentle-one", title="A gentle one", meant_for="Artery disease.", code_hints=["I73.9"]
    )
    ProgrammePhase.objects.create(programme=programme, number=1, title="Walk")
    return programme


def form(chosen: Programme, patient: Patient, **changed: Any) -> dict[str, Any]:
    said = {"programme": str(chosen.pk), "affected_side": "L", "starts_on": patient.today.isoformat()}
    return {name: value for name, value in (said | changed).items() if value is not None}


def test_what_fits_comes_first_and_the_leg_is_suggested(
    as_: As, sam: User, margaret: Patient, programme: Programme, other_programme: Programme
) -> None:
    answer = as_(sam).get(f"/patients/{margaret.pk}/plan/new/")
    assert [(c["programme"].title, c["fits"]) for c in answer.context["choices"]] == [
        ("Calf rebuild", True),
        ("A gentle one", False),
    ]
    assert answer.context["form"]["affected_side"].value() == "L"
    page = answer.content.decode()
    assert "Wasting after a cast." in page
    assert "Unhealed fracture." in page
    assert '<input type="radio" name="affected_side" value="L"' in tight(page)


def test_no_leg_is_suggested_where_no_condition_names_one(
    as_: As, sam: User, margaret: Patient, programme: Programme
) -> None:
    margaret.conditions.all().delete()
    make_condition(margaret, code="E11.42", side="", cause="diabetes")
    answer = as_(sam).get(f"/patients/{margaret.pk}/plan/new/")
    assert answer.context["form"]["affected_side"].value() is None
    assert "name no leg" in answer.content.decode()


def test_conditions_of_both_sides_suggest_both(
    as_: As, sam: User, margaret: Patient, programme: Programme
) -> None:
    make_condition(margaret, code="M62.561", side="R")
    answer = as_(sam).get(f"/patients/{margaret.pk}/plan/new/")
    assert answer.context["form"]["affected_side"].value() == "B"


def test_assigning_makes_a_draft_for_the_chosen_leg(
    as_: As, sam: User, margaret: Patient, programme: Programme
) -> None:
    answer = as_(sam).post(f"/patients/{margaret.pk}/plan/new/", form(programme, margaret, affected_side="R"))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/patients/{margaret.pk}/plan/draft/")
    plan = Plan.objects.get(patient=margaret)
    assert (plan.programme, plan.title, plan.affected_side, plan.created_by) == (
        programme,
        "Calf rebuild",
        "R",
        sam,
    )
    revision = Revision.objects.get(plan=plan)
    assert (revision.number, revision.published_at, revision.author) == (1, None, sam)
    doses = Dose.objects.filter(prescription__phase__revision=revision)
    assert set(doses.values_list("prescription__exercise__slug", "side", "sets", "reps")) == {
        ("heel-raise-single", "R", 3, 8),
        ("sit-to-stand", "B", 2, 10),
    }


def test_a_blank_plan_has_one_empty_phase(
    as_: As, sam: User, margaret: Patient, programme: Programme
) -> None:
    said = form(programme, margaret, programme="blank", title="Own words", weeks="6")
    as_(sam).post(f"/patients/{margaret.pk}/plan/new/", said)
    plan = Plan.objects.get(patient=margaret)
    assert (plan.title, plan.weeks, plan.programme) == ("Own words", 6, None)
    phase = plan.revisions.get().phases.get()
    assert (phase.is_current, phase.prescriptions.count()) == (True, 0)
    assert as_(sam).get(f"/patients/{margaret.pk}/plan/draft/").status_code == 200


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"programme": None}, "programme", "Choose a programme"),
        ({"programme": "7"}, "programme", "valid choice"),
        ({"affected_side": None}, "affected_side", "Choose the affected leg."),
        ({"affected_side": "X"}, "affected_side", "valid choice"),
        ({"starts_on": "31 February"}, "starts_on", "valid date"),
        ({"starts_on": "2019-01-01"}, "starts_on", "within a year of today"),
        ({"programme": "blank"}, "title", "Give the blank plan a title."),
        ({"programme": "blank", "title": "X", "weeks": "5000"}, "weeks", "less than or equal to 104"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_changes_nothing(
    as_: As,
    sam: User,
    margaret: Patient,
    programme: Programme,
    changed: dict[str, Any],
    field: str,
    words: str,
) -> None:
    answer = as_(sam).post(f"/patients/{margaret.pk}/plan/new/", form(programme, margaret, **changed))
    assert answer.status_code == 200
    assert words in str(answer.context["form"].errors[field])
    assert words in answer.content.decode()
    for name, value in changed.items():
        assert value is None or answer.context["form"][name].value() == value
    assert not Plan.objects.exists()


def test_a_programme_of_another_clinic_is_no_choice(
    as_: As, sam: User, margaret: Patient, nils: Patient, programme: Programme
) -> None:
    theirs = Programme.objects.create(clinic=nils.clinic, slug="theirs", title="Theirs")
    assert "Theirs" not in as_(sam).get(f"/patients/{margaret.pk}/plan/new/").content.decode()
    as_(sam).post(f"/patients/{margaret.pk}/plan/new/", form(theirs, margaret))
    assert not Plan.objects.exists()


def test_only_one_plan_runs(as_: As, sam: User, margaret: Patient, plan: Plan, programme: Programme) -> None:
    answer = as_(sam).post(f"/patients/{margaret.pk}/plan/new/", form(programme, margaret), follow=True)
    assert answer.redirect_chain == [(f"/patients/{margaret.pk}/plan/", 302)]
    assert "running plan already" in answer.content.decode()
    assert Plan.objects.get() == plan


def test_a_plan_cannot_begin_inside_an_earlier_one(
    as_: As, sam: User, margaret: Patient, plan: Plan, programme: Programme
) -> None:
    Plan.objects.filter(pk=plan.pk).update(ended_on=margaret.today)
    day = (margaret.today - timedelta(days=3)).isoformat()
    answer = as_(sam).post(f"/patients/{margaret.pk}/plan/new/", form(programme, margaret, starts_on=day))
    assert "earlier plan" in str(answer.context["form"].errors["starts_on"])
    assert Plan.objects.count() == 1
