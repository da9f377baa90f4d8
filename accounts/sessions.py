"""Sessions in the database, for a cookie that holds anything at all."""

from typing import Any

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Django's, but a cookie with a NUL character is no session; PostgreSQL refuses to be asked for one."""

    def _validate_session_key(self, key: Any) -> bool:
        return super()._validate_session_key(key) and "\0" not in key  # type: ignore[misc]
