"""Switching an account off ends every session of it at once, for good, and keeps it from signing in."""

import pytest
from django.core.exceptions import ValidationError

from accounts import actions
from tests.factories import make_membership, make_user


def test_every_open_session_ends_on_its_next_request(as_, ruth, sam):
    phone, desk = as_(sam), as_(sam)
    assert phone.get("/account/settings/").status_code == 200
    answer = as_(ruth).post(f"/people/{sam.pk}/deactivate/")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{sam.pk}/")
    sam.refresh_from_db()
    assert not sam.is_active
    for client in (phone, desk):
        assert client.get("/account/settings/")["Location"].startswith("/account/login/")


def test_old_sessions_stay_dead_when_the_account_is_switched_on_again(as_, ruth, sam):
    client, admin = as_(sam), as_(ruth)
    admin.post(f"/people/{sam.pk}/deactivate/")
    admin.post(f"/people/{sam.pk}/reactivate/")
    assert client.get("/account/settings/").status_code == 302
    assert as_(sam.__class__.objects.get(pk=sam.pk)).get("/account/settings/").status_code == 200


def test_other_peoples_sessions_go_on(as_, ruth, sam, leah):
    client = as_(leah)
    as_(ruth).post(f"/people/{sam.pk}/deactivate/")
    assert client.get("/account/settings/").status_code == 200


def test_a_switched_off_person_cannot_sign_in(as_, ivy):
    client = as_(None)
    answer = client.post(
        "/account/login/", {"login": "ivy@example.org", "password": "a-long-enough-password"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/account/inactive/"
    assert client.get("/account/settings/").status_code == 302


def test_and_can_again_when_switched_on(as_, ruth, ivy):
    as_(ruth).post(f"/people/{ivy.pk}/reactivate/")
    client = as_(None)
    client.post("/account/login/", {"login": "ivy@example.org", "password": "a-long-enough-password"})
    assert client.get("/account/settings/").status_code == 200
    assert client.get("/")["Location"] == "/patients/"


def test_nobody_switches_off_their_own_account(as_, ruth, harbour):
    make_user(harbour, "admin")
    answer = as_(ruth).post(f"/people/{ruth.pk}/deactivate/", follow=True)
    assert "You cannot switch off your own account." in answer.content.decode()
    ruth.refresh_from_db()
    assert ruth.is_active


def test_one_clinic_does_not_lock_a_person_out_of_another(as_, ruth, sam, northgate):
    make_membership(sam, northgate, "therapist")
    answer = as_(ruth).post(f"/people/{sam.pk}/deactivate/", follow=True)
    assert "They belong to another clinic as well." in answer.content.decode()
    sam.refresh_from_db()
    assert sam.is_active


def test_a_clinic_of_the_past_neither_switches_off_nor_on(harbour, northgate, ruth, otto):
    actions.end_role(make_membership(otto, harbour, "therapist"))
    with pytest.raises(ValidationError, match="no role at your clinic"):
        actions.deactivate(user=otto, clinic=harbour, by=ruth)
    otto.is_active = False
    otto.save()
    with pytest.raises(ValidationError, match="no role at your clinic"):
        actions.reactivate(user=otto, clinic=harbour)
    otto.refresh_from_db()
    assert not otto.is_active


def test_roles_come_back_with_the_account(as_, ruth, sam, harbour):
    admin = as_(ruth)
    admin.post(f"/people/{sam.pk}/deactivate/")
    assert list(sam.memberships.values_list("role", "ended_at")) == [("therapist", None)]
    admin.post(f"/people/{sam.pk}/reactivate/")
    assert as_(type(sam).objects.get(pk=sam.pk)).get("/")["Location"] == "/patients/"
