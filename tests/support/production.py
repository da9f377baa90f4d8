"""Settings as production reads them."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

PROJECT = Path(settings.BASE_DIR)
PRODUCTION = {
    "EVENSTEP_ENV": "production",
    "SECRET_KEY": "correct-horse-battery-staple-0123456789-abcdefghijklmnop",
    "ALLOWED_HOSTS": "clinic.example,www.clinic.example",
    "DATABASE_URL": "postgres://app:secret@127.0.0.1:9/clinic",
    "EMAIL_URL": "smtp+starttls://mailer:secret@mail.example:587",
    "DEFAULT_FROM_EMAIL": "no-reply@clinic.example",
    "TRUSTED_PROXY_COUNT": "1",
}


def read_settings(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, Any]:
    """The settings as a process with these variables and no others of ours would read them."""
    for name in (*PRODUCTION, "EVENSTEP_TEST_DB"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(PROJECT / "therapy" / "settings.py"))
