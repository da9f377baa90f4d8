"""An admin gives and ends roles; it acts on the person's next request."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import actions
from accounts.models import Membership
from tests.factories import make_membership


def roles(user, clinic) -> set[str]:
    return set(
        Membership.objects.filter(user=user, clinic=clinic, ended_at=None).values_list("role", flat=True)
    )


def test_a_therapist_becomes_an_admin_too(as_, ruth, sam, harbour):
    answer = as_(ruth).post(f"/people/{sam.pk}/roles/", {"role": "admin"})
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{sam.pk}/")
    assert roles(sam, harbour) == {"therapist", "admin"}
    assert as_(sam).get("/people/").status_code == 200


@pytest.mark.parametrize("role", ["therapist", "patient", "owner", ""])
def test_a_role_that_cannot_be_given_is_refused_beside_the_field(as_, ruth, sam, harbour, role):
    answer = as_(ruth).post(f"/people/{sam.pk}/roles/", {"role": role})
    assert answer.status_code == 422
    assert answer.context["form"].errors["role"]
    assert roles(sam, harbour) == {"therapist"}


def test_who_left_gets_no_role_without_being_asked(as_, ruth, margaret, harbour):
    membership = margaret.user.memberships.get()
    client = as_(ruth)
    client.post(f"/people/{margaret.user.pk}/roles/{membership.pk}/end/")
    assert roles(margaret.user, harbour) == set()
    answer = client.post(f"/people/{margaret.user.pk}/roles/", {"role": "patient"})
    assert answer.status_code == 422
    assert "Invite them: they decide whether they join." in answer.text
    assert roles(margaret.user, harbour) == set()


def test_a_patient_who_works_here_too_gets_the_patients_role_back(as_, ruth, margaret, harbour):
    make_membership(margaret.user, harbour, "admin")
    membership = margaret.user.memberships.get(role="patient")
    actions.end_role(membership)
    as_(ruth).post(f"/people/{margaret.user.pk}/roles/", {"role": "patient"})
    assert roles(margaret.user, harbour) == {"admin", "patient"}
    assert margaret.user.memberships.count() == 3, "the first stay is history and stays"


def test_nobody_becomes_a_patient_by_a_role_alone(harbour, sam):
    with pytest.raises(ValidationError, match="invitation from their therapist"):
        actions.add_role(user=sam, clinic=harbour, role="patient")


def test_a_stranger_gets_no_role(harbour, otto):
    with pytest.raises(ValidationError, match="not at your clinic now"):
        actions.add_role(user=otto, clinic=harbour, role="admin")
    assert roles(otto, harbour) == set()


def test_an_ended_role_acts_on_the_next_request(as_, ruth, sam, margaret):
    client = as_(sam)
    assert client.get(f"/patients/{margaret.pk}/plan/").status_code == 200
    membership = sam.memberships.get()
    as_(ruth).post(f"/people/{sam.pk}/roles/{membership.pk}/end/")
    assert client.get(f"/patients/{margaret.pk}/plan/").status_code == 404
    membership.refresh_from_db()
    assert abs(membership.ended_at - timezone.now()) < timedelta(minutes=1)


def test_a_role_ends_once(as_, ruth, sam):
    membership = sam.memberships.get()
    actions.end_role(membership)
    ended = Membership.objects.get(pk=membership.pk).ended_at
    answer = as_(ruth).post(f"/people/{sam.pk}/roles/{membership.pk}/end/", follow=True)
    assert "This role has ended already." in answer.content.decode()
    assert Membership.objects.get(pk=membership.pk).ended_at == ended


def test_a_role_of_another_person_is_not_ended_through_this_one(as_, ruth, sam, leah):
    membership = leah.memberships.get()
    assert as_(ruth).post(f"/people/{sam.pk}/roles/{membership.pk}/end/").status_code == 404
    assert Membership.objects.get(pk=membership.pk).ended_at is None


def test_a_role_at_another_clinic_is_not_an_admins_to_end(as_, ruth, sam, northgate):
    membership = make_membership(sam, northgate, "therapist")
    assert as_(ruth).post(f"/people/{sam.pk}/roles/{membership.pk}/end/").status_code == 404
    assert Membership.objects.get(pk=membership.pk).ended_at is None


def test_another_clinics_admin_changes_nothing(as_, ada, sam):
    membership = sam.memberships.get()
    client = as_(ada)
    for address in (
        f"/people/{sam.pk}/roles/",
        f"/people/{sam.pk}/roles/{membership.pk}/end/",
        f"/people/{sam.pk}/deactivate/",
        f"/people/{sam.pk}/reactivate/",
        f"/people/{uuid4()}/deactivate/",
    ):
        assert client.post(address, {"role": "admin"}).status_code == 404
    sam.refresh_from_db()
    assert sam.is_active
    assert list(Membership.objects.filter(user=sam).values_list("role", "ended_at")) == [("therapist", None)]


def test_a_person_page_tells_nothing_of_their_other_clinic(as_, ruth, sam, northgate):
    make_membership(sam, northgate, "therapist")
    assert "Northgate" not in as_(ruth).get(f"/people/{sam.pk}/").content.decode()
