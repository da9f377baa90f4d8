"""Inviting again: who left is asked and decides, and no address gets more than three mails in a day."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import actions
from accounts.invitations.actions import next_mail_at
from accounts.models import Invitation, User
from tests.factories import PASSWORD, make_invitation, make_patient, totp_code
from tests.support.jobs import run_jobs, sent_mails
from therapy.care import invitations as care_invitations

LINK = re.compile(r"/invitation/[\w-]{43}/")


def link() -> str:
    found = LINK.search(str(sent_mails()[-1].body))
    assert found
    return found[0]


@pytest.fixture
def gone(sam, harbour) -> User:
    """Sam, whose role at Harbour Street has ended."""
    actions.end_role(sam.memberships.get(clinic=harbour))
    return sam


def test_who_left_is_asked_by_mail_and_joins_with_a_tap(as_, ruth, gone, harbour):
    answer = as_(ruth).post(f"/people/{gone.pk}/invite-back/", {"role": "therapist"})
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{gone.pk}/")
    assert not gone.memberships.filter(ended_at=None).exists(), "not before they say so"
    assert sent_mails()[-1].to == ["sam@example.org"]
    as_(gone).post(link())
    assert gone.memberships.get(ended_at=None).role == "therapist"


def test_the_mail_goes_to_the_address_that_they_left_with(as_, ruth, gone):
    User.objects.filter(pk=gone.pk).update(email="secret@example.org")
    gone.emailaddress_set.update(email="secret@example.org")
    answer = as_(ruth).post(f"/people/{gone.pk}/invite-back/", {"role": "therapist"}, follow=True)
    assert sent_mails()[-1].to == ["sam@example.org"]
    assert "secret@" not in answer.text


def test_a_patient_comes_back_to_their_own_record(as_, ruth, sam, margaret, harbour):
    user = margaret.user
    invitation = make_invitation(
        harbour, sam, email=user.email, role="patient", subject_id=margaret.pk, accepted_by=user
    )
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
    actions.end_role(user.memberships.get())
    assert as_(user).get("/today/").status_code == 404
    as_(ruth).post(f"/people/{user.pk}/invite-back/", {"role": "patient"})
    assert Invitation.objects.waiting().get().subject_id == margaret.pk
    as_(user).post(link())
    assert as_(user).get("/today/").status_code == 200


def test_who_was_no_patient_is_not_asked_to_be_one(as_, ruth, gone, harbour):
    answer = as_(ruth).post(f"/people/{gone.pk}/invite-back/", {"role": "patient"})
    assert answer.status_code == 422
    with pytest.raises(ValidationError, match="from their therapist"):
        actions.invite_back(user=gone, clinic=harbour, role="patient", by=ruth)
    assert not Invitation.objects.exists()


def test_who_is_here_is_not_asked_back(as_, ruth, sam):
    answer = as_(ruth).post(f"/people/{sam.pk}/invite-back/", {"role": "admin"}, follow=True)
    assert "They are at your clinic now." in answer.text
    assert not Invitation.objects.exists()


def test_another_clinic_can_win_back_whose_account_is_off(as_, ada, ivy, northgate):
    """Ivy's only clinic switched her off, and her account with it. Northgate's link lets her switch it on herself."""
    _invitation, token = actions.invite(
        clinic=northgate, email=ivy.email, name="Ivy", role="therapist", by=ada
    )
    visitor = as_(None)
    assert "Switch my account on" in visitor.get(f"/invitation/{token}/").text
    ivy.refresh_from_db()
    assert not ivy.is_active, "looking changes nothing"
    answer = visitor.post(f"/invitation/{token}/")
    assert answer["Location"] == f"/account/login/?next=%2Finvitation%2F{token}%2F"
    visitor.post(answer["Location"], {"login": ivy.email, "password": PASSWORD})
    visitor.post("/account/second-step/authenticate/", {"code": totp_code()})
    visitor.post(f"/invitation/{token}/")
    assert list(ivy.memberships.filter(ended_at=None).values_list("clinic", "role")) == [
        (northgate.pk, "therapist")
    ]


@pytest.mark.parametrize("spent", ["withdrawn_at", "accepted_at"])
def test_a_spent_link_switches_no_account_on(as_, ada, ivy, northgate, spent):
    _invitation, token = actions.invite(
        clinic=northgate, email=ivy.email, name="Ivy", role="therapist", by=ada
    )
    Invitation.objects.update(**{spent: timezone.now()})
    assert as_(None).post(f"/invitation/{token}/").status_code == 410
    ivy.refresh_from_db()
    assert not ivy.is_active


def test_an_account_that_no_clinic_switched_off_stays_off(as_, ruth, leah, harbour, northgate, ada):
    """A role in force says that it was not a clinic: whoever runs the server did it."""
    User.objects.filter(pk=leah.pk).update(is_active=False)
    _invitation, token = actions.invite(
        clinic=northgate, email=leah.email, name="Leah", role="therapist", by=ada
    )
    answer = as_(None).post(f"/invitation/{token}/")
    assert answer.status_code == 403
    leah.refresh_from_db()
    assert not leah.is_active


def test_three_mails_a_day_and_no_more(as_, ruth, harbour, thursday):
    client = as_(ruth)
    client.post("/people/invite/", {"name": "Jonas", "email": "jonas@example.org", "role": "therapist"})
    invitation = Invitation.objects.get()
    for _time in range(2):
        run_jobs()
        client.post(f"/people/invitations/{invitation.pk}/resend/")
    before = Invitation.objects.values().get()
    assert len(before["sent_at"]) == len(sent_mails()) == 3
    answer = client.post(f"/people/invitations/{invitation.pk}/resend/", follow=True)
    assert (
        "3 mails went to this address in 24 hours, which is the most. The next can go on 20 Nov, 9:10."
        in (answer.text)
    )
    assert "Send again from 20 Nov, 9:10" in answer.text
    assert Invitation.objects.values().get() == before
    assert len(sent_mails()) == 3
    thursday.shift(timedelta(hours=24, seconds=1))
    assert client.get("/people/").text.count("Send again from") == 0
    as_(ruth).post(f"/people/invitations/{invitation.pk}/resend/")
    assert len(sent_mails()) == 4


def test_withdrawing_and_inviting_anew_is_no_way_round(harbour, ruth):
    for _time in range(3):
        invitation, _token = actions.invite(
            clinic=harbour, email="jonas@example.org", name="", role="therapist", by=ruth
        )
        actions.withdraw(invitation, by=ruth)
    with pytest.raises(ValidationError, match="which is the most"):
        actions.invite(clinic=harbour, email="Jonas@Example.org", name="", role="admin", by=ruth)
    assert Invitation.objects.count() == 3


def test_each_clinic_counts_its_own(harbour, northgate, ruth, ada):
    make_invitation(harbour, ruth, email="j@example.org", sent_at=[timezone.now()] * 3)
    assert set(next_mail_at(harbour, ["j@example.org", "other@example.org"])) == {"j@example.org"}
    assert next_mail_at(northgate, ["j@example.org"]) == {}
    actions.invite(clinic=northgate, email="j@example.org", name="", role="therapist", by=ada)


def test_a_therapist_is_told_the_same(as_, sam, harbour):
    edith = make_patient(harbour, sam, name="Edith Marsh", email="edith@example.org")
    for _time in range(3):
        care_invitations.invite(edith, by=sam)
    answer = as_(sam).post(f"/patients/{edith.pk}/invite/", follow=True)
    assert "which is the most" in answer.text
    assert len(Invitation.objects.get().sent_at) == 3


def test_two_links_to_one_address_taken_up_at_once_make_one_account(harbour, ruth, as_, monkeypatch):
    """The second one looked before there was an account, and finds it when it wants to make one."""
    first, _token = actions.invite(clinic=harbour, email="j@example.org", name="J", role="admin", by=ruth)
    _second, token = actions.invite(
        clinic=harbour, email="j@example.org", name="J", role="therapist", by=ruth
    )
    actions.accept_invitation(first, name="J", password=PASSWORD)
    monkeypatch.setattr("accounts.invitations.views.account_of", lambda _email: None)
    fields = {"name": "J", "password": "a-good-long-one-4711", "password_again": "a-good-long-one-4711"}
    answer = as_(None).post(f"/invitation/{token}/", fields | {"time_zone": "Europe/London"})
    assert (answer.status_code, answer["Location"]) == (302, f"/invitation/{token}/")
    monkeypatch.undo()
    assert User.objects.filter(email="j@example.org").count() == 1
    assert "You have an account already." in as_(None).get(f"/invitation/{token}/").text


def test_a_record_that_became_another_sign_ins_is_told(as_, sam, margaret, tomasz, harbour):
    """A newcomer's link to a record that somebody else signs in to by now makes neither account nor error page."""
    _invitation, token = actions.invite(
        clinic=harbour, email="new@example.org", name="M", role="patient", by=sam, subject_id=margaret.pk
    )
    fields = {"name": "M", "password": "a-good-long-one-4711", "password_again": "a-good-long-one-4711"}
    answer = as_(None).post(f"/invitation/{token}/", fields | {"time_zone": "Europe/London"})
    assert answer.status_code == 409
    assert "This record already belongs to another sign-in." in answer.text
    assert not User.objects.filter(email="new@example.org").exists()
