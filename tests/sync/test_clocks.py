"""A phone's clock that is wrong, and days that are over: taken, put right, and what the phone said is kept."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest

from tests.support.device import Put, document, moment, one_set
from therapy.care.models import Patient
from therapy.logbook.limits import CLOCK_SKEW
from therapy.logbook.models import Session, Set
from therapy.plans.models import Dose

NOW = datetime(2026, 11, 19, 9, 10, tzinfo=UTC)


def iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    "wrong", [timedelta(days=2), timedelta(days=-2), timedelta(days=400), timedelta(hours=3)]
)
def test_a_clock_that_is_wrong_is_put_right(
    margaret: Patient, heel_left: Dose, put: Put, wrong: timedelta
) -> None:
    """Done from 8:30 to 8:40, sent at 9:10, all by a clock that is `wrong`."""
    device = NOW + wrong
    began = iso(device - timedelta(minutes=40))
    one = one_set(heel_left, logged_at=iso(device - timedelta(minutes=30)))
    sent = document(
        margaret,
        one,
        day=device.date().isoformat(),
        sent_at=iso(device),
        started_at=began,
        finished_at=iso(device - timedelta(minutes=30)),
    )
    answer = put(margaret, sent)
    assert (answer.status_code, answer.json()["day"]) == (200, "2026-11-19")
    session = Session.objects.get()
    assert (session.local_day, session.started_at) == (date(2026, 11, 19), moment(2026, 11, 19, 8, 30))
    assert session.finished_at == moment(2026, 11, 19, 8, 40)
    assert Set.objects.get().logged_at == moment(2026, 11, 19, 8, 40)
    assert session.device_clock == {
        "day": device.date().isoformat(),
        "started_at": (device - timedelta(minutes=40)).isoformat(),
        "sent_at": device.isoformat(),
    }


def test_a_clock_that_is_a_little_wrong_is_left_alone(margaret: Patient, heel_left: Dose, put: Put) -> None:
    sent = document(
        margaret, one_set(heel_left), sent_at="2026-11-19T09:03:00Z", started_at="2026-11-19T08:00:00Z"
    )
    put(margaret, sent)
    assert Session.objects.get().started_at == moment(2026, 11, 19, 8)


def test_all_moments_of_a_request_are_moved_alike_while_time_goes_on(
    margaret: Patient, heel_left: Dose, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock is out by almost as much as is let pass, and by more than that before the request is answered."""
    ticks = count()
    monkeypatch.setattr("therapy.base.clock.now", lambda: NOW + timedelta(milliseconds=next(ticks)))
    sent_at = iso(NOW - CLOCK_SKEW + timedelta(milliseconds=20))
    for session in (uuid4() for _ in range(20)):
        then = "2026-11-19T08:00:00Z"
        sent = document(margaret, one_set(heel_left, logged_at=then), sent_at=sent_at, started_at=then)
        assert put(margaret, sent, session).status_code == 200
    stored = Set.objects.values_list("logged_at", "session__started_at")
    assert [one for one in stored if one[0] != one[1]] == []


def test_a_clock_that_was_ahead_and_is_right_again(margaret: Patient, heel_left: Dose, put: Put) -> None:
    """What lies ahead by a clock that is right now has happened by now, and today at the latest."""
    ahead = "2026-11-21T09:00:00Z"
    sent = document(margaret, one_set(heel_left, logged_at=ahead), day="2026-11-21", started_at=ahead)
    assert put(margaret, sent).json()["day"] == "2026-11-19"
    assert (Session.objects.get().started_at, Set.objects.get().logged_at) == (NOW, NOW)


def test_a_session_of_three_weeks_ago_is_taken_and_marked(
    margaret: Patient, heel_left: Dose, put: Put
) -> None:
    then = "2026-10-29T10:00:00Z"
    sent = document(margaret, one_set(heel_left, logged_at=then), day="2026-10-29", started_at=then)
    assert put(margaret, sent).json()["day"] == "2026-10-29"
    assert Session.objects.get().logged_late


def test_no_session_is_older_than_its_plan(margaret: Patient, heel_left: Dose, put: Put) -> None:
    effective = heel_left.prescription.phase.revision.effective_from
    then = "2025-01-01T10:00:00Z"
    sent = document(margaret, one_set(heel_left, logged_at=then), day="2025-01-01", started_at=then)
    assert put(margaret, sent).json()["day"] == effective.isoformat()
    assert Session.objects.get().device_clock["day"] == "2025-01-01"


def test_the_day_is_the_patients_own(margaret: Patient, heel_left: Dose, put: Put) -> None:
    """Half past nine in the evening in New York is tomorrow in London; her phone says her own day."""
    margaret.user.time_zone = "America/New_York"
    margaret.user.save()
    late = "2026-11-19T02:30:00Z"
    sent = document(margaret, one_set(heel_left, logged_at=late), day="2026-11-18", started_at=late)
    assert put(margaret, sent).json()["day"] == "2026-11-18"
    assert Session.objects.get().time_zone == "America/New_York"


def test_the_first_moment_that_was_told_stays(margaret: Patient, heel_left: Dose, put: Put) -> None:
    one = one_set(heel_left)
    put(margaret, document(margaret, one))
    later = "2026-11-19T09:05:00Z"
    sent = document(margaret, one | {"logged_at": later}, version=2, started_at=later, effort=3)
    assert put(margaret, sent).status_code == 200
    assert (Session.objects.get().started_at, Set.objects.get().logged_at) == (NOW, NOW)
