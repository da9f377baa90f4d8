"""What the environment says, read strictly.

A value that is missing or makes no sense stops the program with a line that names the variable.
Nothing is guessed.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ENVIRONMENTS = ("development", "demo", "test", "production")
POSTGRES_OPTIONS = {"host", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"}


def required(name: str) -> str:
    """The value of a variable that has no default. Raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"set the environment variable {name}")
    return value


def optional(name: str) -> str | None:
    """The value of a variable, or None where it is unset or empty."""
    return os.environ.get(name, "").strip() or None


def optional_https(name: str) -> str | None:
    """An address that begins with https:// and ends with a slash, or None. Raises ImproperlyConfigured."""
    value = optional(name)
    if value is not None and not (value.startswith("https://") and value.endswith("/")):
        raise ImproperlyConfigured(f"{name} must begin with https:// and end with /")
    return value


def words(name: str) -> list[str]:
    """A list from a required variable, split at commas; at least one entry."""
    entries = [entry.strip() for entry in required(name).split(",")]
    if not all(entries):
        raise ImproperlyConfigured(f"{name} has an empty entry between two commas")
    return entries


def whole_number(name: str) -> int:
    """A required number, 0 or more."""
    value = required(name)
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, 0 or more")
    return int(value)


def environment_name() -> str:
    """Which of the `ENVIRONMENTS` this process runs in; ``development`` if it is not said."""
    name = optional("EVENSTEP_ENV") or "development"
    if name not in ENVIRONMENTS:
        raise ImproperlyConfigured(f"EVENSTEP_ENV must be one of {', '.join(ENVIRONMENTS)}")
    return name


def secret_key() -> str:
    """The production secret: 50 characters or more, not one of Django's placeholders."""
    key = required("SECRET_KEY")
    if not _is_secret(key):
        raise ImproperlyConfigured("SECRET_KEY must be 50 random characters or more")
    return key


def old_secret_keys() -> list[str]:
    """Secrets of before, if the variable is set: as strong as the present one, newest first, split at commas."""
    if optional("SECRET_KEY_FALLBACKS") is None:
        return []
    keys = words("SECRET_KEY_FALLBACKS")
    if not all(map(_is_secret, keys)):
        raise ImproperlyConfigured("SECRET_KEY_FALLBACKS must be keys of 50 random characters or more")
    return keys


def _is_secret(key: str) -> bool:
    return len(key) >= 50 and len(set(key)) >= 5 and not key.startswith("django-insecure-")


def second_factor_skipped(environment: str) -> bool:
    """Whether staff may sign in without a second step: in the demo unless the variable says 0, elsewhere never."""
    value = optional("EVENSTEP_SKIP_SECOND_FACTOR")
    if value not in (None, "0", "1"):
        raise ImproperlyConfigured("EVENSTEP_SKIP_SECOND_FACTOR must be 0 or 1")
    if environment == "demo":
        return value != "0"
    if value == "1":
        raise ImproperlyConfigured("EVENSTEP_SKIP_SECOND_FACTOR=1 is for the demo alone: unset it")
    return False


def database(url: str, variable: str = "DATABASE_URL") -> dict[str, Any]:
    """Django's parameters for ``postgres://user:password@host:port/name?sslmode=require``.

    For a Unix socket: ``postgres://user@/name?host=/folder``. Raises ImproperlyConfigured. The
    message never repeats the address, which may hold a password.
    """
    parts = _split(url, variable)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"{variable} must begin with postgres://")
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise ImproperlyConfigured(f"{variable} must name one database after the host")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(set(options) - POSTGRES_OPTIONS)
    if unknown:
        raise ImproperlyConfigured(f"{variable} has an unknown option: {unknown[0]}")
    socket_folder = options.pop("host", "")
    if socket_folder and parts.hostname:
        raise ImproperlyConfigured(f"{variable} names two hosts")
    host = socket_folder or unquote(parts.hostname or "")
    if not host:
        raise ImproperlyConfigured(f"{variable} must name a host")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def email(url: str) -> dict[str, Any]:
    """Django's mail settings for ``smtp+starttls://user:password@host:587`` or ``smtps://…``.

    Plain ``smtp://`` is for a relay on the same machine. Raises ImproperlyConfigured.
    """
    parts = _split(url, "EMAIL_URL")
    default_ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    if parts.scheme not in default_ports or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must look like smtp+starttls://user:password@host:587,"
            " smtps://user:password@host:465 or smtp://host:25"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or default_ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def _split(url: str, name: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        # Python's own message would repeat a part of the address, perhaps of the password.
        raise ImproperlyConfigured(
            f"{name} is not an address; special characters in it are written as in %2F"
        ) from None
    return parts
