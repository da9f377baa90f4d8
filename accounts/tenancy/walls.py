"""Row-level security around patients' records, called the walls: what a transaction may see, told to the database.

The application's role owns no table and cannot bypass them. It sees clinical rows only as far as its
transaction has said for whom it works: in which scopes, in which clinics, and who the person is. What was not said
shows nothing. These settings end with the transaction, and so must be made inside it: a value set before a request's
transaction begins would be lost, or would stay on a connection that the next request inherits.

The policies are in the migrations (`accounts.tenancy.walls_sql` writes them). A view's own filter comes first; the
walls are for the day on which one is forgotten.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Clinic, Membership, User


class Scope(StrEnum):
    """What a transaction works on, within its clinics."""

    OWN = "own"  # the person's own record, as a patient
    TEAM = "team"  # the records of the patients whom the person treats, as a therapist
    PEOPLE = "people"  # who is a patient and who treats whom, without any clinical content
    CLINIC = "clinic"  # every record of the clinic: jobs and commands, never a page
    BUILT_IN = "built_in"  # what comes with the program and is every clinic's: commands alone write it


# Which scope a page opens that is for this role. An admin's role opens no record.
SCOPE_OF_ROLE: dict[str, Scope] = {Membership.Role.PATIENT: Scope.OWN, Membership.Role.THERAPIST: Scope.TEAM}

_ENTER = """
    SELECT set_config('evenstep.scopes', %s, true), set_config('evenstep.clinics', %s, true),
           set_config('evenstep.person', %s, true), set_config('evenstep.address', %s, true),
           set_config('evenstep.moment', %s, true)
"""


def enter(
    *, scopes: Iterable[Scope], clinics: Iterable[UUID], person: UUID | None, address: str | None = None
) -> None:
    """Say for whom this transaction works from here on, until it ends; replaces what was said before.

    `address` is the network address that the request came from, for the record of who looked. Raises RuntimeError
    outside a transaction, where the database would forget it at once.
    """
    _refuse_outside_a_transaction()
    with connection.cursor() as cursor:
        cursor.execute(
            _ENTER,
            [
                ",".join(scopes),
                ",".join(str(clinic) for clinic in clinics),
                str(person or ""),
                address or "",
                timezone.now().isoformat(),
            ],
        )


def enter_as(
    user: User, memberships: Iterable[Membership], roles: Iterable[str], address: str | None = None
) -> None:
    """Say that this transaction works for `user`, in those of their `memberships` that are in one of `roles`."""
    used = [membership for membership in memberships if membership.role in roles]
    scopes = {SCOPE_OF_ROLE[role] for role in {m.role for m in used} if role in SCOPE_OF_ROLE}
    clinics = {membership.clinic_id for membership in used}
    enter(scopes=sorted(scopes), clinics=clinics, person=user.pk, address=address)


def enter_as_member(user: User, memberships: Iterable[Membership], address: str | None = None) -> None:
    """Say that this transaction works for `user` as somebody of their clinics: of records it sees at most their own."""
    held = list(memberships)
    is_patient = any(membership.role == Membership.Role.PATIENT for membership in held)
    scopes = [Scope.OWN] if is_patient else []
    enter(
        scopes=scopes, clinics={membership.clinic_id for membership in held}, person=user.pk, address=address
    )


@contextmanager
def widened(scope: Scope) -> Iterator[None]:
    """Work in one more scope for the length of a block; an exception undoes what the block wrote, and narrows again."""
    _refuse_outside_a_transaction()
    with transaction.atomic(), connection.cursor() as cursor:
        # An exception rolls back to before the block, and the setting with it.
        cursor.execute("SELECT coalesce(current_setting('evenstep.scopes', true), '')")
        before: str = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('evenstep.scopes', %s, true)", [f"{before},{scope}".strip(",")])
        yield
        cursor.execute("SELECT set_config('evenstep.scopes', %s, true)", [before])


@contextmanager
def inside(clinic: Clinic, *, scope: Scope = Scope.CLINIC, person: User | None = None) -> Iterator[None]:
    """A transaction of a job or a command, inside one clinic; `person` is on whose behalf, None for the system."""
    with transaction.atomic(), connection.cursor() as cursor:
        names = ("scopes", "clinics", "person", "address", "moment")
        cursor.execute(
            "SELECT " + ", ".join(f"coalesce(current_setting('evenstep.{name}', true), '')" for name in names)
        )
        before = cursor.fetchone()
        enter(scopes=[scope], clinics=[clinic.pk], person=person.pk if person else None)
        yield
        # Where a caller's transaction goes on, it goes on as it was.
        cursor.execute(_ENTER, before)


def hold() -> bool:
    """Whether the walls bind the role of this connection: it owns no table and bypasses nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT NOT (rolsuper OR rolbypassrls)
                AND NOT EXISTS (SELECT FROM pg_class WHERE relkind = 'r' AND relowner = pg_roles.oid)
            FROM pg_roles WHERE rolname = current_user
            """
        )
        held: bool = cursor.fetchone()[0]
        return held


def _refuse_outside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("the walls stand inside a transaction; begin one first")
