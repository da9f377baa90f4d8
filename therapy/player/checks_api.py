"""The address at which a patient's own device sends a check. It is here because the care team is told with it."""

from datetime import datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from accounts.models import User
from therapy.attention import actions
from therapy.base.payloads import ApiError, Day, Id, Moment, Number, Payload, Text
from therapy.care.access import get_own_record_or_404
from therapy.care.models import Patient
from therapy.logbook.models import Session
from therapy.logbook.screening.checks import CheckEntry, Morning
from therapy.logbook.screening.locks import lock_of
from therapy.logbook.screening.payload import lock_as_json
from therapy.logbook.validation import Refused
from therapy.player.device_clock import DeviceClock

router = Router()

Answer = Annotated[Text, Field(max_length=40)]
# Six questions, or the rows of the full list.
MOST_ANSWERS = 40


class FootIn(Payload):
    """The seven points of the look at both feet, all of them answered."""

    cut: bool
    blister: bool
    redness: bool
    hot: bool
    swelling: bool
    colour: bool
    shoe: bool


class GlucoseIn(Payload):
    """Blood sugar before exercise, in mg/dL."""

    uses: Literal["insulin", "tablets", "neither", "unsure"]
    mg_dl: Number | None = None
    helped: bool
    unwell: bool | None = None
    ketones: Literal["none", "more", "not_tested"] | None = None


class MorningIn(Payload):
    """The morning after a session, which may not have been sent yet."""

    session: Id
    pain: Annotated[int, Field(ge=0, le=10)] | None = None
    compared: Literal["same", "little", "clearly"]
    stiff_longer: bool | None = None


class CheckIn(Payload):
    """A whole check, as the device of `person` knows it."""

    person: Id
    kind: Literal["before", "wrong", "after"]
    day: Day
    answered_at: Moment
    sent_at: Moment
    answers: Annotated[dict[Answer, Answer], Field(max_length=MOST_ANSWERS)] = {}
    foot: FootIn | None = None
    glucose: GlucoseIn | None = None
    morning: MorningIn | None = None
    called_at: Moment | None = None
    mistaken_at: Moment | None = None


class CheckOut(Schema):
    """What is stored: how urgent it is, what is locked now, and when the care team was told of it."""

    check: UUID
    urgency: str
    lock: dict[str, Any] | None
    told_at: datetime | None


@router.put("checks/{uuid:check_id}", response=CheckOut, url_name="check")
def put_check(request: HttpRequest, check_id: UUID, sent: CheckIn) -> dict[str, Any]:
    """Store a check. Safe to repeat; only `called_at` and `mistaken_at` may be filled in later.

    403 if somebody else than `person` is signed in, 404 if the id is somebody else's, 422 with what is wrong by field.
    """
    user = cast("User", request.user)
    if sent.person != user.pk:
        raise ApiError(403, {"person": "somebody else is signed in"})
    patient = get_own_record_or_404(user)
    try:
        check = actions.record_check(
            patient=patient,
            entry=entry_of(sent, check_id, patient),
            by=user,
            source=Session.Source.PLAYER,
        )
    except Refused as refused:
        raise ApiError(404 if "check" in refused.errors else 422, refused.errors) from refused
    return {
        "check": check.pk,
        "urgency": check.urgency,
        "lock": lock_as_json(lock_of(patient)),
        "told_at": check.received_at if check.urgency else None,
    }


def entry_of(sent: CheckIn, check_id: UUID, patient: Patient) -> CheckEntry:
    """What was sent, with its moments corrected where the device's clock is wrong, and the day with them."""
    device = DeviceClock.read(sent.sent_at)
    answered_at = device.correct(sent.answered_at)
    says = {name: getattr(sent, name).isoformat() for name in ("day", "answered_at", "sent_at")}
    return CheckEntry(
        id=check_id,
        kind=sent.kind,
        day=device.day_of(patient, said=sent.day, moment=answered_at),
        answered_at=answered_at,
        answers=dict(sent.answers),
        foot=sent.foot.model_dump() if sent.foot else None,
        glucose=sent.glucose.model_dump() if sent.glucose else None,
        morning=Morning(**sent.morning.model_dump()) if sent.morning else None,
        called_at=device.correct(sent.called_at),
        mistaken_at=device.correct(sent.mistaken_at),
        device_clock=says if device.is_wrong else None,
    )
