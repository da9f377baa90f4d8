"""Switching a person's access off ends their roles here and every session at once; the account itself is theirs."""

import re

import pytest
from django.core.exceptions import ValidationError

from accounts import actions
from accounts.models import User
from tests.factories import make_membership, make_user, totp_code


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
    client.post("/account/second-step/authenticate/", {"code": totp_code()})
    assert client.get("/account/settings/").status_code == 200
    assert client.get("/")["Location"] == "/patients/"


def test_nobody_switches_off_their_own_access(as_, ruth, harbour):
    make_user(harbour, "admin")
    answer = as_(ruth).post(f"/people/{ruth.pk}/deactivate/", follow=True)
    assert "You cannot switch off your own access." in answer.text
    ruth.refresh_from_db()
    assert ruth.is_active
    assert held(ruth, ruth.memberships.get().clinic) == {"admin"}


def test_every_role_here_ends_and_who_they_were_is_kept(as_, ruth, sam, harbour):
    make_membership(sam, harbour, "admin")
    as_(ruth).post(f"/people/{sam.pk}/deactivate/")
    memberships = sam.memberships.order_by("role").values_list(
        "role", "switched_off", "left_name", "left_email"
    )
    assert list(memberships) == [
        ("admin", True, "Sam Osei", "sam@example.org"),
        ("therapist", True, "Sam Osei", "sam@example.org"),
    ]
    assert not sam.memberships.filter(ended_at=None).exists()


def test_htmx_is_led_to_the_sign_in_page_too(as_, ruth, leah, harbour):
    make_membership(leah, harbour, "admin")
    client = as_(leah)
    assert client.get("/people/", headers={"HX-Request": "true"}).status_code == 200
    as_(ruth).post(f"/people/{leah.pk}/deactivate/")
    answer = client.get(
        "/people/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/people/"}
    )
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/account/login/?next=%2Fpeople%2F")


def test_one_clinic_ends_its_own_roles_and_the_account_goes_on_elsewhere(as_, ruth, sam, harbour, northgate):
    make_membership(sam, northgate, "therapist")
    open_page = as_(sam)
    answer = as_(ruth).post(f"/people/{sam.pk}/deactivate/", follow=True)
    assert "Sam Osei is signed out everywhere and can open nothing here." in answer.text
    assert "another clinic" not in answer.text
    assert open_page.get("/patients/")["Location"].startswith("/account/login/")
    sam.refresh_from_db()
    assert sam.is_active
    assert (held(sam, harbour), held(sam, northgate)) == (set(), {"therapist"})
    assert as_(sam).get("/patients/").status_code == 200


def test_the_page_is_the_same_whether_another_clinic_has_them_or_not(as_, ruth, sam, leah, northgate):
    """The admin learns nothing of other clinics, neither before nor after."""
    make_membership(sam, northgate, "therapist")
    client = as_(ruth)
    for _step in range(2):
        pages = [
            re.sub(
                r'csrfmiddlewaretoken" value="\w+|[0-9a-f-]{36}|data-left="\d+',
                "",
                client.get(f"/people/{one.pk}/").text,
            )
            for one in (sam, leah)
        ]
        assert (
            pages[0].replace("Sam Osei", "Leah Brandt").replace("Sam", "Leah").replace("sam@", "leah@")
            == pages[1]
        )
        for one in (sam, leah):
            client.post(f"/people/{one.pk}/deactivate/")
            client.get("/account/settings/")  # the message is read there


def test_a_clinic_of_the_past_neither_switches_off_nor_on(harbour, northgate, ruth, otto):
    actions.end_role(make_membership(otto, harbour, "therapist"))
    with pytest.raises(ValidationError, match="no role at your clinic"):
        actions.deactivate(user=otto, clinic=harbour, by=ruth)
    actions.deactivate(user=otto, clinic=northgate, by=ruth)
    with pytest.raises(ValidationError, match="is not switched off"):
        actions.reactivate(user=otto, clinic=harbour)
    otto.refresh_from_db()
    assert not otto.is_active


def test_two_clinics_switch_off_and_one_switches_on(harbour, northgate, ruth, sam):
    make_membership(sam, northgate, "patient")
    actions.deactivate(user=sam, clinic=harbour, by=ruth)
    actions.deactivate(user=sam, clinic=northgate, by=ruth)
    sam.refresh_from_db()
    assert not sam.is_active
    actions.reactivate(user=sam, clinic=northgate)
    sam.refresh_from_db()
    assert sam.is_active
    assert (held(sam, harbour), held(sam, northgate)) == (set(), {"patient"})


def test_the_roles_that_they_had_come_back(as_, ruth, sam, harbour):
    """Those that ended with the access, and not one that had ended before."""
    actions.end_role(make_membership(sam, harbour, "admin"))
    admin = as_(ruth)
    admin.post(f"/people/{sam.pk}/deactivate/")
    assert held(sam, harbour) == set()
    admin.post(f"/people/{sam.pk}/reactivate/")
    assert held(sam, harbour) == {"therapist"}
    assert not sam.memberships.filter(switched_off=True).exists()
    assert as_(User.objects.get(pk=sam.pk)).get("/")["Location"] == "/patients/"


def test_whose_access_is_on_is_not_switched_on(as_, ruth, sam, harbour):
    answer = as_(ruth).post(f"/people/{sam.pk}/reactivate/", follow=True)
    assert "is not switched off" in answer.text
    assert sam.memberships.count() == 1


def test_an_invitation_that_waits_is_no_way_back(ruth, sam, harbour):
    invitation, _token = actions.invite(clinic=harbour, email=sam.email, name="Sam", role="admin", by=ruth)
    actions.deactivate(user=sam, clinic=harbour, by=ruth)
    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"
    with pytest.raises(ValidationError, match="Switch it on instead"):
        actions.invite(clinic=harbour, email=sam.email, name="Sam", role="admin", by=ruth)


def test_who_is_switched_off_gets_no_role(ruth, sam, harbour):
    actions.deactivate(user=sam, clinic=harbour, by=ruth)
    with pytest.raises(ValidationError, match="not at your clinic now"):
        actions.add_role(user=sam, clinic=harbour, role="admin")
    assert held(sam, harbour) == set()


def held(user, clinic) -> set[str]:
    return set(user.memberships.filter(clinic=clinic, ended_at=None).values_list("role", flat=True))
