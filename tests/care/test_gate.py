"""Who may open care's pages about Margaret: her therapist today, and nobody else. Everyone else gets 404."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import Membership, User
from tests.factories import make_clinic, make_patient, make_team_member, make_user
from therapy.base import clock
from therapy.care import actions
from therapy.care.models import CareTeamMember, Patient

As = Callable[[User | Patient | None], Client]


def addresses(patient: Patient) -> list[str]:
    condition = patient.conditions.get()
    membership = patient.care_team.get(lead=True)
    base = f"/patients/{patient.pk}"
    return [
        f"{base}/edit/",
        f"{base}/conditions/new/",
        f"{base}/conditions/{condition.pk}/",
        f"{base}/conditions/{condition.pk}/resolve/",
        f"{base}/conditions/{condition.pk}/reopen/",
        f"{base}/team/",
        f"{base}/team/{membership.pk}/end/",
        f"{base}/team/{membership.pk}/lead/",
        f"{base}/invite/",
    ]


READ = {200, 405}  # what only takes a post answers 405 to who may post


def test_her_therapist_may(as_: As, sam: User, margaret: Patient) -> None:
    client = as_(sam)
    assert {client.get(address).status_code for address in addresses(margaret)} == READ


@pytest.mark.parametrize("who", ["leah", "ruth", "otto", "ada", "nils", "tomasz", "margaret"])
@pytest.mark.parametrize("htmx", [False, True])
def test_nobody_else_may(
    as_: As, margaret: Patient, who: str, htmx: bool, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    client = as_(person)
    headers = {"HX-Request": "true"} if htmx else {}
    before = (margaret.conditions.count(), margaret.care_team.filter(until=None).count())
    for address in addresses(margaret):
        assert client.get(address, headers=headers).status_code == 404, address
        assert client.post(address, {"therapist": ""}, headers=headers).status_code == 404, address
    assert (margaret.conditions.count(), margaret.care_team.filter(until=None).count()) == before


def test_absent_answers_as_forbidden(as_: As, sam: User, leah: User, margaret: Patient) -> None:
    absent = "00000000-0000-4000-8000-000000000000"
    for address in addresses(margaret):
        forbidden = as_(leah).get(address)
        gone = as_(sam).get(address.replace(str(margaret.pk), absent))
        assert (forbidden.status_code, gone.status_code) == (404, 404)


def test_nobody_signs_in_first(as_: As, margaret: Patient) -> None:
    for address in addresses(margaret):
        answer = as_(None).get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={address}")


def test_a_deactivated_therapist_of_the_team_may_not(as_: As, margaret: Patient, ivy: User) -> None:
    for address in addresses(margaret):
        assert as_(ivy).get(address).status_code in {302, 404}
    assert not Patient.objects.visible_to(ivy).exists()


def test_who_left_the_team_is_out_of_the_record_at_once(
    as_: As, margaret: Patient, sam: User, leah: User
) -> None:
    membership = actions.join_team(margaret, leah)
    client = as_(leah)
    assert client.get(f"/patients/{margaret.pk}/edit/").status_code == 200
    actions.leave_team(membership)
    assert client.get(f"/patients/{margaret.pk}/edit/").status_code == 404


def test_an_ended_membership_closes_the_record_at_once(as_: As, margaret: Patient, sam: User) -> None:
    client = as_(sam)
    assert client.get(f"/patients/{margaret.pk}/edit/").status_code == 200
    Membership.objects.filter(user=sam).update(ended_at=clock.now())
    assert client.get(f"/patients/{margaret.pk}/edit/").status_code == 404


def test_a_membership_that_begins_tomorrow_opens_nothing_today(margaret: Patient, leah: User) -> None:
    make_team_member(margaret, leah, since=margaret.today + timedelta(days=1))
    assert not Patient.objects.treated_by(leah).filter(pk=margaret.pk).exists()


def test_a_condition_of_another_patient_is_not_found_under_this_one(
    as_: As, sam: User, margaret: Patient, tomasz: Patient
) -> None:
    other = tomasz.conditions.get()
    assert as_(sam).get(f"/patients/{margaret.pk}/conditions/{other.pk}/").status_code == 404
    membership = tomasz.care_team.get()
    assert as_(sam).post(f"/patients/{margaret.pk}/team/{membership.pk}/end/").status_code == 404
    membership.refresh_from_db()
    assert membership.until is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "moment", "local_day"),
    [
        # It is the 20th in Auckland and still the 19th in UTC; still the 19th in Los Angeles and the 20th in UTC.
        ("Pacific/Auckland", datetime(2026, 11, 19, 20, 0, tzinfo=UTC), date(2026, 11, 20)),
        ("America/Los_Angeles", datetime(2026, 11, 20, 3, 0, tzinfo=UTC), date(2026, 11, 19)),
    ],
)
def test_a_membership_begins_and_ends_by_the_clinics_own_day(
    zone: str, moment: datetime, local_day: date
) -> None:
    clinic = make_clinic(time_zone=zone)
    lead, second = make_user(clinic, "therapist"), make_user(clinic, "therapist")
    with time_machine.travel(moment, tick=False):
        patient = make_patient(clinic, lead)
        membership = actions.join_team(patient, second)
        assert membership.since == local_day
        assert Patient.objects.treated_by(second).get() == patient
        actions.leave_team(membership)
        assert CareTeamMember.objects.get(pk=membership.pk).until == local_day
        assert not Patient.objects.treated_by(second).exists()
