"""A patient is invited by mail, accepts, and opens the right record."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.actions import accept_invitation
from accounts.models import Clinic, Invitation, Membership, User
from tests.factories import make_patient, make_user
from tests.support.jobs import run_jobs, sent_mails
from therapy.base import clock
from therapy.care import actions, invitations
from therapy.care.models import Patient

As = Callable[[User | Patient | None], Client]


@pytest.fixture
def edith(sam: User) -> Patient:
    """A patient of Sam's who does not sign in yet."""
    return make_patient(sam.memberships.get().clinic, sam, name="Edith Marsh", email="edith@example.org")


def invite(client: Client, patient: Patient) -> str:
    return client.post(f"/patients/{patient.pk}/invite/", follow=True).text


def test_the_patient_gets_a_mail_and_then_the_record(as_: As, sam: User, edith: Patient) -> None:
    page = invite(as_(sam), edith)
    assert "on its way to edith@example.org" in page
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.subject_id, invitation.clinic) == ("patient", edith.pk, edith.clinic)
    assert (invitation.name, invitation.invited_by) == ("Edith Marsh", sam)
    assert sent_mails()[0].to == ["edith@example.org"]
    assert re.search(r"/invitation/[\w-]+/", str(sent_mails()[0].body))
    user = accept_invitation(invitation, name="Edith Marsh", password="a-long-enough-password")
    edith.refresh_from_db()
    assert edith.user == user
    assert Patient.objects.visible_to(user).get() == edith


def test_a_second_click_sends_a_new_link_for_the_same_invitation(as_: As, sam: User, edith: Patient) -> None:
    client = as_(sam)
    invite(client, edith)
    first = Invitation.objects.get().token_digest
    assert len(sent_mails()) == 1
    assert "Send a new link" in client.get(f"/patients/{edith.pk}/team/").text
    invite(client, edith)
    assert Invitation.objects.get().token_digest != first
    assert len(sent_mails()) == 2


def test_one_that_ran_out_is_said_and_renewed(as_: As, sam: User, edith: Patient) -> None:
    client = as_(sam)
    invite(client, edith)
    Invitation.objects.update(expires_at=clock.now() - timedelta(days=1))
    assert "has run out" in client.get(f"/patients/{edith.pk}/team/").text
    invite(client, edith)
    assert Invitation.objects.get().state == "open"


def test_who_signs_in_is_not_invited(as_: As, sam: User, margaret: Patient) -> None:
    page = as_(sam).get(f"/patients/{margaret.pk}/team/").text
    assert "Margaret signs in as margaret@example.org." in page
    assert "They sign in already." in invite(as_(sam), margaret)
    assert not Invitation.objects.exists()
    assert sent_mails() == []


def test_without_an_email_nothing_is_sent(as_: As, sam: User, edith: Patient) -> None:
    Patient.objects.filter(pk=edith.pk).update(email="")
    assert "Add an email address first." in invite(as_(sam), edith)
    assert not Invitation.objects.exists()


def test_a_mail_that_could_not_be_sent_is_said_beside_the_invitation(
    as_: As, sam: User, edith: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr("accounts.mail.send_mail", refuse)
    assert "The mail could not be sent." not in invite(as_(sam), edith)
    with pytest.raises(OSError, match="connection refused"):
        run_jobs()
    assert "The mail could not be sent." in as_(sam).get(f"/patients/{edith.pk}/team/").text
    monkeypatch.undo()
    assert [message.to for message in sent_mails()] == [["edith@example.org"]]
    assert "The mail could not be sent." not in as_(sam).get(f"/patients/{edith.pk}/team/").text


def test_a_new_email_makes_the_old_link_worthless(as_: As, sam: User, edith: Patient) -> None:
    """A mistyped address belongs to a stranger, who must not open the record."""
    invite(as_(sam), edith)
    assert sent_mails()[0].to == ["edith@example.org"]
    as_(sam).post(
        f"/patients/{edith.pk}/edit/",
        {"name": "Edith Marsh", "birth_date": "1959-03-14", "email": "edith.marsh@example.org"},
    )
    assert Invitation.objects.get().state == "withdrawn"
    invite(as_(sam), edith)
    assert Invitation.objects.exclude(withdrawn_at=None).count() == 1
    assert sent_mails()[1].to == ["edith.marsh@example.org"]


def test_other_details_leave_the_link_alone(as_: As, sam: User, edith: Patient) -> None:
    invite(as_(sam), edith)
    as_(sam).post(
        f"/patients/{edith.pk}/edit/",
        {"name": "Edith Marsh-Hale", "birth_date": "1959-03-14", "email": "Edith@example.org"},
    )
    assert Invitation.objects.get().state == "open"


def test_an_email_of_another_record_is_refused(as_: As, sam: User, margaret: Patient, edith: Patient) -> None:
    Patient.objects.filter(pk=edith.pk).update(email="margaret@example.org")
    assert "in use for another record" in invite(as_(sam), edith)
    assert not Invitation.objects.exists()


def test_a_patient_of_another_clinic_can_join_this_one(
    as_: As, sam: User, nils: Patient, edith: Patient
) -> None:
    Patient.objects.filter(pk=edith.pk).update(email="nils@example.org")
    invite(as_(sam), edith)
    assert nils.user is not None
    accept_invitation(Invitation.objects.get(), user=nils.user)
    assert set(Patient.objects.visible_to(nils.user)) == {nils, edith}


def test_an_invitation_of_staff_touches_no_record(sam: User, ruth: User, edith: Patient) -> None:
    invitation = Invitation.objects.create(
        clinic=edith.clinic, email="new@example.org", role="therapist", invited_by=ruth, token_digest="x"
    )
    accept_invitation(invitation, name="New Person", password="a-long-enough-password")
    edith.refresh_from_db()
    assert edith.user is None


def test_a_record_taken_meanwhile_undoes_the_acceptance(as_: As, sam: User, edith: Patient) -> None:
    invite(as_(sam), edith)
    other = make_user(name="Someone Else")
    Patient.objects.filter(pk=edith.pk).update(user=other)
    invitation = Invitation.objects.get()
    with pytest.raises(ValidationError):
        accept_invitation(invitation, name="Edith Marsh", password="a-long-enough-password")
    edith.refresh_from_db()
    assert edith.user == other
    assert not Membership.objects.filter(user__email="edith@example.org").exists()
    assert Invitation.objects.get().accepted_at is None


def test_a_user_has_one_record_at_a_clinic(margaret: Patient, edith: Patient) -> None:
    assert margaret.user is not None
    with pytest.raises(ValidationError, match="already has a record"):
        actions.link_user(edith, margaret.user)


def test_the_state_is_told(sam: User, margaret: Patient, edith: Patient) -> None:
    assert invitations.sign_in_of(margaret).joined
    state = invitations.sign_in_of(edith)
    assert (state.joined, state.waiting, state.can_invite) == (False, None, True)


def test_a_second_record_of_one_person_is_refused_and_its_invitation_stays_open(
    as_: As, harbour: Clinic, sam: User
) -> None:
    una = make_user(name="Una Reed", email="una@example.org")
    una.emailaddress_set.create(email="una.reed@example.org", verified=True)
    one = make_patient(harbour, sam, name="Una Reed", email="una@example.org")
    two = make_patient(harbour, sam, name="Una Reed", email="una.reed@example.org")
    (_first, token_one), (second, token_two) = (
        invitations.invite(one, by=sam),
        invitations.invite(two, by=sam),
    )
    client = as_(una)
    client.post(f"/invitation/{token_one}/")
    answer = client.post(f"/invitation/{token_two}/")
    assert answer.status_code == 409
    assert "already has a record at the clinic" in answer.text
    two.refresh_from_db()
    second.refresh_from_db()
    assert (two.user, second.state) == (None, "open")
