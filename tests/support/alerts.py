"""Sending what raises an alert."""

from tests.support.checks import entry
from therapy.attention import actions
from therapy.logbook.models import Check


def send(patient, **said) -> Check:
    return actions.record_check(patient=patient, entry=entry(**said), by=patient.user)


def wrong(sign: str) -> dict:
    return {"kind": "wrong", "answers": {sign.partition(".")[0]: sign}}
