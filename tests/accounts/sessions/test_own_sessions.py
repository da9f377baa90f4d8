"""Where one is signed in, and signing out elsewhere."""

import time_machine
from django.contrib.auth import SESSION_KEY

from accounts.models import BrowserSession
from accounts.sessions import devices
from tests.support.moments import THURSDAY

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Mobile Safari/537.36"
)
LIST = "/account/sessions/"


def test_signing_in_keeps_who_when_where_and_with_what(as_, margaret, thursday):
    client = as_(None)
    client.post(
        "/account/login/",
        {"login": "margaret@example.org", "password": "a-long-enough-password"},
        headers={"user-agent": PHONE},
        REMOTE_ADDR="203.0.113.7",
    )
    row = BrowserSession.objects.get(user=margaret.user)
    assert (row.signed_in_at, row.last_seen_at) == (THURSDAY, THURSDAY)
    assert (row.address, row.user_agent) == ("203.0.113.7", PHONE)
    page = client.get(LIST).content.decode()
    for words in ("Chrome on Android", "this one", "19 Nov, 9:10", "203.0.113.7"):
        assert words in page


def test_the_page_names_no_session_by_its_secret(as_, sam):
    here, there = as_(sam), as_(sam)
    page = here.get(LIST).content.decode()
    for client in (here, there):
        assert client.session.session_key not in page
    assert page.count("Sign out there") == 1


def test_signing_out_there_ends_that_one_and_no_other(as_, sam):
    here, there, third = as_(sam), as_(sam), as_(sam)
    row = BrowserSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"{LIST}{row.public_id}/end/")["Location"] == LIST
    assert there.get("/patients/")["Location"].startswith("/account/login/")
    assert here.get("/patients/").status_code == third.get("/patients/").status_code == 200


def test_signing_out_everywhere_else_leaves_this_one(as_, sam, leah):
    here, there, other = as_(sam), as_(sam), as_(leah)
    assert here.post(f"{LIST}end-others/")["Location"] == LIST
    assert "Signed out in 1 other place." in here.get(LIST).content.decode()
    assert there.get("/patients/").status_code == 302
    assert here.get("/patients/").status_code == other.get("/patients/").status_code == 200


def test_ending_this_very_one_leads_to_sign_in(as_, sam):
    client = as_(sam)
    row = BrowserSession.objects.get(user=sam)
    assert client.post(f"{LIST}{row.public_id}/end/")["Location"] == "/account/login/"
    assert not BrowserSession.objects.filter(user=sam).exists()


def test_nobody_ends_the_session_of_another(as_, sam, leah):
    theirs = as_(leah)
    row = BrowserSession.objects.get(user=leah)
    assert as_(sam).post(f"{LIST}{row.public_id}/end/").status_code == 404
    assert theirs.get("/patients/").status_code == 200


def test_what_opens_nothing_any_more_is_not_listed(as_, margaret, thursday):
    as_(margaret)  # under the old password
    margaret.user.set_password("green-boat-on-the-hill")
    margaret.user.save()
    as_(margaret)  # a month and more ago by the time that she looks
    with time_machine.travel(THURSDAY.replace(month=12, day=20), tick=False):
        client = as_(margaret)
        page = client.get(LIST).content.decode()
    assert page.count("<section") == 1
    assert BrowserSession.objects.filter(user=margaret.user).count() == 3


def test_the_session_keeps_its_name_and_its_beginning_while_it_is_used(as_, sam, thursday):
    client = as_(sam)
    before = BrowserSession.objects.get(user=sam)
    thursday.shift(30 * 60)
    session = client.session
    session["something"] = 1
    session.save()
    client.post("/account/reauthenticate/", {"password": "a-long-enough-password"})
    after = BrowserSession.objects.get(user=sam)
    assert (after.public_id, after.signed_in_at) == (before.public_id, before.signed_in_at)
    assert after.get_decoded()[SESSION_KEY] == str(sam.pk)


def test_a_visitor_who_signs_in_begins_then(as_, margaret, thursday):
    client = as_(None)
    session = client.session
    session["seen"] = "the sign-in page"
    session.save()
    visitor = BrowserSession.objects.get()
    assert visitor.user is None
    thursday.shift(600)
    client.post("/account/login/", {"login": "margaret@example.org", "password": "a-long-enough-password"})
    row = BrowserSession.objects.get(user=margaret.user)
    assert (row.signed_in_at - visitor.signed_in_at).total_seconds() == 600
    assert row.public_id != visitor.public_id


def test_browsers_in_words():
    said = {
        PHONE: "Chrome on Android",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
        " Version/18.1 Mobile/15E148 Safari/604.1": "Safari on iPhone",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"
        " Edg/131.0.0.0": "Edge on Windows",
        "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0": "Firefox on Linux",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17 Safari/605.1.15": (
            "Safari on Mac"
        ),
        "curl/8": "A browser",
        "": "A browser",
    }
    assert {agent: devices.in_words(agent) for agent in said} == said
