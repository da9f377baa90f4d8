"""Headers and cookies as production sends them, each by its name."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from tests.factories import PASSWORD
from tests.support.production import PRODUCTION, read_settings

# Where the database, the mail and the files are stays as the tests have it.
SAFETY = (
    *("SECURE_", "SESSION_COOKIE_", "CSRF_", "X_FRAME_", "ALLOWED_HOSTS", "ALLAUTH_TRUSTED", "DEBUG"),
    *("CONTENT_SECURITY_POLICY", "PERMISSIONS_POLICY", "DATA_UPLOAD_", "FILE_UPLOAD_", "MIDDLEWARE"),
)
HTTPS = {"HTTP_HOST": "clinic.example", "HTTP_X_FORWARDED_PROTO": "https"}


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch):
    """The settings of production for the length of a test, but for its servers."""
    with pytest.MonkeyPatch.context() as patch:
        found: dict[str, Any] = read_settings(patch, **PRODUCTION)
    chosen = {name: value for name, value in found.items() if name.startswith(SAFETY)}
    with override_settings(**chosen):
        yield


@pytest.fixture
def sign_in_page(production, db):
    return Client(**HTTPS).get("/account/login/")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
    ],
)
def test_header(sign_in_page, name: str, value: str):
    assert (sign_in_page.status_code, sign_in_page[name]) == (200, value)


@pytest.mark.parametrize(
    "rule",
    [
        *("camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()", "screen-wake-lock=(self)"),
        *("autoplay=(self)", "publickey-credentials-get=(self)", "publickey-credentials-create=(self)"),
    ],
)
def test_permission(sign_in_page, rule: str):
    assert rule in sign_in_page["Permissions-Policy"].split(", ")


def test_every_cookie_is_closed(production, margaret):
    client = Client(**HTTPS)
    csrf = client.get("/account/login/").cookies["__Host-csrftoken"]
    form = {"login": "margaret@example.org", "password": PASSWORD}
    answer = client.post("/account/login/", form)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    for cookie in (csrf, answer.cookies["__Host-sessionid"]):
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert client.get("/today/").status_code == 200
    assert set(client.cookies) <= {"__Host-csrftoken", "__Host-sessionid", "messages"}


def test_a_form_is_taken_over_tls_from_the_own_site_alone(production, db):
    client = Client(**HTTPS, enforce_csrf_checks=True)
    client.get("/account/login/")
    # The cookie holds the secret itself, which is taken as a token too.
    form = {"csrfmiddlewaretoken": client.cookies["__Host-csrftoken"].value, "login": "a@b.example"}
    own = client.post("/account/login/", form, headers={"origin": "https://clinic.example"})
    other = client.post("/account/login/", form, headers={"origin": "https://evil.example"})
    assert (own.status_code, other.status_code) == (200, 403)
    assert "This was not accepted" in other.content.decode()


def test_plain_http_is_sent_to_tls_and_a_strange_host_is_refused(production, db):
    plain = Client(HTTP_HOST="clinic.example").get("/account/login/")
    assert (plain.status_code, plain["Location"]) == (301, "https://clinic.example/account/login/")
    strange = Client(**HTTPS | {"HTTP_HOST": "evil.example"}).get("/account/login/")
    assert strange.status_code == 400


@pytest.mark.parametrize(("path", "body"), [("/healthz", b"alive\n"), ("/readyz", b"ready\n")])
def test_health_is_told_by_number_without_tls_session_or_cookie(production, db, path: str, body: bytes):
    """As a load balancer asks: on the machine's own address, in plain HTTP."""
    answer = Client(HTTP_HOST="10.0.0.7:8000").get(path)
    assert (answer.status_code, answer.content) == (200, body)
    assert not answer.cookies
    assert "Vary" not in answer
    assert "no-store" in answer["Cache-Control"]


def test_a_file_has_the_headers_too(production, settings, tmp_path: Path):
    (tmp_path / "a.css").write_text("p { color: red }")
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = False
    answer = Client(**HTTPS).get("/static/a.css")
    assert answer.status_code == 200
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
