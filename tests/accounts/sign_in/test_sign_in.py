"""Signing in and out, and the password, through the pages."""

import re

import pytest

from tests.support.jobs import sent_mails

LOGIN = {"login": "margaret@example.org", "password": "a-long-enough-password"}


def test_by_email_and_password(as_, margaret):
    client = as_(None)
    assert client.get("/account/login/").status_code == 200
    answer = client.post("/account/login/", LOGIN)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/")["Location"] == "/today/"
    margaret.user.refresh_from_db()
    assert margaret.user.last_login is not None


def test_capital_letters_in_the_email_do_not_matter(as_, margaret):
    assert as_(None).post("/account/login/", LOGIN | {"login": "Margaret@Example.org"}).status_code == 302


@pytest.mark.parametrize("wrong", [{"password": "wrong-password-here"}, {"login": "nobody@example.org"}])
def test_a_wrong_pair_is_told_the_same_way_and_the_email_kept(as_, margaret, wrong):
    client = as_(None)
    answer = client.post("/account/login/", LOGIN | wrong)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert f'value="{(LOGIN | wrong)["login"]}"' in page
    assert client.get("/today/").status_code == 302


def test_the_page_that_was_asked_for_comes_after(as_, margaret):
    client = as_(None)
    address = client.get("/account/settings/")["Location"]
    assert address == "/account/login/?next=/account/settings/"
    assert client.post(address, LOGIN | {"next": "/account/settings/"})["Location"] == "/account/settings/"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_sign_in_leads_to_no_other_site(as_, margaret, away):
    answer = as_(None).post("/account/login/", LOGIN | {"next": away})
    assert answer["Location"] == "/"


def test_a_fragment_sends_the_whole_page_to_sign_in(as_, margaret):
    answer = as_(None).get(
        "/people/?q=x",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/people/"},
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["HX-Redirect"] == "/account/login/?next=%2Fpeople%2F"


def test_signing_out_needs_a_post(as_, margaret):
    client = as_(margaret)
    client.get("/account/logout/")
    assert client.get("/account/settings/").status_code == 200
    assert client.post("/account/logout/")["Location"] == "/account/login/"
    assert client.get("/account/settings/").status_code == 302


def test_a_new_password(as_, margaret):
    client, other = as_(margaret), as_(margaret)
    client.post(
        "/account/password/change/",
        {
            "oldpassword": "a-long-enough-password",
            "password1": "green-boat-on-the-hill",
            "password2": "green-boat-on-the-hill",
        },
    )
    margaret.user.refresh_from_db()
    assert margaret.user.check_password("green-boat-on-the-hill")
    assert client.get("/account/settings/").status_code == 200
    assert other.get("/account/settings/").status_code == 302, "other sessions end with the old password"


def test_a_weak_new_password_is_refused(as_, margaret):
    answer = as_(margaret).post(
        "/account/password/change/",
        {"oldpassword": "a-long-enough-password", "password1": "short", "password2": "short"},
    )
    assert answer.context["form"].errors
    margaret.user.refresh_from_db()
    assert margaret.user.check_password("a-long-enough-password")


def test_a_forgotten_password_by_mail(as_, margaret):
    client = as_(None)
    assert client.post("/account/password/reset/", {"email": "margaret@example.org"}).status_code == 302
    link = re.search(r"http://testserver(/account/password/reset/key/\S+/)", str(sent_mails()[0].body))
    assert link, sent_mails()[0].body
    form = client.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": "green-boat-on-the-hill", "password2": "green-boat-on-the-hill"})
    margaret.user.refresh_from_db()
    assert margaret.user.check_password("green-boat-on-the-hill")


def test_asking_for_a_reset_does_not_tell_who_has_an_account(as_, margaret):
    known = as_(None).post("/account/password/reset/", {"email": "margaret@example.org"}, follow=True)
    unknown = as_(None).post("/account/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content.replace(b"margaret", b"nobody") == unknown.content


def test_ten_wrong_passwords_and_the_next_try_waits(as_, margaret):
    client = as_(None)
    for _try in range(10):
        client.post("/account/login/", LOGIN | {"password": "wrong-password-here"})
    client.post("/account/login/", LOGIN)
    assert client.get("/account/settings/").status_code == 302


def test_a_cookie_that_no_database_can_look_up_is_no_session(client, db):
    answer = client.get("/patients/", headers={"cookie": 'sessionid="abcdefghijk\\000"'})
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/patients/")
