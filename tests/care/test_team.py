"""The care team: who joins, who leads, who leaves; never a team without a therapist."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Clinic, Membership, User
from tests.factories import make_team_member, make_user
from therapy.base import clock
from therapy.care import actions
from therapy.care.models import Patient

As = Callable[[User | Patient | None], Client]


def test_the_page_lists_memberships_and_who_could_join(
    as_: As, sam: User, leah: User, otto: User, ruth: User, margaret: Patient
) -> None:
    page = as_(sam).get(f"/patients/{margaret.pk}/team/")
    assert "Sam Osei" in page.text
    assert "The last therapist cannot leave." in page.text
    assert list(page.context["form"].fields["therapist"].queryset) == [leah]


def test_a_therapist_of_the_clinic_joins(
    as_: As, sam: User, leah: User, margaret: Patient, thursday: time_machine.Traveller
) -> None:
    answer = as_(sam).post(f"/patients/{margaret.pk}/team/", {"therapist": str(leah.pk)})
    assert (answer.status_code, answer["Location"]) == (302, f"/patients/{margaret.pk}/team/")
    membership = margaret.care_team.get(therapist=leah)
    assert (membership.since, membership.until, membership.lead, membership.clinic) == (
        date(2026, 11, 19),
        None,
        False,
        margaret.clinic,
    )
    assert as_(leah).get(f"/patients/{margaret.pk}/team/").status_code == 200


@pytest.mark.parametrize("who", ["otto", "ruth", "sam"])
def test_nobody_else_joins(
    as_: As, sam: User, margaret: Patient, who: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    answer = as_(sam).post(f"/patients/{margaret.pk}/team/", {"therapist": str(person.pk)})
    assert answer.status_code == 422
    assert "therapist" in answer.context["form"].errors
    assert margaret.care_team.count() == 1
    with pytest.raises(ValidationError):
        actions.join_team(margaret, person)


def test_the_last_membership_cannot_be_ended(as_: As, sam: User, margaret: Patient) -> None:
    membership = margaret.care_team.get()
    answer = as_(sam).post(f"/patients/{margaret.pk}/team/{membership.pk}/end/", follow=True)
    assert "The last therapist cannot leave." in answer.text
    membership.refresh_from_db()
    assert membership.until is None


def test_one_whose_colleagues_are_gone_is_the_last(
    sam: User, leah: User, ivy: User, margaret: Patient
) -> None:
    """Ivy's account is off and Leah's role has ended: their open memberships open nothing, so Sam has to stay."""
    leahs = actions.join_team(margaret, leah)
    Membership.objects.filter(user=leah).update(ended_at=clock.now())
    assert margaret.care_team.filter(until=None).count() == 3
    sams = margaret.care_team.get(therapist=sam)
    with pytest.raises(ValidationError, match="last therapist"):
        actions.leave_team(sams)
    actions.leave_team(leahs)
    assert margaret.care_team.get(therapist=leah).until is not None


def test_the_lead_is_handed_on_before_leaving(as_: As, sam: User, leah: User, margaret: Patient) -> None:
    sams, leahs = margaret.care_team.get(), actions.join_team(margaret, leah)
    client = as_(sam)
    end = f"/patients/{margaret.pk}/team/{sams.pk}/end/"
    assert "The lead cannot leave." in client.post(end, follow=True).text
    client.post(f"/patients/{margaret.pk}/team/{leahs.pk}/lead/")
    assert margaret.care_team.get(lead=True).therapist == leah
    answer = client.post(end)
    assert (answer.status_code, answer["Location"]) == (302, "/patients/")
    assert client.get(f"/patients/{margaret.pk}/team/").status_code == 404
    assert as_(leah).get(f"/patients/{margaret.pk}/team/").status_code == 200


def test_ending_anothers_membership_stays_on_the_page(
    as_: As, sam: User, leah: User, margaret: Patient
) -> None:
    leahs = actions.join_team(margaret, leah)
    answer = as_(sam).post(f"/patients/{margaret.pk}/team/{leahs.pk}/end/")
    assert answer["Location"] == f"/patients/{margaret.pk}/team/"
    page = as_(sam).get(f"/patients/{margaret.pk}/team/")
    assert [membership.therapist for membership in page.context["past"]] == [leah]


def test_who_left_can_come_back(sam: User, leah: User, margaret: Patient) -> None:
    actions.leave_team(actions.join_team(margaret, leah))
    actions.join_team(margaret, leah)
    assert Patient.objects.treated_by(leah).filter(pk=margaret.pk).exists()


def test_an_ended_membership_neither_ends_nor_leads_again(sam: User, leah: User, margaret: Patient) -> None:
    membership = actions.join_team(margaret, leah)
    actions.leave_team(membership)
    with pytest.raises(ValidationError, match="ended already"):
        actions.leave_team(membership)
    with pytest.raises(ValidationError, match="ended already"):
        actions.make_lead(membership)


def test_who_is_no_therapist_any_more_cannot_lead(sam: User, ivy: User, margaret: Patient) -> None:
    with pytest.raises(ValidationError, match="no longer a therapist"):
        actions.make_lead(margaret.care_team.get(therapist=ivy))
    assert margaret.care_team.get(lead=True).therapist == sam


def test_joining_as_lead_takes_the_lead_over(sam: User, leah: User, margaret: Patient) -> None:
    actions.join_team(margaret, leah, lead=True)
    assert [membership.therapist for membership in margaret.care_team.filter(lead=True)] == [leah]


def test_queries_do_not_grow_with_the_team(
    as_: As,
    harbour: Clinic,
    sam: User,
    leah: User,
    margaret: Patient,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_(sam)
    address = f"/patients/{margaret.pk}/team/"
    # transaction (2), session with roles, patient, memberships, who could join: any, and the list
    with django_assert_num_queries(10):
        client.get(address)
    for number in range(8):
        make_team_member(margaret, make_user(harbour, "therapist"))
        make_user(harbour, "therapist", name=f"Not yet {number}")
    with django_assert_num_queries(10):
        client.get(address)
