"""`/patients/new/`: a person, their first condition, and the therapist who adds them as lead."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Clinic, User
from tests.factories import make_membership
from therapy.care.models import CareTeamMember, Condition, Patient

As = Callable[[User | Patient | None], Client]

PERSON = {"name": "Edith Marsh", "birth_date": "1958-02-03", "email": "edith@example.org", "sex": "F"}
CONDITION = {"code": "M62.562", "side": "L", "cause": "immobility"}


def post(client: Client, **changes: Any) -> Any:
    return client.post("/patients/new/", PERSON | CONDITION | changes)


def test_the_form_asks_for_a_person_and_a_condition(as_: As, sam: User) -> None:
    page = as_(sam).get("/patients/new/").text
    assert "Add a patient" in page
    assert "Empty means not recorded, never no limit." in page
    assert 'name="clinic"' not in page


def test_a_patient_is_added_with_condition_and_team(
    as_: As, sam: User, harbour: Clinic, thursday: time_machine.Traveller
) -> None:
    answer = post(
        as_(sam),
        onset="2026-09-01",
        wb_status="PWB",
        wb_percent="50",
        wb_until="2026-12-12",
        df_limit_deg="0",
        df_limit_until="2026-12-20",
        stretch_allowed_from="2026-12-01",
        loss_of_feeling="no",
        brace="boot",
    )
    patient = Patient.objects.get(name="Edith Marsh")
    assert (answer.status_code, answer["Location"]) == (302, f"/patients/{patient.pk}/")
    assert (patient.clinic, patient.user, patient.created_by) == (harbour, None, sam)
    assert (patient.birth_date, patient.email, patient.sex) == (date(1958, 2, 3), "edith@example.org", "F")
    membership = CareTeamMember.objects.get(patient=patient)
    assert (membership.therapist, membership.lead) == (sam, True)
    assert (membership.since, membership.until) == (date(2026, 11, 19), None)
    assert membership.clinic == harbour
    condition = Condition.objects.get(patient=patient)
    assert (condition.clinic, condition.recorded_by) == (harbour, sam)
    assert (condition.code, condition.side, condition.cause) == ("M62.562", "L", "immobility")
    assert (condition.onset, condition.wb_status, condition.wb_percent) == (date(2026, 9, 1), "PWB", 50)
    assert (condition.wb_until, condition.df_limit_deg) == (date(2026, 12, 12), 0)
    assert (condition.df_limit_until, condition.stretch_allowed_from) == (
        date(2026, 12, 20),
        date(2026, 12, 1),
    )
    assert (condition.loss_of_feeling, condition.open_ulcer, condition.brace) == (False, None, "boot")
    assert (condition.single_leg_from, condition.limits_set_by) == (None, "")


@pytest.mark.parametrize("code", ["m62562", "M62.562 ", "m62.562"])
def test_a_code_can_be_typed_as_people_do(as_: As, sam: User, code: str) -> None:
    assert post(as_(sam), code=code).status_code == 302
    assert Condition.objects.get(patient__name="Edith Marsh").code == "M62.562"


def test_words_give_a_list_to_choose_from_without_javascript(as_: As, sam: User) -> None:
    client = as_(sam)
    answer = post(client, code="drop foot", side="R", cause="nerve")
    assert answer.status_code == 422
    assert 'value="M21.371"' in answer.text
    assert "Edith Marsh" in answer.text
    assert not Patient.objects.filter(name="Edith Marsh").exists()
    assert post(client, code="drop foot", code_choice="M21.371", side="R", cause="nerve").status_code == 302
    assert Condition.objects.get(patient__name="Edith Marsh").code == "M21.371"


def test_a_choice_that_does_not_fit_the_words_is_no_choice(as_: As, sam: User) -> None:
    answer = post(as_(sam), code="foot drop", code_choice="M62.562")
    assert "This code is not in the list." in answer.text
    assert not Condition.objects.filter(patient__name="Edith Marsh").exists()


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": " "}, "name", "This field is required."),
        ({"birth_date": "1890-01-01"}, "birth_date", "This is more than 120 years ago."),
        ({"birth_date": "2026-11-20"}, "birth_date", "This day has not come yet."),
        ({"birth_date": "yesterday"}, "birth_date", "Enter a valid date."),
        ({"email": "edith"}, "email", "Enter a valid email address."),
        ({"sex": "X"}, "sex", "Select a valid choice."),
        ({"code": "M99.999"}, "code", "This code is not in the list."),
        ({"code": ""}, "code", "This field is required."),
        ({"side": "R"}, "side", "M62.562 is the code for the left leg."),
        ({"side": ""}, "side", "This field is required."),
        ({"side": "none"}, "side", "M62.562 is the code for the left leg."),
        ({"cause": ""}, "cause", "This field is required."),
        ({"onset": "2026-11-20"}, "onset", "This day has not come yet."),
        ({"onset": "1958-02-02"}, "onset", "This is before the date of birth."),
        ({"wb_percent": "50"}, "wb_percent", "goes with “Part weight” only."),
        ({"wb_status": "FWB", "wb_percent": "50"}, "wb_percent", "goes with “Part weight” only."),
        ({"wb_status": "PWB", "wb_percent": "100"}, "wb_percent", "less than or equal to 99"),
        ({"wb_until": "2026-12-12"}, "wb_status", "Say which weight is allowed"),
        ({"df_limit_until": "2026-12-12"}, "df_limit_deg", "Say how far the toes may go up"),
        ({"df_limit_deg": "60"}, "df_limit_deg", "less than or equal to 45"),
        ({"onset": "2026-11-01", "impact_from": "2026-10-31"}, "impact_from", "This is before the onset."),
        ({"single_leg_from": "2126-01-01"}, "single_leg_from", "more than five years ahead"),
        ({"heart_lung_cleared_on": "2026-11-20"}, "heart_lung_cleared_on", "This day has not come yet."),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_changes_nothing(
    as_: As,
    sam: User,
    thursday: time_machine.Traveller,
    changes: dict[str, str],
    field: str,
    said: str,
) -> None:
    answer = post(as_(sam), **changes)
    assert answer.status_code == 422
    errors = answer.context["person"].errors | answer.context["form"].errors
    assert list(errors) == [field]
    assert said in errors[field][0]
    assert f'id="error_1_id_{field}"' in answer.text
    kept = {"name": "Edith Marsh", "email": "edith@example.org"} | changes
    for name, typed in kept.items():
        if typed.strip() and name in answer.context["person"].fields:
            assert answer.context["person"][name].value() == typed
    assert not Patient.objects.filter(created_by=sam, name="Edith Marsh").exists()


def test_all_mistakes_are_said_at_once(as_: As, sam: User) -> None:
    answer = post(as_(sam), name="", code="M62.562", side="R", wb_percent="200")
    errors = answer.context["person"].errors | answer.context["form"].errors
    assert set(errors) == {"name", "side", "wb_percent"}
    assert "Nothing was saved yet" in answer.text


def test_who_works_at_two_clinics_chooses_one(as_: As, sam: User, northgate: Clinic, harbour: Clinic) -> None:
    make_membership(sam, northgate, "therapist")
    client = as_(sam)
    assert 'name="clinic"' in client.get("/patients/new/").text
    assert post(client).context["person"].errors["clinic"] == ["This field is required."]
    assert post(client, clinic=str(northgate.pk)).status_code == 302
    patient = Patient.objects.get(name="Edith Marsh")
    assert patient.clinic == northgate
    assert patient.care_team.get().clinic == northgate
    assert patient.conditions.get().clinic == northgate


def test_a_clinic_from_the_form_counts_for_nothing_with_one_clinic(
    as_: As, sam: User, harbour: Clinic, northgate: Clinic
) -> None:
    post(as_(sam), clinic=str(northgate.pk))
    assert Patient.objects.get(name="Edith Marsh").clinic == harbour


def test_another_clinic_cannot_be_chosen(as_: As, sam: User, northgate: Clinic) -> None:
    make_membership(sam, northgate, "admin")
    post(as_(sam), clinic=str(northgate.pk))
    assert not Patient.objects.filter(clinic=northgate).exists()


@pytest.mark.parametrize("who", ["margaret", "ruth", "ada"])
def test_only_therapists(as_: As, who: str, request: pytest.FixtureRequest) -> None:
    client = as_(request.getfixturevalue(who))
    assert client.get("/patients/new/").status_code == 404
    assert post(client).status_code == 404
    assert not Patient.objects.filter(name="Edith Marsh").exists()
