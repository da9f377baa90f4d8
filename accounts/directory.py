"""Reads for the people page: who is, was, or is asked to be at a clinic. No clinical content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, overload
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.invitations.actions import next_mail_at
from accounts.models import Clinic, Membership, User
from accounts.sign_in.second_factor import FACTORS

PER_PAGE = 50
STAFF = frozenset({Membership.Role.THERAPIST.value, Membership.Role.ADMIN.value})
ROLES = {
    "": _("Every role"),
    Membership.Role.THERAPIST.value: _("Therapists"),
    Membership.Role.ADMIN.value: _("Admins"),
    Membership.Role.PATIENT.value: _("Patients"),
}
STATES = {
    "": _("All"),
    "active": _("Active"),
    "invited": _("Not accepted yet"),
    "off": _("Switched off"),
    "ended": _("Left"),
}

# Of someone whose roles have ended: who they were then, and nothing that has happened to their account since.
_PEOPLE = """
    WITH here AS NOT MATERIALIZED (
        SELECT user_id, array_agg(role) AS roles
        FROM accounts_membership
        WHERE clinic_id = %(clinic)s AND ended_at IS NULL
        GROUP BY user_id
    ), gone AS (
        SELECT user_id, array_agg(role) AS roles, bool_or(switched_off) AS is_off, max(ended_at) AS ended_at,
               (array_agg(left_name ORDER BY ended_at DESC))[1] AS name,
               (array_agg(left_email ORDER BY ended_at DESC))[1] AS email
        FROM accounts_membership
        WHERE clinic_id = %(clinic)s AND user_id NOT IN (SELECT user_id FROM here)
        GROUP BY user_id
    ), people AS (
        SELECT 'user' AS kind, u.id, u.name, u.email, here.roles,
               CASE WHEN u.is_active THEN 'active' ELSE 'off' END AS state,
               NULL::timestamptz AS moment, u.last_login AS last_seen, false AS mail_failed
        FROM here JOIN accounts_user u ON u.id = here.user_id
        UNION ALL
        SELECT 'user', user_id, name, email, roles, CASE WHEN is_off THEN 'off' ELSE 'ended' END, ended_at, NULL,
               false
        FROM gone
        UNION ALL
        SELECT 'invitation', id, coalesce(nullif(name, ''), email), email, ARRAY[role], 'invited', expires_at, NULL,
               EXISTS (SELECT FROM accounts_outgoingmail m WHERE m.invitation_id = i.id AND m.failed_at IS NOT NULL)
        FROM accounts_invitation i
        WHERE clinic_id = %(clinic)s AND accepted_at IS NULL AND withdrawn_at IS NULL
    )
"""
_SOME = """
    FROM people
    WHERE (%(state)s = '' OR state = %(state)s) AND (%(role)s = '' OR %(role)s = ANY (roles))
      AND (%(search)s = '' OR strpos(lower(name), lower(%(search)s)) > 0
           OR strpos(lower(email), lower(%(search)s)) > 0)
"""
_COUNT = _PEOPLE + "SELECT count(*)" + _SOME
_COUNTS = _PEOPLE + "SELECT state, roles, count(*) FROM people GROUP BY state, roles"  # noqa: S608  # nosec B608 # two constants
_WHO = """
    SELECT kind, id, name, email, roles, state, moment, last_seen, state = 'active' AND EXISTS (
        SELECT FROM mfa_authenticator a WHERE a.user_id = people.id AND a.type = ANY (%(factors)s)
    ), mail_failed
"""
_PAGE = _PEOPLE + _WHO + _SOME + "ORDER BY lower(name), email, id LIMIT %(most)s OFFSET %(start)s"
_ONE = _PEOPLE + _WHO + " FROM people WHERE id = %(user)s"


@dataclass(frozen=True)
class Person:
    """One row: a user who has or had a role here, or an invitation that waits for its reader."""

    kind: str  # user, invitation
    id: UUID
    name: str
    email: str
    roles: list[str]  # those held, or once held; one may come twice
    state: str  # active, off, ended, invited
    moment: datetime | None  # when the state ends or ended, where it does
    last_seen: datetime | None
    has_second_step: bool = False  # of somebody who is here now; of others nothing is known
    mail_failed: bool = (
        False  # the mail server has not taken an invitation's mail, which is tried again for a while
    )
    next_mail_at: datetime | None = None  # of an invitation that was mailed as often as may be

    @property
    def first_name(self) -> str:
        """What a sentence about them uses."""
        return self.name.split()[0] if self.name.split() else self.email

    @property
    def is_staff(self) -> bool:
        """Whether their work needs a second sign-in step."""
        return bool(STAFF & set(self.roles))

    @property
    def is_late(self) -> bool:
        """Whether the invitation has run out."""
        return self.state == "invited" and self.moment is not None and self.moment <= timezone.now()

    @property
    def role_names(self) -> list[str]:
        """The roles in words, in the order of their list."""
        return [str(role.label) for role in Membership.Role if role in self.roles]


class _Found(Sequence[Person]):
    """The people that a search finds: counted, unless `total` is known, and read a page at a time."""

    def __init__(self, clinic: Clinic, state: str, role: str, search: str, total: int | None) -> None:
        self._parameters = {"clinic": clinic.pk, "state": state, "role": role, "search": search}
        self._total = total

    def __len__(self) -> int:
        if self._total is None:
            self._total = int(_rows(_COUNT, self._parameters)[0][0])
        return self._total

    @overload
    def __getitem__(self, which: int) -> Person: ...
    @overload
    def __getitem__(self, which: slice) -> list[Person]: ...
    def __getitem__(self, which: int | slice) -> Person | list[Person]:
        if isinstance(which, int):
            return self[which : which + 1][0]
        parameters = self._parameters | {"start": which.start, "most": which.stop - which.start}
        return [Person(*row) for row in _rows(_PAGE, parameters)]


def searched(typed: str) -> str:
    """What to look for in names, without NUL characters: no name holds one, and PostgreSQL refuses to be asked."""
    return typed.replace("\0", "").strip()


def counts_of(clinic: Clinic) -> dict[tuple[str, str], int]:
    """How many rows each pair of (state, role) shows, keys of theirs, or `staff` for its two; one query."""
    counts = dict.fromkeys(((state, role) for state in STATES for role in [*ROLES, "staff"]), 0)
    for state, roles, count in _rows(_COUNTS, {"clinic": clinic.pk}):
        # A role that was held twice counts once.
        for role in ("", *set(roles), *(["staff"] if STAFF & set(roles) else [])):
            counts["", role] += count
            counts[state, role] += count
    return counts


def people_page(
    clinic: Clinic,
    counts: Mapping[tuple[str, str], int],
    *,
    state: str = "",
    role: str = "",
    search: str = "",
    number: str | int = 1,
) -> Page[Person]:
    """One page of people by name. `counts` are those of `counts_of`, `state` and `role` keys of theirs.

    `search` looks in names and emails.
    """
    total = None if search else counts[state, role]
    page = Paginator(_Found(clinic, state, role, search, total), PER_PAGE).get_page(number)
    people = list(page.object_list)
    again = next_mail_at(clinic, [one.email for one in people if one.kind == "invitation"])
    page.object_list = [
        replace(one, next_mail_at=again.get(one.email)) if one.kind == "invitation" else one for one in people
    ]
    return page


def person_of(clinic: Clinic, user: User) -> Person:
    """The row of one user who has, or once had, a role at `clinic`. Raises IndexError for anybody else."""
    return Person(*_rows(_ONE, {"clinic": clinic.pk, "user": user.pk})[0])


def _rows(query: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters | {"factors": [str(one) for one in FACTORS]})
        return cursor.fetchall()
