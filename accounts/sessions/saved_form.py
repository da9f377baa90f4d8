"""The form that was being sent when a session ended: saved until the same person has signed in again, who may send it.

It lies in the session table, in the browser's new session, for an hour at most. Nothing is kept in the browser itself:
a phone is handed on. Nobody but the person who typed it gets to see it, and passwords and codes are never saved.
"""

import json
import time
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from accounts.models import User

KEY = "accounts.sessions.saved_form"
LONGEST = 60 * 60  # seconds until it is thrown away
LARGEST = 200_000  # characters, of names and values
NEVER = ("account_", "mfa_")  # pages that take passwords and codes


@dataclass(frozen=True)
class SavedForm:
    """A form as it was sent: where to, and its fields in their order."""

    path: str
    fields: list[tuple[str, str]]

    @property
    def words(self) -> list[str]:
        """What a person typed in words, to show them that it is there; ids, numbers and choices say little."""
        return [value for _name, value in self.fields if " " in value.strip()]


def save(request: HttpRequest, owner: UUID) -> bool:
    """Save the form that `request` sends for `owner`; False where there is none, or none that may be saved.

    Call it after the check against forged requests.
    """
    if request.method != "POST" or not _may_be_saved(request):
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    if sum(len(name) + len(str(value)) for name, value in fields) > LARGEST:
        return False
    request.session[KEY] = {
        "owner": str(owner),
        "path": request.get_full_path(),
        "fields": json.dumps(fields),
        "at": time.time(),
    }
    return True


def _may_be_saved(request: HttpRequest) -> bool:
    match = request.resolver_match
    is_form = request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")
    if match is None or match.view_name.startswith(NEVER) or not is_form or request.FILES:
        return False
    return not any("password" in name for name in request.POST)


def load(request: HttpRequest, user: User) -> SavedForm | None:
    """What waits for `user` in this browser, if it is theirs and not too old."""
    stored = request.session.get(KEY)
    if stored is None or stored["owner"] != str(user.pk) or time.time() - stored["at"] > LONGEST:
        return None
    return SavedForm(stored["path"], [(name, value) for name, value in json.loads(stored["fields"])])


def discard(request: HttpRequest) -> None:
    """Throw away what waits."""
    request.session.pop(KEY, None)


def discard_unless_of(request: HttpRequest, user: User) -> None:
    """Throw it away where another person than the one who typed it has signed in, or where it is too old."""
    if load(request, user) is None:
        discard(request)
