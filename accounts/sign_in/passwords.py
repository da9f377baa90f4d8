"""What a password must be: long enough for what stands behind it, and not one that is already out in the world.

NIST SP 800-63B-4, 3.1.1.2: 15 characters where the password is all that there is, 8 where a second factor follows; no
rules about capitals or signs; nothing that is known from breaches. We ask for 12 where a second factor follows.

Breached passwords are looked for on this machine: in Django's list of the 20,000 most common ones, and in what people
make of those to get to a length: written twice, two in a row, with numbers around them, or a walk along the keyboard.
A far longer list cannot be shipped. Who may ask the world sets `BREACHED_PASSWORDS_URL`, see `breached.py`.
"""

import re
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sign_in import second_factor

ALONE = 15  # characters where it is the only factor
WITH_SECOND_STEP = 12  # characters where a second factor follows
WALKS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "01234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
LEAST_WALK = 5  # characters in a row that make a walk


def shortest_for(user: User | None) -> int:
    """How many characters a password of `user` needs: fewer where a second factor of theirs is asked for after it."""
    protected = user is not None and second_factor.is_enrolled(user)
    return WITH_SECOND_STEP if protected else ALONE


class LengthValidator:
    """Long enough for this person."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError for a password that is too short."""
        needed = shortest_for(user)
        if len(password) < needed:
            words = _("This password is too short: it needs %(needed)d characters, and has %(got)d.")
            raise ValidationError(words % {"needed": needed, "got": len(password)}, code="password_too_short")

    def get_help_text(self) -> str:
        """One sentence."""
        return _("%(needed)d characters or more. Four words in a row make a good one.") % {"needed": ALONE}


class KnownPasswordValidator:
    """Not one that everybody tries first, nor what is made of one by doubling it or hanging numbers on it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError for a password that is known, or made of known parts."""
        if is_known(password):
            raise ValidationError(
                _(
                    "This password is known from other sites, or made of ones that are. Choose four words of your own."
                ),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        """One sentence."""
        return _("Not one that others use too.")


def is_known(password: str) -> bool:
    """Whether a list of common passwords, or a little effort with it, has `password`."""
    bare = password.strip().lower()
    words = re.sub(r"[\W\d_]+", "", bare)
    forms = {bare, words, _once(bare), _once(words)}
    return any(form in _common() for form in forms) or _is_pair(words) or _is_walk(bare)


def _once(text: str) -> str:
    """`text` without its repetitions: "boatboat" is "boat"."""
    for size in range(1, len(text) // 2 + 1):
        if len(text) % size == 0 and text[:size] * (len(text) // size) == text:
            return text[:size]
    return text


def _is_pair(words: str) -> bool:
    """Whether it is two common passwords in a row: "iloveyoupassword". Three words and more are what we ask for."""
    return any(words[:cut] in _common() and words[cut:] in _common() for cut in range(3, len(words) - 2))


def _is_walk(text: str) -> bool:
    """Whether nothing is left of it without walks along the keyboard, the alphabet or the numbers."""
    left = re.sub(r"[\W_]+", "", text)
    for walk in _walks():
        left = left.replace(walk, "")
    return len(left) < 3


@cache
def _walks() -> list[str]:
    """Every piece of a walk, either way, the longest first."""
    lines = [line for walk in WALKS for line in (walk, walk[::-1])]
    pieces = {
        line[start:end]
        for line in lines
        for start in range(len(line))
        for end in range(start + LEAST_WALK, len(line) + 1)
    }
    return sorted(pieces, key=len, reverse=True)


@cache
def _common() -> frozenset[str]:
    """Django's list: the 20,000 most common passwords, by Royce Williams from Pwned Passwords."""
    return frozenset(CommonPasswordValidator().passwords)
