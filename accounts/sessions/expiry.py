"""How long a session lasts: after the last thing that was done in it, and after signing in, by role."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.access import roles_of
from accounts.models import BrowserSession, User

WARN_BEFORE = timedelta(minutes=2)  # WCAG 2.2, 2.2.1 asks for 20 seconds at least
TELL_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Limits:
    """`idle` counts from the last request, `absolute` from signing in."""

    idle: timedelta
    absolute: timedelta


def limits_of(user: User) -> Limits:
    """A patient's own limits for who is a patient alone; the staff's for everyone else, also without any role."""
    roles = roles_of(user)
    kind = "patient" if roles.patient and not (roles.therapist or roles.admin) else "staff"
    return Limits(**settings.SESSION_LIMITS[kind])


def end_of(row: BrowserSession, limits: Limits) -> datetime:
    """When the session ends, should nothing more be done in it."""
    return min(row.last_seen_at + limits.idle, row.signed_in_at + limits.absolute)


def why_ended(row: BrowserSession, limits: Limits, now: datetime) -> str | None:
    """`idle` or `absolute` where a limit is passed, else None."""
    if now >= row.signed_in_at + limits.absolute:
        return "absolute"
    return "idle" if now >= row.last_seen_at + limits.idle else None


def touch(request: HttpRequest, row: BrowserSession, address: str | None, limits: Limits) -> None:
    """Note that something was done in this session, at most once a minute, or a sixtieth of the idle limit."""
    now = timezone.now()
    if now - row.last_seen_at < min(timedelta(minutes=1), limits.idle / 60):
        return
    row.last_seen_at, row.address = now, address
    row.user_agent = request.headers.get("User-Agent", "")[:300]
    BrowserSession.objects.filter(pk=row.pk).update(
        last_seen_at=now, address=row.address, user_agent=row.user_agent
    )


def living(user: User) -> list[BrowserSession]:
    """The sessions in which `user` is signed in now, the one used last in front.

    Rows whose limit has passed, or that were opened under another password, stay in the table until they are cleared:
    they open nothing and are left out.
    """
    limits, now, proof = limits_of(user), timezone.now(), user.get_session_auth_hash()
    rows = BrowserSession.objects.filter(user=user, expire_date__gt=now).order_by("-last_seen_at")
    return [
        row
        for row in rows
        if why_ended(row, limits, now) is None
        and constant_time_compare(row.get_decoded().get(HASH_SESSION_KEY, ""), proof)
    ]


@dataclass(frozen=True)
class SessionEnd:
    """What a page has to know to warn in time; all in whole seconds."""

    left: int
    # Whether doing something moves the end: not where the absolute limit comes first.
    can_stay: bool
    warn_before: int
    # How often typing is told to the server, so that who writes for long is not taken for idle.
    tell_every: int


def end_for_page(row: BrowserSession, limits: Limits) -> SessionEnd:
    """The end of the session as seen now. Warns two minutes before it, or for a very short limit half of it."""
    end = end_of(row, limits)
    return SessionEnd(
        left=max(0, int((end - timezone.now()).total_seconds())),
        can_stay=end < row.signed_in_at + limits.absolute,
        warn_before=int(min(WARN_BEFORE, limits.idle / 2).total_seconds()),
        tell_every=int(min(TELL_EVERY, limits.idle / 4).total_seconds()),
    )
