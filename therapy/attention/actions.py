"""Writes of alerts, and of what raises them. A check and the alert about it are one transaction: both or none."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from accounts.models import User
from therapy.attention.models import Alert
from therapy.base import clock
from therapy.care.models import Patient
from therapy.logbook.models import Check, Session
from therapy.logbook.screening import checks
from therapy.logbook.screening.checks import CheckEntry
from therapy.logbook.screening.morning import is_clearly_worse


def record_check(
    *, patient: Patient, entry: CheckEntry, by: User, source: str = Session.Source.FORM
) -> Check:
    """Store a check as `screening.checks.record_check` does, and tell the care team what it asks them to look at.

    Raises Refused as that does; nobody is told then.
    """
    with transaction.atomic():
        check = checks.record_check(patient=patient, entry=entry, by=by, source=source)
        _raise_alerts(check)
    return check


def amend(check: Check, *, called_at: datetime | None = None, mistaken_at: datetime | None = None) -> Check:
    """Say that somebody called, or that it was pressed by mistake, of which the care team is told."""
    with transaction.atomic():
        said = checks.amend(check, called_at=called_at, mistaken_at=mistaken_at)
        _raise_alerts(said)
    return said


def _raise_alerts(check: Check) -> None:
    """Raise what the check asks for; what was raised before stays as it is."""
    alerts = list(_alerts_of(check))
    if alerts:
        Alert.objects.bulk_create(alerts, ignore_conflicts=True)


def _alerts_of(check: Check) -> Iterator[Alert]:
    """A stop by its urgency; a clearly worse morning (clinical-facts 2.5) and a mistake before the next session."""
    if check.urgency:
        yield _alert(check, Alert.Rule.STOP, check.urgency)
        if check.mistaken_at:
            yield _alert(check, Alert.Rule.MISTAKE, Alert.Level.TELL)
    if check.morning_of and is_clearly_worse(check.morning_compared, check.morning_stiff_longer):
        # Of one session's morning once, whichever check told of it.
        yield _alert(check, Alert.Rule.MORNING, Alert.Level.TELL, cause=str(check.morning_of))


def _alert(check: Check, rule: str, level: str, cause: str = "") -> Alert:
    return Alert(
        clinic_id=check.clinic_id,
        patient_id=check.patient_id,
        rule=rule,
        cause=cause or str(check.pk),
        level=level,
        evidence={"check": str(check.pk), "rules": list(check.rules)},
    )


def acknowledge(alert: Alert, *, by: User) -> Alert:
    """Say that `by` has seen it. Who said so first stays."""
    Alert.objects.filter(pk=alert.pk, acknowledged_at=None).update(
        acknowledged_at=clock.now(), acknowledged_by=by
    )
    alert.refresh_from_db()
    return alert


def open_again(patient: Patient, *, by: User, note: str) -> list[Check]:
    """Open the exercises again, with a reason; who does so has seen what stopped them. Raises Refused without one."""
    with transaction.atomic():
        opened = checks.open_again(patient, by=by, note=note)
        causes = [str(check.pk) for check in opened]
        rules = [Alert.Rule.STOP, Alert.Rule.MISTAKE]
        seen = Alert.objects.filter(patient=patient, rule__in=rules, cause__in=causes, acknowledged_at=None)
        seen.update(acknowledged_at=clock.now(), acknowledged_by=by)
    return opened
