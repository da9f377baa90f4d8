"""Taking an invitation up: once, in time, and only by the person who got the mail."""

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.invitations.actions import InvitationClosedError, NotInvitedError
from accounts.models import Invitation, Membership, User
from accounts.signals import invitation_accepted
from tests.factories import make_second_factor, make_user, totp_code

GOOD = {
    "name": "Jonas Weir",
    "password": "green-boat-on-the-hill",
    "password_again": "green-boat-on-the-hill",
    "time_zone": "Europe/Berlin",
}


@pytest.fixture
def invited(harbour, ruth):
    return actions.invite(
        clinic=harbour, email="jonas@example.org", name="Jonas Weir", role="therapist", by=ruth
    )


def test_a_new_person_gets_an_account_a_role_and_is_signed_in(as_, invited, harbour):
    invitation, token = invited
    client = as_(None)
    page = client.get(f"/invitation/{token}/").content.decode()
    assert 'value="Jonas Weir"' in page
    assert 'value="Europe/London" selected' in page
    answer = client.post(f"/invitation/{token}/", GOOD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    jonas = User.objects.get(email="jonas@example.org")
    assert (jonas.name, jonas.time_zone, jonas.is_active) == ("Jonas Weir", "Europe/Berlin", True)
    assert jonas.check_password("green-boat-on-the-hill")
    assert EmailAddress.objects.filter(user=jonas, email=jonas.email, verified=True, primary=True).exists()
    assert list(jonas.memberships.values_list("clinic", "role", "ended_at")) == [
        (harbour.pk, "therapist", None)
    ]
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == ("used", jonas)
    # She is let in, and nowhere yet: her work needs a second step.
    assert client.get("/")["Location"] == "/account/second-step/"


def test_the_new_person_can_sign_in_with_the_password_afterwards(as_, invited):
    as_(None).post(f"/invitation/{invited[1]}/", GOOD)
    client = as_(None)
    answer = client.post("/account/login/", {"login": "jonas@example.org", "password": GOOD["password"]})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "required"),
        ("password", "short", "too short"),
        ("password", "fourteen-chars", "needs 15 characters, and has 14"),
        ("password", "passwordpassword", "known from other sites"),
        ("password", "314159265358979", "entirely numeric"),
        ("password", "jonas@example.org", "too similar"),
        ("password_again", "green-boat-on-the-hull", "not the same"),
        ("password_again", "", "required"),
        ("time_zone", "Europe/Atlantis", "not one of the available choices"),
    ],
)
def test_bad_input_is_told_and_nothing_changes(as_, invited, field, value, words):
    answer = as_(None).post(f"/invitation/{invited[1]}/", GOOD | {field: value})
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert not User.objects.filter(email="jonas@example.org").exists()
    assert Invitation.objects.get().state == "open"
    if field != "name":
        assert 'value="Jonas Weir"' in answer.content.decode()


def test_who_has_an_account_signs_in_first(as_, harbour, ruth, otto):
    invitation, token = actions.invite(clinic=harbour, email=otto.email, name="Otto", role="admin", by=ruth)
    client = as_(None)
    page = client.get(f"/invitation/{token}/").content.decode()
    assert f"/account/login/?next=/invitation/{token}/" in page
    assert "password" not in page
    assert client.post(f"/invitation/{token}/", GOOD).status_code == 403
    invitation.refresh_from_db()
    assert invitation.state == "open"
    assert User.objects.filter(email=otto.email).count() == 1
    signed_in = client.post(
        f"/account/login/?next=/invitation/{token}/",
        {"login": otto.email, "password": "a-long-enough-password", "next": f"/invitation/{token}/"},
    )
    assert signed_in["Location"] == "/account/second-step/authenticate/"
    assert client.post(signed_in["Location"], {"code": totp_code()})["Location"] == f"/invitation/{token}/"


def test_who_has_an_account_joins_with_one_button(as_, harbour, ruth, otto):
    _invitation, token = actions.invite(clinic=harbour, email=otto.email, name="Otto", role="admin", by=ruth)
    client = as_(otto)
    assert "Join Harbour Street Physiotherapy" in client.get(f"/invitation/{token}/").content.decode()
    assert Membership.objects.filter(user=otto).count() == 1, "looking is not joining"
    client.post(f"/invitation/{token}/")
    assert Membership.objects.filter(user=otto, clinic=harbour, role="admin", ended_at=None).exists()
    assert client.get("/people/").context["of"] == harbour


def test_a_second_confirmed_address_is_the_same_person(as_, harbour, ruth, otto):
    otto.emailaddress_set.create(email="otto@home.example.org", verified=True, primary=False)
    _invitation, token = actions.invite(
        clinic=harbour, email="otto@home.example.org", name="Otto", role="admin", by=ruth
    )
    as_(otto).post(f"/invitation/{token}/")
    assert Membership.objects.filter(user=otto, clinic=harbour, role="admin").exists()


def test_an_address_that_was_never_confirmed_counts_for_nothing(harbour, ruth, otto):
    otto.emailaddress_set.create(email="jonas@example.org", verified=False, primary=False)
    invitation, _token = actions.invite(
        clinic=harbour, email="jonas@example.org", name="Jonas", role="admin", by=ruth
    )
    with pytest.raises(NotInvitedError):
        actions.accept_invitation(invitation, user=otto)
    assert not Membership.objects.filter(user=otto, clinic=harbour).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_signed_in_person_is_told(as_, invited, sam, method):
    answer = getattr(as_(sam), method)(f"/invitation/{invited[1]}/")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "This invitation is for somebody else" in page
    assert "jonas@example.org" not in page
    assert Invitation.objects.get().state == "open"
    assert sam.memberships.count() == 1


def test_a_switched_off_account_does_not_join(as_, harbour, ruth, northgate):
    gone = make_user(northgate, "therapist", email="gone@example.org", is_active=False)
    invitation, token = actions.invite(clinic=harbour, email=gone.email, name="Gone", role="admin", by=ruth)
    page = as_(None).get(f"/invitation/{token}/").content.decode()
    assert "Your account is switched off" in page
    assert as_(None).post(f"/invitation/{token}/", GOOD).status_code == 403
    with pytest.raises(NotInvitedError):
        actions.accept_invitation(invitation, user=gone)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"accepted_at": timezone.now()}, "This invitation has been used"),
        ({"withdrawn_at": timezone.now()}, "This invitation was withdrawn"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "This invitation has run out"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_spent_link_says_why(as_, invited, change, words, method):
    Invitation.objects.update(**change)
    answer = getattr(as_(None), method)(f"/invitation/{invited[1]}/", GOOD)
    assert answer.status_code == 410
    assert words in answer.content.decode()
    assert not User.objects.filter(email="jonas@example.org").exists()


def test_an_unknown_link_is_404(as_, invited):
    answer = as_(None).get("/invitation/no-such-token/")
    assert answer.status_code == 404
    assert "There is no such invitation" in answer.content.decode()


def test_the_digest_itself_opens_nothing(as_, invited):
    assert as_(None).get(f"/invitation/{invited[0].token_digest}/").status_code == 404


def test_the_address_is_told_to_nobody_and_kept_in_no_cache(as_, invited, sam):
    for client in (as_(None), as_(sam)):
        for address in (f"/invitation/{invited[1]}/", "/invitation/unknown/"):
            answer = client.get(address)
            assert answer["Referrer-Policy"] == "strict-origin"
            assert "no-store" in answer["Cache-Control"]


def test_a_link_works_once(invited, harbour):
    invitation, _token = invited
    actions.accept_invitation(invitation, name="Jonas", password="green-boat-on-the-hill")
    with pytest.raises(InvitationClosedError) as closed:
        actions.accept_invitation(invitation, name="Jonas", password="green-boat-on-the-hill")
    assert closed.value.invitation.state == "used"
    assert User.objects.filter(email="jonas@example.org").count() == 1


def test_without_name_or_password_nobody_is_made(invited):
    for wrong in ({"name": "Jonas"}, {"password": "green-boat-on-the-hill"}, {"name": " ", "password": "x"}):
        with pytest.raises(ValueError, match="name and a password"):
            actions.accept_invitation(invited[0], **wrong)
    assert Invitation.objects.get().state == "open"


def test_a_role_that_one_has_is_not_doubled(invited, harbour, ruth):
    jonas = make_user(harbour, "therapist", email="jonas@example.org")
    actions.accept_invitation(invited[0], user=jonas)
    assert jonas.memberships.count() == 1


def test_the_clinics_zone_is_the_new_persons_unless_said(invited, harbour):
    harbour.time_zone = "Asia/Tokyo"
    harbour.save()
    jonas = actions.accept_invitation(invited[0], name="Jonas", password="green-boat-on-the-hill")
    assert jonas.time_zone == "Asia/Tokyo"


@pytest.fixture
def heard():
    told = []

    def receiver(invitation, user, **_rest):
        told.append((invitation, user))

    invitation_accepted.connect(receiver)
    yield told
    invitation_accepted.disconnect(receiver)


def test_other_apps_are_told_once(invited, heard):
    jonas = actions.accept_invitation(invited[0], name="Jonas", password="green-boat-on-the-hill")
    assert heard == [(invited[0], jonas)]


def test_a_receiver_that_fails_undoes_the_acceptance(invited):
    def receiver(**_rest):
        raise RuntimeError("the record cannot be tied")

    invitation_accepted.connect(receiver)
    try:
        with pytest.raises(RuntimeError, match="cannot be tied"):
            actions.accept_invitation(invited[0], name="Jonas", password="green-boat-on-the-hill")
    finally:
        invitation_accepted.disconnect(receiver)
    assert Invitation.objects.get().state == "open"
    assert not User.objects.filter(email="jonas@example.org").exists()


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_make_one_person(invited):
    _invitation, token = invited
    answers = []

    def tap() -> None:
        try:
            answers.append(Client().post(f"/invitation/{token}/", GOOD).status_code)
        finally:
            connection.close()

    taps = [threading.Thread(target=tap) for _ in range(2)]
    for one in taps:
        one.start()
    for one in taps:
        one.join()
    assert sorted(answers) in ([302, 410], [302, 403])
    assert User.objects.filter(email="jonas@example.org").count() == 1
    assert Membership.objects.filter(user__email="jonas@example.org").count() == 1


def test_opening_the_used_link_again_leads_home(as_, invited):
    as_(None).post(f"/invitation/{invited[1]}/", GOOD)
    jonas = User.objects.get(email="jonas@example.org")
    make_second_factor(jonas)
    client = as_(jonas)
    answer = client.get(f"/invitation/{invited[1]}/")
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_the_link_is_in_no_log(as_, invited, sam, caplog):
    as_(sam).get(f"/invitation/{invited[1]}/")
    as_(None).post(f"/invitation/{invited[1]}/", GOOD | {"password": "short"})
    as_(None).get(f"/invitation/{invited[1]}x/")
    assert "/invitation/***/" in caplog.text
    assert invited[1] not in caplog.text
