"""Sessions in the database, each with whose it is, since when, and where it was last seen."""

from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import QuerySet

from accounts.models import BrowserSession, User
from accounts.sessions.reading import read


class SessionStore(db.SessionStore):
    """Django's, over rows of ours. A cookie with a NUL character is no session; PostgreSQL refuses to be asked for one.

    `row` is what was loaded, or None, and `person` whose it was then; `address` and `user_agent` are kept with the row
    when it is saved.
    """

    row: BrowserSession | None = None
    person: User | None = None
    address: str | None = None
    user_agent: str = ""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        """Where sessions are kept."""
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """The row to save: what is known of it stays, until somebody else signs in under the same key."""
        row: BrowserSession = super().create_model_instance(data)  # type: ignore[assignment]
        row.user_id = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
        known = self.row
        if known is not None and (known.session_key, known.user_id) == (row.session_key, row.user_id):
            for name in ("public_id", "signed_in_at", "last_seen_at", "address", "user_agent"):
                setattr(row, name, getattr(known, name))
        row.address = self.address or row.address
        row.user_agent = self.user_agent[:300] or row.user_agent
        self.row = row
        return row

    def _get_session_from_db(self) -> BrowserSession | None:
        self.row = read(self.session_key)
        if self.row is None:
            self._session_key = None
        else:
            self.person = self.row.user
        return self.row

    def _validate_session_key(self, key: Any) -> bool:
        return super()._validate_session_key(key) and "\0" not in key  # type: ignore[misc]


def end_all(user: User, but: SessionStore | None = None) -> int:
    """End every session of `user` at once, but the one given; returns how many there were."""
    theirs: QuerySet[BrowserSession] = BrowserSession.objects.filter(user=user)
    if but is not None:
        theirs = theirs.exclude(session_key=but.session_key)
    return theirs.delete()[0]
