"""Sessions end by themselves: by role, on the server, at the minute, and what was typed is kept for who typed it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import BrowserSession
from accounts.sessions.expiry import Limits, end_of, limits_of, why_ended
from tests.factories import PASSWORD, make_membership, make_user, totp_code
from therapy.care.models import Patient

HOUR, DAY = 3600, 24 * 3600
KEPT = "/account/saved-form/"


def passes(client, address="/account/settings/"):
    return client.get(address).status_code == 200


def test_staff_are_signed_out_an_hour_after_the_last_thing_they_did(as_, sam, thursday):
    client = as_(sam)
    thursday.shift(HOUR - 1)
    assert passes(client)
    thursday.shift(HOUR - 1)
    assert passes(client), "the request before has moved the end"
    thursday.shift(HOUR)
    answer = client.get("/patients/")
    assert answer["Location"] == "/account/login/?next=/patients/"
    assert "because nothing was done here for a while" in client.get("/account/login/").content.decode()
    assert not BrowserSession.objects.filter(user=sam).exists()


def test_staff_are_signed_out_a_day_after_signing_in_whatever_they_do(as_, ruth, thursday):
    client = as_(ruth)
    for _time in range(24):
        thursday.shift(HOUR - 10)
        assert client.post("/account/session/").json()["person"]
    thursday.shift(24 * 10 - 1)
    assert passes(client)
    thursday.shift(1)
    assert not passes(client)
    assert "because you signed in a long time ago" in client.get("/account/login/").content.decode()


def test_a_patient_stays_for_a_month_of_nothing_and_half_a_year_in_all(as_, margaret, thursday):
    client = as_(margaret)
    thursday.shift(30 * DAY - 1)
    assert passes(client)
    for _month in range(5):
        thursday.shift(29 * DAY)
        assert passes(client)
    thursday.shift(6 * DAY)
    assert not passes(client)
    client = as_(margaret)
    thursday.shift(30 * DAY)
    assert not passes(client)


def test_the_cookie_outlives_every_session(settings):
    longest = max(limits["absolute"] for limits in settings.SESSION_LIMITS.values())
    assert timedelta(seconds=settings.SESSION_COOKIE_AGE) >= longest


def test_a_patient_who_becomes_a_therapist_has_the_staffs_limits_at_once(as_, margaret, harbour, thursday):
    client = as_(margaret)
    thursday.shift(2 * HOUR)
    assert passes(client)
    make_membership(margaret.user, harbour, "therapist")
    thursday.shift(2 * HOUR)
    assert not passes(client)


def test_without_a_role_the_short_limits_hold(db, settings):
    assert limits_of(make_user()) == Limits(**settings.SESSION_LIMITS["staff"])


def test_most_requests_write_nothing(as_, sam, thursday, django_assert_num_queries):
    client = as_(sam)
    client.get("/account/session/")
    with django_assert_num_queries(3):  # the session with her roles, and a savepoint of the test's own
        client.post("/account/session/", headers={"accept": "application/json"})
    thursday.shift(61)
    with django_assert_num_queries(4):
        client.post("/account/session/")
    assert BrowserSession.objects.get(user=sam).last_seen_at == timezone.now()


def test_the_script_is_told_how_long_is_left_without_moving_the_end(as_, sam, thursday):
    client = as_(sam)
    thursday.shift(HOUR - 100)
    said = client.get("/account/session/").json()
    assert (said["person"], said["left"], said["can_stay"]) == (str(sam.pk), 100, True)
    assert client.get("/account/session/").json()["left"] == 100
    assert client.post("/account/session/").json()["left"] == HOUR
    thursday.shift(HOUR)
    assert client.get("/account/session/").json() == {"person": None}
    assert client.post("/account/session/").json() == {"person": None}


def test_what_a_browser_asks_by_itself_keeps_nobody_signed_in(as_, sam, thursday):
    client = as_(sam)
    thursday.shift(HOUR - 100)
    client.get("/sw.js")
    assert client.get("/account/session/").json()["left"] == 100


def test_near_the_absolute_end_staying_is_not_offered(as_, sam, thursday):
    client = as_(sam)
    for _half_hour in range(47):
        thursday.shift(HOUR / 2)
        client.post("/account/session/")
    said = client.post("/account/session/").json()
    assert (said["left"], said["can_stay"]) == (HOUR / 2, False)


def test_a_page_says_how_long_is_left(as_, sam, margaret):
    page = as_(sam).get("/account/settings/").content.decode()
    assert 'data-left="3600"' in page or 'data-left="3599"' in page
    assert 'data-warn-before="120"' in page
    assert 'data-left="25919' in as_(margaret).get("/account/settings/").content.decode()


@given(
    seen=st.integers(0, 100_000),
    now=st.integers(0, 200_000),
    idle=st.integers(1, 50_000),
    absolute=st.integers(1, 100_000),
)
def test_it_ends_exactly_when_it_was_said_to(seen, now, idle, absolute):
    start = timezone.now()
    limits = Limits(timedelta(seconds=idle), timedelta(seconds=absolute))
    row = BrowserSession(signed_in_at=start, last_seen_at=start + timedelta(seconds=seen))
    moment = start + timedelta(seconds=now)
    assert (why_ended(row, limits, moment) is not None) == (moment >= end_of(row, limits))


# --- what was typed ----------------------------------------------------------------------------

TYPED = {"name": "Margaret Doyle", "birth_date": "1959-03-14", "email": "m@example.org", "sex": "F"}
TYPED |= {"notes": "Her calf\nis stronger now"}


@pytest.fixture
def sams_edit(as_, sam, margaret, thursday):
    """Sam's browser after he sent the form of Margaret's record an hour too late, and what it answered."""
    client = as_(sam)
    thursday.shift(HOUR)
    return client, client.post(f"/patients/{margaret.pk}/edit/", TYPED)


def sign_in(client, email):
    client.post(f"/account/login/?next={KEPT}", {"login": email, "password": PASSWORD, "next": KEPT})
    return client.post("/account/second-step/authenticate/", {"code": totp_code()})


def test_what_was_typed_comes_back_after_signing_in_and_can_be_sent(sams_edit, margaret):
    client, answer = sams_edit
    assert answer["Location"] == f"/account/login/?next={KEPT.replace('/', '%2F')}"
    assert "What you typed is kept" in client.get(answer["Location"]).content.decode()
    assert sign_in(client, "sam@example.org")["Location"] == KEPT
    page = client.get(KEPT).content.decode()
    assert "Her calf<br>is stronger now" in page
    fields = dict(re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.S))
    assert fields == TYPED
    assert Patient.objects.get(pk=margaret.pk).email == "margaret@example.org", "nothing is saved by itself"
    again = client.post(f"{KEPT}?send", fields)
    assert (again.status_code, again["Location"]) == (307, f"/patients/{margaret.pk}/edit/")
    assert client.post(again["Location"], fields).status_code == 302
    assert Patient.objects.get(pk=margaret.pk).email == "m@example.org"
    assert "What you typed" not in client.get(KEPT).content.decode().split("<main")[1].split("Go to")[0][:200]


def test_another_person_never_sees_it_and_it_is_gone(sams_edit, leah):
    client, _answer = sams_edit
    sign_in(client, "leah@example.org")
    assert "stronger now" not in client.get(KEPT).content.decode()
    assert "accounts.sessions.saved_form" not in client.session
    client.post("/account/logout/")
    sign_in(client, "sam@example.org")
    assert "stronger now" not in client.get(KEPT).content.decode()


def test_it_can_be_thrown_away(sams_edit):
    client, _answer = sams_edit
    sign_in(client, "sam@example.org")
    assert client.post(KEPT)["Location"] == "/"
    assert "stronger now" not in client.get(KEPT).content.decode()


def test_after_an_hour_it_is_gone(sams_edit, thursday):
    client, _answer = sams_edit
    thursday.shift(HOUR + 1)
    sign_in(client, "sam@example.org")
    assert "stronger now" not in client.get(KEPT).content.decode()


def test_htmx_is_sent_to_sign_in_as_a_whole_page_and_its_form_is_kept(as_, sam, margaret, thursday):
    client = as_(sam)
    thursday.shift(HOUR)
    answer = client.post(f"/patients/{margaret.pk}/edit/", TYPED, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"][:20]) == (204, "/account/login/?next")
    assert "accounts.sessions.saved_form" in client.session


def test_passwords_and_codes_are_never_kept(as_, sam, thursday):
    for address, form in [
        ("/account/password/change/", {"oldpassword": PASSWORD, "password1": "x", "password2": "x"}),
        ("/account/second-step/reauthenticate/", {"code": "123456"}),
        ("/account/settings/", {"name": "Sam", "password": "mistyped here"}),
    ]:
        client = as_(sam)
        thursday.shift(HOUR)
        client.post(address, form)
        assert "accounts.sessions.saved_form" not in client.session, address


def test_a_form_of_another_site_is_not_kept(sam, margaret, thursday, as_):
    key = as_(sam).session.session_key
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = key
    thursday.shift(HOUR)
    assert client.post(f"/patients/{margaret.pk}/edit/", TYPED).status_code == 403
    assert "accounts.sessions.saved_form" not in client.session


def test_nothing_is_kept_of_a_request_without_an_ended_session(as_, margaret):
    client = as_(None)
    client.post(f"/patients/{margaret.pk}/edit/", TYPED)
    assert "accounts.sessions.saved_form" not in client.session


def test_a_form_that_is_far_too_long_is_not_kept_and_says_no_such_thing(as_, sam, margaret, thursday):
    client = as_(sam)
    thursday.shift(HOUR)
    answer = client.post(f"/patients/{margaret.pk}/edit/", TYPED | {"notes": "x" * 200_001})
    assert answer["Location"] == f"/account/login/?next=/patients/{margaret.pk}/edit/"
    assert "What you typed is kept" not in client.get(answer["Location"]).content.decode()
