"""Asking a service whether a password is known from a breach, without telling it which one.

Off unless `BREACHED_PASSWORDS_URL` is set, such as to https://api.pwnedpasswords.com/range/. Only the first five of the
forty hex digits of the password's SHA-1 leave this machine; the answer lists the ends of hundreds that begin so.
"""

import hashlib
import logging
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

logger = logging.getLogger(__name__)

PATIENCE = 3  # seconds
LARGEST = 500_000  # bytes of an answer; real ones have some 40,000


class BreachedPasswordValidator:
    """Not one that a service of breached passwords knows; where it does not answer, it passes, and the log says so."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError for a password that is known from a breach."""
        address = settings.BREACHED_PASSWORDS_URL
        if address and is_breached(password, address):
            raise ValidationError(
                _("This password is known from other sites. Choose four words of your own."), code="breached"
            )

    def get_help_text(self) -> str:
        """One sentence."""
        return _("Not one that others use too.")


def is_breached(password: str, address: str) -> bool:
    """Whether the service at `address` lists `password`; False where it cannot be asked."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    try:
        answer = _ends(address + digest[:5])
    except (URLError, OSError, ValueError) as error:
        logger.warning("breached passwords were not looked up: %s", type(error).__name__)
        return False
    for line in answer.splitlines():
        end, _colon, count = line.partition(":")
        # The service pads its answers with ends that nobody has: their count is 0.
        if end.strip() == digest[5:] and count.strip() != "0":
            return True
    return False


def _ends(address: str) -> str:
    """What the service says there. Raises URLError, OSError or ValueError."""
    request = Request(address, headers={"Add-Padding": "true"})  # noqa: S310
    # The address is one of the settings, which take https alone.
    with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  # nosec B310
        content: bytes = answer.read(LARGEST)
    return content.decode("ascii")
