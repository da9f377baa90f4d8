"""Other ways in: a code by mail, and a passkey. Neither tells who has an account."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator

from tests.factories import PASSWORD, totp_code
from tests.support.jobs import sent_mails
from tests.support.page_text import tight

ASK = "/account/login/code/"
CONFIRM = "/account/login/code/confirm/"
HOME = "/account/second-step/"


def code_in_mail():
    return re.search(r"^([A-Z0-9-]{6,})$", sent_mails()[-1].body, re.M)[1]


def test_a_patient_signs_in_with_a_code_by_mail(as_, margaret):
    client = as_(None)
    assert client.post(ASK, {"email": "margaret@example.org"})["Location"] == CONFIRM
    assert sent_mails()[0].subject == "Your code to sign in"
    assert client.post(CONFIRM, {"code": code_in_mail().lower()})["Location"] == "/"
    assert client.get("/today/").status_code == 200


def test_a_code_works_in_the_browser_that_asked_alone_and_once(as_, margaret):
    client, other = as_(None), as_(None)
    client.post(ASK, {"email": "margaret@example.org"})
    code = code_in_mail()
    assert other.post(CONFIRM, {"code": code})["Location"] == ASK
    client.post(CONFIRM, {"code": code})
    client.post("/account/logout/")
    assert client.post(CONFIRM, {"code": code})["Location"] == ASK


def test_a_code_is_good_for_fifteen_minutes(as_, margaret, thursday):
    client = as_(None)
    client.post(ASK, {"email": "margaret@example.org"})
    thursday.shift(15 * 60 + 1)
    assert client.post(CONFIRM, {"code": code_in_mail()})["Location"] != "/"
    assert client.get("/today/").status_code == 302


def test_for_staff_the_second_step_follows_the_code(as_, sam):
    client = as_(None)
    client.post(ASK, {"email": "sam@example.org"})
    assert client.post(CONFIRM, {"code": code_in_mail()})["Location"] == f"{HOME}authenticate/"
    assert client.get("/patients/").status_code == 302
    assert client.post(f"{HOME}authenticate/", {"code": totp_code()})["Location"] == "/"


def test_staff_without_a_second_step_get_no_code_and_are_not_told_apart(as_, sam, margaret):
    Authenticator.objects.filter(user=sam).delete()
    pages = []
    for email in ("sam@example.org", "nobody@example.org", "margaret@example.org"):
        client = as_(None)
        answer = client.post(ASK, {"email": email})
        page = client.get(answer["Location"]).content.decode().replace(email, "x")
        pages.append((answer.status_code, answer["Location"], re.sub(r'name="csrf.*?>', "", page)))
        assert "If we know" in page
    assert pages[0] == pages[1] == pages[2]
    assert [message.to for message in sent_mails()] == [["margaret@example.org"]]


def test_the_sign_in_page_offers_both(as_, db):
    page = tight(as_(None).get("/account/login/").content.decode())
    assert f'href="{ASK}"' in page
    assert f'action="{HOME}webauthn/login/" data-passkey="use"' in page


def test_asking_for_a_passkey_names_nobody(as_, sam):
    answer = as_(None).get(f"{HOME}webauthn/login/", headers={"accept": "application/json"})
    wanted = answer.json()["request_options"]["publicKey"]
    assert (wanted["rpId"], wanted["userVerification"]) == ("testserver", "required")
    assert not wanted.get("allowCredentials")


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "null", "x", json.dumps({"response": {"userHandle": "AA"}})]
)
def test_nonsense_for_a_passkey_signs_nobody_in(as_, sam, credential):
    client = as_(None)
    client.get(f"{HOME}webauthn/login/", headers={"accept": "application/json"})
    answer = client.post(f"{HOME}webauthn/login/", {"credential": credential})
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/")
    assert client.get("/patients/").status_code == 302


def test_the_password_that_was_just_typed_is_not_asked_for_again(as_, margaret):
    client = as_(None)
    client.post("/account/login/", {"login": "margaret@example.org", "password": PASSWORD})
    assert client.get(f"{HOME}totp/activate/").status_code == 200


def test_some_minutes_later_it_is(as_, margaret, thursday):
    client = as_(None)
    client.post("/account/login/", {"login": "margaret@example.org", "password": PASSWORD})
    thursday.shift(301)
    assert client.get(f"{HOME}totp/activate/")["Location"].startswith("/account/reauthenticate/")
