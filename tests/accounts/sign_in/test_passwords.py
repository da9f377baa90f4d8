"""Which passwords are taken: long enough for what stands behind them, and not one that is out in the world."""

import hashlib
import http.server
import logging
import threading

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.sign_in import passwords
from tests.factories import PASSWORD, make_second_factor, make_user
from therapy import environment
from therapy.demo.fill import PASSWORD as DEMO_PASSWORD

TWELVE = "twelve-chars"  # exactly


def change(client, new):
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    return client.post("/account/password/change/", form)


def test_fifteen_characters_where_the_password_is_all_there_is(as_, margaret):
    answer = change(as_(margaret), "fourteen-chars")
    assert "it needs 15 characters, and has 14" in answer.content.decode()
    margaret.user.refresh_from_db()
    assert margaret.user.check_password(PASSWORD)
    assert change(as_(margaret), "fifteen-letters").status_code == 302


def test_twelve_where_a_second_step_follows(as_, margaret):
    make_second_factor(margaret.user)
    assert "it needs 12 characters, and has 11" in change(as_(margaret), "eleven-char").content.decode()
    assert change(as_(margaret), TWELVE).status_code == 302
    margaret.user.refresh_from_db()
    assert margaret.user.check_password(TWELVE)


def test_staff_without_a_second_step_need_fifteen(db):
    with pytest.raises(ValidationError, match="needs 15"):
        validate_password(TWELVE, make_user())
    with pytest.raises(ValidationError, match="needs 15"):
        validate_password(TWELVE, User(email="new@example.org", name="New"))


def test_a_short_password_of_before_still_signs_in(as_, margaret):
    margaret.user.set_password("short")
    margaret.user.save()
    form = {"login": "margaret@example.org", "password": "short"}
    assert as_(None).post("/account/login/", form)["Location"] == "/"


KNOWN = [
    "password",
    "PasswordPassword",
    "password1234567",
    "2024-password-2024",
    "iloveyou-princess!",
    "qwertyuiopasdfg",
    "123456789012345",
    "abcdefghijklmnop",
    "1qaz2wsx3edc4rfv",
    "zxcvbnmlkjhgfdsa",
    "monkeymonkeymonkey",
    "aaaaaaaaaaaaaaaaa",
]
FINE = [PASSWORD, DEMO_PASSWORD, "green-boat-on-the-hill", "correct horse battery staple", "kettle7umbrella",
        "Wetter schön heute, gell?", "fifteen-letters", TWELVE]  # fmt: skip


@pytest.mark.parametrize("password", KNOWN)
def test_known_ones_and_what_is_made_of_them_are_refused(password):
    assert passwords.is_known(password)


@pytest.mark.parametrize("password", FINE)
def test_words_of_ones_own_are_taken(password):
    assert not passwords.is_known(password)


WORDS = sorted(word for word in passwords._common() if word.isascii() and word.isalpha())


@given(st.sampled_from(WORDS), st.integers(0, 9999), st.booleans())
def test_a_common_one_with_numbers_around_it_is_known(common, number, is_upper):
    word = common.upper() if is_upper else common
    assert passwords.is_known(word)
    assert passwords.is_known(f"{number}{word}{number}")


@given(st.text(min_size=0, max_size=60))
def test_any_text_gets_an_answer(text):
    assert passwords.is_known(text) in (True, False)


# --- asking a service, where one is set -------------------------------------------------------

BREACHED = "tulip-harbour-violet-seven"
DIGEST = hashlib.sha1(BREACHED.encode(), usedforsecurity=False).hexdigest().upper()


@pytest.fixture
def service(settings):
    """A service on this machine that knows one password; what it was asked for is in `asked`."""
    asked = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = f"{'0' * 35}:0\r\n{DIGEST[5:]}:3\r\n".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.BREACHED_PASSWORDS_URL = f"http://127.0.0.1:{server.server_port}/range/"
    yield asked
    server.shutdown()
    server.server_close()


def test_a_service_refuses_what_it_knows_and_learns_five_digits(service):
    with pytest.raises(ValidationError, match="known from other sites"):
        validate_password(BREACHED, User(email="a@example.org"))
    assert service == [f"/range/{DIGEST[:5]}"]


def test_what_the_service_does_not_list_is_taken(service):
    validate_password("green-boat-on-the-hill", User(email="a@example.org"))
    assert len(service) == 1


def test_an_end_that_nobody_has_is_padding(service, monkeypatch):
    monkeypatch.setattr("accounts.sign_in.breached._ends", lambda _address: f"{DIGEST[5:]}:0\r\n")
    validate_password(BREACHED, User(email="a@example.org"))


def test_a_service_that_is_down_stops_nobody_and_the_log_says_so(settings, caplog):
    settings.BREACHED_PASSWORDS_URL = "http://127.0.0.1:9/range/"
    with caplog.at_level(logging.WARNING):
        validate_password(BREACHED, User(email="a@example.org"))
    assert "breached passwords were not looked up: URLError" in caplog.text
    assert BREACHED not in caplog.text


def test_nobody_is_asked_unless_it_is_set(settings, monkeypatch):
    assert settings.BREACHED_PASSWORDS_URL is None
    monkeypatch.setattr("accounts.sign_in.breached._ends", lambda _address: pytest.fail("asked"))
    validate_password(BREACHED, User(email="a@example.org"))


@pytest.mark.parametrize(
    "address", ["http://api.example/range/", "https://api.example/range", "file:///etc/"]
)
def test_only_an_address_over_tls_is_taken(monkeypatch, address):
    monkeypatch.setenv("BREACHED_PASSWORDS_URL", address)
    with pytest.raises(ImproperlyConfigured, match="must begin with https://"):
        environment.optional_https("BREACHED_PASSWORDS_URL")
