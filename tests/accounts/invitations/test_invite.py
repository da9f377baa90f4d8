"""An admin invites somebody: a mail with a link, of which the database keeps only a digest."""

import hashlib
import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import actions
from accounts.models import Invitation
from tests.factories import make_membership, make_user
from tests.support.jobs import run_jobs, sent_mails

LINK = re.compile(r"http://testserver/invitation/([\w-]{43})/")
JONAS = {"name": "Jonas Weir", "email": "jonas@example.org", "role": "therapist"}


def token_in_mail() -> str:
    found = LINK.search(str(sent_mails()[-1].body))
    assert found, sent_mails()[-1].body
    return found[1]


def refuse(*_args, **_kwargs):
    raise SMTPServerDisconnected


def test_a_mail_with_a_link_goes_out_and_only_the_digest_is_kept(as_, ruth, harbour):
    answer = as_(ruth).post("/people/invite/", JONAS)
    assert (answer.status_code, answer["Location"]) == (302, "/people/")
    invitation = Invitation.objects.get()
    assert (invitation.clinic, invitation.email, invitation.role) == (
        harbour,
        "jonas@example.org",
        "therapist",
    )
    assert (invitation.name, invitation.invited_by, invitation.subject_id) == ("Jonas Weir", ruth, None)
    assert sent_mails()[0].to == ["jonas@example.org"]
    assert sent_mails()[0].subject == "Harbour Street Physiotherapy invites you to Evenstep"
    assert invitation.token_digest == hashlib.sha256(token_in_mail().encode()).hexdigest()
    assert abs(invitation.expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)


def test_the_email_is_kept_in_lower_case(harbour, ruth):
    invitation, _token = actions.invite(
        clinic=harbour, email=" Jonas@Example.org ", name="Jonas", role="admin", by=ruth
    )
    assert invitation.email == "jonas@example.org"


def test_an_invitation_can_be_about_something_of_another_app(harbour, sam):
    subject = uuid4()
    invitation, _token = actions.invite(
        clinic=harbour, email="e@example.org", name="Eileen", role="patient", by=sam, subject_id=subject
    )
    invitation.refresh_from_db()
    assert (invitation.subject_id, invitation.role) == (subject, "patient")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "not an address", "Enter a valid email address."),
        ("email", "", "This field is required."),
        ("name", "", "This field is required."),
        ("name", "x" * 151, "at most 150 characters"),
        ("role", "patient", "not one of the available choices"),
        ("role", "owner", "not one of the available choices"),
    ],
)
def test_bad_input_is_told_and_nothing_changes(as_, ruth, field, value, words):
    answer = as_(ruth).post("/people/invite/", JONAS | {field: value})
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert not Invitation.objects.exists()
    assert not sent_mails()


def test_what_was_typed_is_kept(as_, ruth):
    page = as_(ruth).post("/people/invite/", JONAS | {"email": "jonas at example"}).content.decode()
    assert 'value="Jonas Weir"' in page
    assert 'value="jonas at example"' in page


def test_who_has_the_role_is_not_invited_to_it(as_, ruth, sam):
    answer = as_(ruth).post(
        "/people/invite/", {"name": "Sam", "email": "SAM@example.org", "role": "therapist"}
    )
    assert answer.context["form"].errors == {"email": ["This person has this role at the clinic already."]}
    assert not Invitation.objects.exists()


def test_who_is_switched_off_is_not_invited(as_, ruth, ivy):
    answer = as_(ruth).post(
        "/people/invite/", {"name": "Ivy", "email": "ivy@example.org", "role": "therapist"}
    )
    assert answer.context["form"].errors == {
        "email": ["This person’s access is switched off. Switch it on instead."]
    }


def test_one_is_invited_to_a_role_once(as_, ruth):
    client = as_(ruth)
    client.post("/people/invite/", JONAS)
    answer = client.post("/people/invite/", JONAS)
    assert answer.context["form"].errors == {
        "email": ["This person has been invited already. Send that invitation again."]
    }
    assert Invitation.objects.count() == 1
    assert client.post("/people/invite/", JONAS | {"role": "admin"}).status_code == 302


def test_a_person_of_another_clinic_can_be_invited(harbour, ruth, otto):
    invitation, _token = actions.invite(
        clinic=harbour, email=otto.email, name="Otto", role="therapist", by=ruth
    )
    assert invitation.state == "open"


def test_the_role_has_to_exist(harbour, ruth):
    with pytest.raises(ValidationError):
        actions.invite(clinic=harbour, email="a@example.org", name="A", role="owner", by=ruth)
    assert not Invitation.objects.exists()


def test_a_mail_that_does_not_leave_is_said_on_the_list_and_leaves_with_a_later_try(as_, ruth, monkeypatch):
    client = as_(ruth)
    with monkeypatch.context() as broken:
        broken.setattr("accounts.mail.send_mail", refuse)
        assert client.post("/people/invite/", JONAS).status_code == 302
        assert "Mail could not be sent" not in client.get("/people/").text, "nobody has tried yet"
        with pytest.raises(SMTPServerDisconnected):
            run_jobs()
        assert "Mail could not be sent" in client.get("/people/").text
    assert as_(None).get(f"/invitation/{token_in_mail()}/").status_code == 200
    assert "Mail could not be sent" not in client.get("/people/").text
    assert len(sent_mails()) == 1


def test_a_line_break_in_a_name_makes_no_mail_header(harbour, as_, ruth):
    harbour.name = "Harbour\nBcc: thief@example.org"
    harbour.save()
    as_(ruth).post("/people/invite/", JONAS)
    assert sent_mails()[0].subject == "Harbour Bcc: thief@example.org invites you to Evenstep"
    assert sent_mails()[0].recipients() == ["jonas@example.org"]


def test_sending_again_makes_a_new_link_and_ends_the_old_one(as_, ruth):
    client = as_(ruth)
    client.post("/people/invite/", JONAS)
    old = token_in_mail()
    invitation = Invitation.objects.get()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert client.post(f"/people/invitations/{invitation.pk}/resend/").status_code == 302
    new = token_in_mail()
    invitation.refresh_from_db()
    assert old != new
    assert invitation.state == "open"
    assert client.get(f"/invitation/{old}/").status_code == 404
    assert as_(None).get(f"/invitation/{new}/").status_code == 200


@pytest.mark.parametrize(("what", "mails"), [("resend", 1), ("withdraw", 0)])
def test_a_mail_that_waits_does_not_leave_once_its_link_is_worthless(as_, ruth, what, mails):
    client = as_(ruth)
    client.post("/people/invite/", JONAS)
    client.post(f"/people/invitations/{Invitation.objects.get().pk}/{what}/")
    assert len(sent_mails()) == mails
    if mails:
        assert as_(None).get(f"/invitation/{token_in_mail()}/").status_code == 200


def test_a_withdrawn_link_is_worthless_and_gone_from_the_list(as_, ruth):
    client = as_(ruth)
    client.post("/people/invite/", JONAS)
    invitation, token = Invitation.objects.get(), token_in_mail()
    client.post(f"/people/invitations/{invitation.pk}/withdraw/")
    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"
    assert as_(None).get(f"/invitation/{token}/").status_code == 410
    assert not list(client.get("/people/?state=invited").context["page"].object_list)
    assert client.post("/people/invite/", JONAS).status_code == 302


@pytest.mark.parametrize("what", ["resend", "withdraw"])
@pytest.mark.parametrize("spent", ["accepted_at", "withdrawn_at"])
def test_a_spent_invitation_is_neither_sent_again_nor_withdrawn(as_, ruth, what, spent):
    client = as_(ruth)
    client.post("/people/invite/", JONAS)
    Invitation.objects.update(**{spent: timezone.now()})
    before = Invitation.objects.values().get()
    answer = client.post(f"/people/invitations/{before['id']}/{what}/", follow=True)
    assert "This invitation has been used or withdrawn." in answer.content.decode()
    assert Invitation.objects.values().get() == before
    assert len(sent_mails()) == 1


@pytest.mark.parametrize("what", ["resend", "withdraw"])
def test_another_clinics_admin_finds_no_such_invitation(as_, ruth, ada, harbour, what):
    invitation, _token = actions.invite(
        clinic=harbour, email="j@example.org", name="J", role="therapist", by=ruth
    )
    before = Invitation.objects.values().get()
    assert as_(ada).post(f"/people/invitations/{invitation.pk}/{what}/").status_code == 404
    assert Invitation.objects.values().get() == before


def test_an_admin_of_two_clinics_says_to_which(as_, ruth, northgate, otto):
    make_membership(ruth, northgate, "admin")
    as_(ruth).post(f"/people/invite/?clinic={northgate.pk}", JONAS)
    assert Invitation.objects.get().clinic == northgate


def test_an_admin_invites_to_their_own_clinic_only(as_, ruth, northgate):
    assert as_(ruth).post(f"/people/invite/?clinic={northgate.pk}", JONAS).status_code == 404
    assert not Invitation.objects.exists()


def test_an_ended_member_can_be_invited_again(harbour, ruth):
    nora = make_user(harbour, "therapist", email="nora@example.org")
    nora.memberships.update(ended_at=timezone.now())
    invitation, _token = actions.invite(
        clinic=harbour, email=nora.email, name="Nora", role="therapist", by=ruth
    )
    actions.accept_invitation(invitation, user=nora)
    assert nora.memberships.filter(ended_at=None).count() == 1
