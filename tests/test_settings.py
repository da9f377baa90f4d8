"""The settings are strict: a process that is told too little, or nonsense, does not start."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tests.support.production import PRODUCTION, PROJECT, read_settings
from therapy import environment


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``manage.py`` with these variables and no others of ours."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in {*PRODUCTION, "DATABASE_OWNER_URL", "EVENSTEP_TEST_DB"}
    }
    # The browser tests set the second one for this process; in production it would be an error.
    for name in ("DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        clean.pop(name, None)
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={**clean, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow("starts Django in a process of its own")
def test_production_passes_djangos_own_inspection() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("missing", sorted(PRODUCTION.keys() - {"EVENSTEP_ENV"}))
def test_production_has_no_default_for(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(ImproperlyConfigured, match=f"^set the environment variable {missing}$"):
        read_settings(monkeypatch, **variables)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("EVENSTEP_ENV", "prod", "EVENSTEP_ENV must be one of development, demo, test, production"),
        ("SECRET_KEY", "short", "SECRET_KEY must be 50 random characters or more"),
        ("ALLOWED_HOSTS", "a.example,,b.example", "ALLOWED_HOSTS has an empty entry between two commas"),
        (
            "SECRET_KEY_FALLBACKS",
            "short",
            "SECRET_KEY_FALLBACKS must be keys of 50 random characters or more",
        ),
        (
            "EVENSTEP_SKIP_SECOND_FACTOR",
            "1",
            "EVENSTEP_SKIP_SECOND_FACTOR=1 is for the demo alone: unset it",
        ),
        ("EVENSTEP_SKIP_SECOND_FACTOR", "yes", "EVENSTEP_SKIP_SECOND_FACTOR must be 0 or 1"),
        ("TRUSTED_PROXY_COUNT", "-1", "TRUSTED_PROXY_COUNT must be a whole number, 0 or more"),
        ("DATABASE_URL", "mysql://app:secret@db/clinic", "DATABASE_URL must begin with postgres://"),
    ],
)
def test_nonsense_stops(name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"^{re.escape(message)}$"):
        read_settings(monkeypatch, **{**PRODUCTION, name: value})


def test_the_switch_for_the_second_step_is_the_demos_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("development", "test"):
        assert environment.second_factor_skipped(name) is False
        monkeypatch.setenv("EVENSTEP_SKIP_SECOND_FACTOR", "1")
        with pytest.raises(ImproperlyConfigured, match="is for the demo alone"):
            environment.second_factor_skipped(name)
        monkeypatch.setenv("EVENSTEP_SKIP_SECOND_FACTOR", "0")
        assert environment.second_factor_skipped(name) is False
        monkeypatch.delenv("EVENSTEP_SKIP_SECOND_FACTOR")
    assert environment.second_factor_skipped("demo") is True
    monkeypatch.setenv("EVENSTEP_SKIP_SECOND_FACTOR", "0")
    assert environment.second_factor_skipped("demo") is False


def test_production_with_the_switch_does_not_start_and_says_so_in_one_line() -> None:
    done = manage("check", **PRODUCTION, EVENSTEP_SKIP_SECOND_FACTOR="1")
    assert (done.returncode, done.stderr) == (
        1,
        "manage.py: EVENSTEP_SKIP_SECOND_FACTOR=1 is for the demo alone: unset it\n",
    )


def test_old_secrets_are_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    old = PRODUCTION["SECRET_KEY"][::-1]
    assert read_settings(monkeypatch, **PRODUCTION)["SECRET_KEY_FALLBACKS"] == []
    found = read_settings(monkeypatch, **PRODUCTION, SECRET_KEY_FALLBACKS=old)
    assert found["SECRET_KEY_FALLBACKS"] == [old]


def test_production_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_settings(monkeypatch, **PRODUCTION)
    assert (found["DEBUG"], found["SESSION_COOKIE_SECURE"], found["CSRF_COOKIE_SECURE"]) == (
        False,
        True,
        True,
    )
    assert (found["SECURE_SSL_REDIRECT"], found["SECURE_HSTS_SECONDS"]) == (True, 31_536_000)
    assert found["ALLOWED_HOSTS"] == ["clinic.example", "www.clinic.example"]
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert "PASSWORD_HASHERS" not in found


def test_production_without_a_proxy_believes_no_header(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_settings(monkeypatch, **{**PRODUCTION, "TRUSTED_PROXY_COUNT": "0"})
    assert "SECURE_PROXY_SSL_HEADER" not in found


def test_a_person_who_starts_it_is_told_in_one_line() -> None:
    done = manage("check", **{**PRODUCTION, "SECRET_KEY": ""})
    assert (done.returncode, done.stderr) == (1, "manage.py: set the environment variable SECRET_KEY\n")


@pytest.mark.slow("starts Django in a process of its own")
def test_an_unreachable_database_is_one_line_without_its_password() -> None:
    done = manage("migrate", **PRODUCTION, DATABASE_OWNER_URL=PRODUCTION["DATABASE_URL"])
    assert done.returncode == 1
    assert done.stderr.startswith("manage.py: the database does not answer: ")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr


@pytest.mark.slow("starts Django in a process of its own")
def test_the_application_cannot_migrate() -> None:
    done = manage("migrate", **PRODUCTION)
    assert done.returncode == 1
    assert done.stderr == (
        "manage.py: set the environment variable DATABASE_OWNER_URL: the owner of the tables migrates\n"
    )


def test_an_owner_without_an_application_is_refused() -> None:
    done = manage("check", DATABASE_OWNER_URL="postgres://owner:secret@127.0.0.1:9/clinic")
    assert done.returncode == 1
    assert done.stderr == "manage.py: DATABASE_OWNER_URL is set, and DATABASE_URL is not\n"


def test_database_address_over_the_network() -> None:
    found = environment.database("postgres://us%40er:p%2Fw@db.example:6432/clinic?sslmode=require")
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "clinic",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


def test_database_address_of_a_socket() -> None:
    found = environment.database("postgresql://evenstep@/evenstep?host=/run/a%20folder")
    assert (found["HOST"], found["PORT"], found["USER"]) == ("/run/a folder", "", "evenstep")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgres://app:secret@db.example/", "must name one database"),
        ("postgres://app:secret@db.example/a/b", "must name one database"),
        ("postgres:///clinic", "must name a host"),
        ("postgres://app@db.example/clinic?host=/run", "names two hosts"),
        ("postgres://app@db.example/clinic?sslmod=require", "unknown option: sslmod"),
        ("postgres://app:secret@db.example:port/clinic", "is not an address"),
        ("postgres://app:secret/word@db.example/clinic", "is not an address"),
        ("postgres://app:secret@[db.example/clinic", "is not an address"),
    ],
)
def test_database_addresses_that_make_no_sense(url: str, message: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=message) as caught:
        environment.database(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp+starttls://mail.example", 587, True, False),
        ("smtps://mail.example:4650", 4650, False, True),
        ("smtp://localhost", 25, False, False),
    ],
)
def test_mail_addresses(url: str, port: int, tls: bool, ssl: bool) -> None:
    found = environment.email(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_a_mail_address_of_another_kind() -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must look like"):
        environment.email("http://mail.example")


def test_cookies_and_connections() -> None:
    database = settings.DATABASES["default"]
    assert (database["ATOMIC_REQUESTS"], database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (
        True,
        None,
        True,
    )
    assert (settings.SESSION_COOKIE_HTTPONLY, settings.CSRF_COOKIE_HTTPONLY) == (True, True)
    assert (settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE) == ("Lax", "Lax")
    assert settings.DEBUG is False


LOADED = """
import django, sys
django.setup()
print(*sorted({"psutil", "therapy.embedded_postgres"} & sys.modules.keys()))
"""


def test_production_loads_nothing_of_the_embedded_database() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "therapy.settings", **PRODUCTION},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("\n", "", 0)


def test_without_a_database_and_without_its_packages_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "therapy.embedded_postgres.server", raising=False)
    monkeypatch.setitem(sys.modules, "psutil", None)
    message = "the package psutil is not installed; install requirements-demo.txt, or set DATABASE_URL"
    with pytest.raises(ImproperlyConfigured, match=f"^{re.escape(message)}$"):
        read_settings(monkeypatch)
