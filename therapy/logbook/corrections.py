"""How a correction is written: the old values beside the new ones, as plain JSON, with who and when."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from therapy.base.side_labels import leg_label
from therapy.logbook.entries import AMOUNTS, SAID
from therapy.logbook.models import Correction, Session, Set

# The columns of a set that a correction tells of.
CORRECTED = ("dose_id", "side", "number", *SAID, "logged_at", *(f"target_{name}" for name in AMOUNTS))

Change = tuple[Any, Any]


def plain(value: Any) -> Any:
    """A value as JSON keeps it exactly: decimals, days, moments and ids as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value


def differences(row: Session | Set, new: Mapping[str, Any]) -> dict[str, Change]:
    """The columns of `new` that differ from the row, each as (old, new)."""
    return {name: (getattr(row, name), value) for name, value in new.items() if getattr(row, name) != value}


def replaces_something(changes: Mapping[str, Change]) -> bool:
    """Whether an answer gave way to another; filling what was not said replaces nothing."""
    return any(old not in (None, "") for old, _new in changes.values())


def name_of(logged: Set) -> str:
    """A set in words: "Heel raise, Left leg, set 2"."""
    return _("%(exercise)s, %(side)s, set %(number)d") % {
        "exercise": logged.exercise.name,
        "side": leg_label(logged.side),
        "number": logged.number,
    }


def _correction(
    session: Session, by: User, what: str, changes: Mapping[str, Change], set_id: UUID | None
) -> Correction:
    """An unsaved correction of the version that the session has reached."""
    return Correction(
        clinic_id=session.clinic_id,
        patient_id=session.patient_id,
        session=session,
        set_id=set_id,
        what=what,
        before={name: plain(old) for name, (old, _new) in changes.items()},
        after={name: plain(new) for name, (_old, new) in changes.items()},
        version=session.version,
        by=by,
    )


def session_changed(session: Session, by: User, changes: Mapping[str, Change]) -> Correction:
    """The correction of what is said of a whole session."""
    return _correction(session, by, _("The session"), changes, None)


def set_changed(session: Session, logged: Set, by: User, changes: Mapping[str, Change]) -> Correction:
    """The correction of one set, made before it has its new values: it is named by the old ones."""
    return _correction(session, by, name_of(logged), changes, logged.pk)


def set_added(logged: Set, by: User) -> Correction:
    """What says that a set came long after its day: nothing before, the whole set after."""
    made = _correction(logged.session, by, name_of(logged), {}, logged.pk)
    made.after = whole(logged)
    return made


def set_taken_back(session: Session, logged: Set, by: User) -> Correction:
    """What is left of a set that was taken back: all of it before, nothing after."""
    made = _correction(session, by, name_of(logged), {}, logged.pk)
    made.before = whole(logged)
    return made


def whole(logged: Set) -> dict[str, Any]:
    """Every column of a set that says something."""
    values = {name: plain(getattr(logged, name)) for name in CORRECTED}
    return {name: value for name, value in values.items() if value not in (None, "")}


def next_version(session: Session) -> None:
    """Raises the version of a stored session: whoever knew it before has to ask what it says now."""
    session.version += 1
    session.save(update_fields=["version"])


def store(corrections: Iterable[Correction]) -> None:
    """Writes the corrections in one statement."""
    Correction.objects.bulk_create(corrections)
