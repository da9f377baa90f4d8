"""The way in and out: our own pages over allauth's, and mails in our own words."""

import re

import pytest
from django.test import Client

from accounts.models import Clinic, User
from tests.factories import PASSWORD, sign_in_as
from tests.support.jobs import sent_mails
from tests.support.page_text import tight
from therapy.care.models import Patient

PUBLIC = {
    "/account/login/": "Sign in",
    "/account/signup/": "By invitation only",
    "/account/password/reset/": "Forgotten your password?",
    "/account/password/reset/done/": "Look in your email",
    "/account/password/reset/key/1-no/": "This link does not work any more",
    "/account/password/reset/key/done/": "Your new password is saved",
    "/account/inactive/": "This account is closed",
    "/account/confirm-email/": "Look in your email",
    "/account/confirm-email/no-such-key/": "This link does not work any more",
}
SIGNED_IN = {
    "/account/password/change/": "Change password",
    "/account/logout/": "Sign out?",
    "/account/email/": "Email",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "title"), PUBLIC.items())
def test_a_page_for_people_who_are_signed_out(client: Client, address: str, title: str) -> None:
    html = client.get(address).content.decode()
    assert f"<h1>{title}</h1>" in html
    assert html.count("<h1") == 1
    assert '<a class="skip-link" href="#main">' in html
    assert "· Evenstep</title>" in html


@pytest.mark.parametrize(("address", "title"), SIGNED_IN.items())
def test_a_patient_sees_account_pages_in_the_patients_shell(
    client: Client, margaret: Patient, address: str, title: str
) -> None:
    sign_in_as(client, margaret.user)
    html = client.get(address).content.decode()
    assert f"<h1>{title}</h1>" in html
    assert '<nav class="tabbar"' in html
    assert "Something is wrong" in html


@pytest.mark.parametrize("address", SIGNED_IN)
def test_a_therapist_sees_account_pages_at_the_desk(client: Client, sam: User, address: str) -> None:
    sign_in_as(client, sam)
    html = client.get(address).content.decode()
    assert '<header class="deskbar">' in html
    assert "Programmes" in html
    assert ">People<" not in html


def test_an_admin_has_people_and_no_caseload(client: Client, ruth: User) -> None:
    sign_in_as(client, ruth)
    html = client.get("/account/email/").content.decode()
    assert ">People<" in html
    assert "Caseload" not in html


def test_signing_out_is_a_post_form_with_a_token(client: Client, sam: User) -> None:
    sign_in_as(client, sam)
    html = client.get("/account/email/").content.decode()
    form = re.search(r'<form method="post" action="/account/logout/">(.*?)</form>', html, re.S)
    assert form
    assert "csrfmiddlewaretoken" in form[1]


@pytest.mark.parametrize("address", ["/account/login/", "/account/password/reset/"])
@pytest.mark.django_db
def test_no_page_offers_to_sign_up(client: Client, address: str) -> None:
    assert "/account/signup/" not in client.get(address).content.decode()


def test_a_wrong_password_is_said_beside_the_field_and_the_email_is_kept(client: Client, sam: User) -> None:
    answer = client.post("/account/login/", {"login": "sam@example.org", "password": "not-the-password"})
    html = tight(answer.content.decode())
    assert answer.status_code == 200
    assert "That email and password do not match. Your email is kept" in html
    assert 'name="login" type="email" autocomplete="username" required value="sam@example.org"' in html
    assert "not-the-password" not in html
    assert 'aria-describedby="id_password_error"' in html
    assert "_auth_user_id" not in client.session


def test_the_right_password_signs_in(client: Client, margaret: Patient) -> None:
    client.post("/account/login/", {"login": "margaret@example.org", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(margaret.user.pk)


def test_the_page_after_signing_in_survives_a_wrong_password(client: Client, sam: User) -> None:
    html = client.post(
        "/account/login/", {"login": "sam@example.org", "password": "no", "next": "/patients/"}
    ).content.decode()
    assert '<input type="hidden" name="next" value="/patients/"' in html


def test_the_mail_for_a_forgotten_password_is_ours_and_its_link_works(client: Client, sam: User) -> None:
    client.post("/account/password/reset/", {"email": "sam@example.org"})
    assert [message.subject for message in sent_mails()] == ["Choose a new password"]
    body = sent_mails()[0].body
    assert "If you did not ask, do nothing" in body
    assert "example.com" not in body
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", body)
    assert link
    form = client.get(link[1], follow=True)
    assert "<h1>Choose a new password</h1>" in form.content.decode()
    new = "four quiet words here"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    sam.refresh_from_db()
    assert sam.check_password(new)


def test_an_unknown_address_gets_no_mail(client: Client, harbour: Clinic) -> None:
    client.post("/account/password/reset/", {"email": "nobody@example.org"})
    assert sent_mails() == []


def test_another_email_address_asks_for_the_password_first_and_then_tells_the_owner(
    client: Client, sam: User
) -> None:
    sign_in_as(client, sam)
    asked = client.post("/account/email/", {"action_add": "", "email": "sam.new@example.org"})
    assert asked["Location"].startswith("/account/reauthenticate/")
    assert not sam.emailaddress_set.filter(email="sam.new@example.org").exists()


def test_a_changed_password_is_told_by_mail(client: Client, sam: User) -> None:
    sign_in_as(client, sam)
    new = {"password1": "four quiet words here", "password2": "four quiet words here"}
    client.post("/account/password/change/", {"oldpassword": PASSWORD, **new})
    assert [message.to for message in sent_mails()] == [["sam@example.org"]]


def test_two_different_new_passwords_are_refused_beside_the_field(client: Client, sam: User) -> None:
    sign_in_as(client, sam)
    html = client.post(
        "/account/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "four quiet words here",
            "password2": "something else entirely",
        },
    ).content.decode()
    assert 'aria-describedby="id_password2_error"' in tight(html)
    sam.refresh_from_db()
    assert sam.check_password(PASSWORD)
