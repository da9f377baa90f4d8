"""Recording, changing and resolving a condition through the pages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from tests.factories import make_condition
from therapy.care import actions
from therapy.care.models import Condition, Patient

As = Callable[[User | Patient | None], Client]


def new(patient: Patient) -> str:
    return f"/patients/{patient.pk}/conditions/new/"


def of(condition: Condition, step: str = "") -> str:
    return f"/patients/{condition.patient_id}/conditions/{condition.pk}/{step}"


def test_a_second_condition_is_recorded(as_: As, sam: User, margaret: Patient) -> None:
    answer = as_(sam).post(new(margaret), {"code": "E11.42", "side": "none", "cause": "diabetes"})
    assert (answer.status_code, answer["Location"]) == (302, f"/patients/{margaret.pk}/")
    condition = margaret.conditions.get(code="E11.42")
    assert (condition.side, condition.cause, condition.clinic) == ("", "diabetes", margaret.clinic)
    assert condition.recorded_by == sam


@pytest.mark.parametrize(
    ("code", "side", "said"),
    [
        ("G57.33", "L", "G57.33 is the code for both legs."),
        ("M21.371", "B", "M21.371 is the code for the right leg."),
        ("G57.30", "none", "The code does not say the side."),
    ],
)
def test_the_side_has_to_be_the_codes(
    as_: As, sam: User, margaret: Patient, code: str, side: str, said: str
) -> None:
    answer = as_(sam).post(new(margaret), {"code": code, "side": side, "cause": "nerve"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["side"][0].startswith(said)
    assert margaret.conditions.count() == 1


@pytest.mark.parametrize(
    ("code", "side"), [("G57.33", "B"), ("G57.30", "R"), ("G57.30", "B"), ("G71.01", "B")]
)
def test_a_side_that_fits_is_taken(as_: As, sam: User, margaret: Patient, code: str, side: str) -> None:
    assert as_(sam).post(new(margaret), {"code": code, "side": side, "cause": "nerve"}).status_code == 302
    assert margaret.conditions.get(code=code).side == side


@pytest.mark.parametrize("code", ["G12.21", "M62.84", "G54.5"])
def test_c1_wasting_excludes_these(as_: As, sam: User, margaret: Patient, code: str) -> None:
    answer = as_(sam).post(new(margaret), {"code": code, "side": "none", "cause": "other"})
    said = answer.context["form"].errors["code"][0]
    assert said.startswith(f"{code} is never coded together with M62.562 (Excludes1).")
    assert "sarcopenia (M62.84)" in said
    assert margaret.conditions.count() == 1


def test_c1_holds_the_other_way_round(as_: As, sam: User, margaret: Patient) -> None:
    margaret.conditions.update(code="G12.21", side="")
    answer = as_(sam).post(new(margaret), {"code": "M62.561", "side": "R", "cause": "nerve"})
    assert "together with G12.21" in answer.context["form"].errors["code"][0]


def test_c2_unspecified_vascular_disease_excludes_atherosclerosis(
    as_: As, sam: User, margaret: Patient
) -> None:
    make_condition(margaret, code="I70.213", side="B", cause="artery")
    answer = as_(sam).post(new(margaret), {"code": "I73.9", "side": "none", "cause": "artery"})
    assert answer.context["form"].errors["code"][0].startswith("I73.9 is never coded together with I70.213")


def test_a_resolved_condition_clashes_with_nothing(as_: As, sam: User, margaret: Patient) -> None:
    margaret.conditions.update(resolved_on=margaret.today)
    answer = as_(sam).post(new(margaret), {"code": "M62.84", "side": "none", "cause": "other"})
    assert answer.status_code == 302


def test_the_same_condition_twice_is_refused(as_: As, sam: User, margaret: Patient) -> None:
    answer = as_(sam).post(new(margaret), {"code": "M62.562", "side": "L", "cause": "nerve"})
    assert answer.context["form"].errors["code"] == [
        "This condition is already on the record, for the same side."
    ]
    assert margaret.conditions.count() == 1


def test_both_legs_wasted_are_two_conditions(as_: As, sam: User, margaret: Patient) -> None:
    as_(sam).post(new(margaret), {"code": "M62.561", "side": "R", "cause": "immobility"})
    assert set(margaret.conditions.values_list("code", "side")) == {("M62.561", "R"), ("M62.562", "L")}


def test_the_page_of_a_condition_shows_what_is_recorded(as_: As, sam: User, margaret: Patient) -> None:
    condition = margaret.conditions.get()
    Condition.objects.filter(pk=condition.pk).update(
        side="L", open_ulcer=False, wb_status="PWB", wb_percent=40, wb_until=date(2026, 12, 12)
    )
    form = as_(sam).get(of(condition)).context["form"]
    assert form["code"].value() == "M62.562"
    assert form["side"].value() == "L"
    assert form["open_ulcer"].value() == "no"
    assert form["loss_of_feeling"].value() is None
    assert (form["wb_status"].value(), form["wb_percent"].value()) == ("PWB", 40)
    assert 'value="2026-12-12"' in str(form["wb_until"])


def test_saving_what_is_shown_changes_nothing(as_: As, sam: User, tomasz: Patient, leah: User) -> None:
    condition = make_condition(
        tomasz, code="E11.42", side="", cause="diabetes", loss_of_feeling=True, df_limit_deg=-5
    )
    before = Condition.objects.filter(pk=condition.pk).values().get()
    client = as_(leah)
    form = client.get(of(condition)).context["form"]
    shown = {bound.name: bound.value() for bound in form}
    shown = {name: value for name, value in shown.items() if value is not None}
    assert client.post(of(condition), shown).status_code == 302
    assert Condition.objects.filter(pk=condition.pk).values().get() == before


def test_an_emptied_limit_becomes_not_recorded(as_: As, sam: User, margaret: Patient) -> None:
    condition = margaret.conditions.get()
    as_(sam).post(of(condition), {"code": "M62.562", "side": "L", "cause": "immobility", "wb_status": ""})
    condition.refresh_from_db()
    assert (condition.wb_status, condition.wb_percent, condition.open_ulcer) == ("", None, None)


def test_a_refused_change_leaves_the_condition_alone(as_: As, sam: User, margaret: Patient) -> None:
    condition = margaret.conditions.get()
    answer = as_(sam).post(
        of(condition), {"code": "M62.562", "side": "R", "cause": "nerve", "brace": "AFO at night"}
    )
    assert answer.status_code == 422
    assert 'value="AFO at night"' in answer.text
    condition.refresh_from_db()
    assert (condition.side, condition.cause, condition.brace) == ("L", "immobility", "")


def test_a_condition_is_resolved_and_opened_again(
    as_: As, sam: User, margaret: Patient, thursday: time_machine.Traveller
) -> None:
    condition = margaret.conditions.get()
    client = as_(sam)
    assert client.post(of(condition, "resolve/"), {"resolved_on": "2026-11-18"}).status_code == 302
    condition.refresh_from_db()
    assert condition.resolved_on == date(2026, 11, 18)
    assert not margaret.conditions.current().exists()
    assert "Resolved on 18 November 2026" in client.get(of(condition)).text
    assert client.post(of(condition, "reopen/")).status_code == 302
    assert margaret.conditions.current().get() == condition


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-20", "This day has not come yet."),
        ("2026-08-31", "This is before the onset."),
        ("", "This field is required."),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    as_: As, sam: User, margaret: Patient, thursday: time_machine.Traveller, day: str, said: str
) -> None:
    margaret.conditions.update(onset=date(2026, 9, 1))
    condition = margaret.conditions.get()
    answer = as_(sam).post(of(condition, "resolve/"), {"resolved_on": day})
    assert answer.status_code == 422
    assert said in answer.text
    condition.refresh_from_db()
    assert condition.resolved_on is None


def test_one_that_clashes_by_now_stays_resolved(as_: As, sam: User, margaret: Patient) -> None:
    condition = margaret.conditions.get()
    actions.resolve_condition(condition, on=margaret.today)
    actions.record_condition(margaret, by=sam, code="M62.84", side="", cause="other")
    answer = as_(sam).post(of(condition, "reopen/"), follow=True)
    assert "never coded together" in answer.text
    condition.refresh_from_db()
    assert condition.resolved_on == margaret.today


def test_resolving_only_by_post(as_: As, sam: User, margaret: Patient) -> None:
    assert as_(sam).get(of(margaret.conditions.get(), "resolve/")).status_code == 405


def test_the_action_refuses_by_the_same_rules(margaret: Patient, sam: User) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.record_condition(
            margaret,
            by=sam,
            code="M62.561",
            side="L",
            cause="nerve",
            onset=margaret.today + timedelta(days=1),
        )
    assert set(refused.value.message_dict) == {"side", "onset"}
    with pytest.raises(ValidationError) as refused:
        actions.record_condition(margaret, by=sam, code="M62.561", side="R", cause="magic")
    assert set(refused.value.message_dict) == {"cause"}
    assert margaret.conditions.count() == 1


def test_the_action_knows_no_other_fields(margaret: Patient, sam: User) -> None:
    fields: dict[str, Any] = {"clinic": None}
    with pytest.raises(TypeError, match="clinic"):
        actions.record_condition(margaret, by=sam, code="M62.561", side="R", cause="nerve", **fields)
