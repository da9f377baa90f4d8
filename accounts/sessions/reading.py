"""A session with its person and their roles, in one read: each request of somebody signed in begins with it.

Three queries of Django's would say the same, at three times the cost: most of it is not the database's but that of
putting SQL together, which is done here once.
"""

from functools import cache
from typing import Any

from django.db import InterfaceError, OperationalError, connection, models
from django.utils import timezone

from accounts.access import remember_memberships
from accounts.models import BrowserSession, Clinic, Membership, User

# Which memberships are in force is said in `MembershipQuerySet.active` too; a test holds the two together.
_FROM = """
    FROM accounts_browsersession AS session
    LEFT JOIN accounts_user AS person ON person.id = session.user_id
    LEFT JOIN accounts_membership AS membership
        ON membership.user_id = person.id AND membership.ended_at IS NULL AND person.is_active
    LEFT JOIN accounts_clinic AS clinic ON clinic.id = membership.clinic_id
    WHERE session.session_key = %s AND session.expire_date > %s
    ORDER BY membership.created_at
"""
_TABLES: dict[str, type[models.Model]] = {
    "session": BrowserSession,
    "person": User,
    "membership": Membership,
    "clinic": Clinic,
}


def read(session_key: str | None) -> BrowserSession | None:
    """The session of that key unless it has expired, its `user` with their active memberships; None without one."""
    rows = [_split(values) for values in _fetched(session_key)]
    if not rows:
        return None
    session: BrowserSession = _made(BrowserSession, rows[0]["session"])
    if session.user_id is not None:
        session.user = _made(User, rows[0]["person"])
        remember_memberships(session.user, [_membership(row) for row in rows if row["membership"][0]])
    return session


def _fetched(session_key: str | None) -> list[tuple[Any, ...]]:
    """The rows. As the first thing that a request asks, this also finds out whether the kept connection still works.

    Django would ask that in a round trip of its own (`CONN_HEALTH_CHECKS`). Here a broken connection is opened anew and
    asked once more.
    """
    if connection.in_atomic_block or connection.connection is None:
        return _ask(session_key)
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _ask(session_key)
    except (InterfaceError, OperationalError):
        if connection.is_usable():
            raise
        connection.close()
        return _ask(session_key)


def _ask(session_key: str | None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [session_key, timezone.now()])
        return cursor.fetchall()


@cache
def _statement() -> str:
    columns = (
        f"{alias}.{connection.ops.quote_name(str(field.column))}"
        for alias, model in _TABLES.items()
        for field in model._meta.concrete_fields
    )
    return f"SELECT {', '.join(columns)} {_FROM}"  # nosec B608 # columns of ours


def _split(values: tuple[Any, ...]) -> dict[str, tuple[Any, ...]]:
    found, start = {}, 0
    for alias, model in _TABLES.items():
        end = start + len(model._meta.concrete_fields)
        found[alias], start = values[start:end], end
    return found


def _membership(row: dict[str, tuple[Any, ...]]) -> Membership:
    membership: Membership = _made(Membership, row["membership"])
    membership.clinic = _made(Clinic, row["clinic"])
    return membership


def _made(model: type[Any], values: tuple[Any, ...]) -> Any:
    return model.from_db(connection.alias, [field.attname for field in model._meta.concrete_fields], values)
