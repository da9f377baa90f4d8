"""Local days are the patient's, whatever the server's clock and the clinic's zone say."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from accounts.models import User
from therapy.base import clock
from therapy.care.models import Patient
from therapy.logbook.actions import record_set
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Session
from therapy.logbook.validation import Refused
from therapy.plans.models import Dose

As = Callable[[User | Patient | None], Client]


def live_in(patient: Patient, zone: str) -> None:
    assert patient.user is not None
    patient.user.time_zone = zone
    patient.user.save()


def log(patient: Patient, dose: Dose, day: date) -> Session:
    assert patient.user is not None
    entry = SetEntry(dose=dose, number=1, outcome="as_prescribed")
    return record_set(patient=patient, day=day, entry=entry, by=patient.user).session


def test_in_auckland_today_is_already_tomorrow(as_: As, margaret: Patient, heel_left: Dose) -> None:
    """At 12:30 UTC on Thursday it is Friday, 1:30, at UTC+13."""
    live_in(margaret, "Pacific/Auckland")
    with clock.at(datetime(2026, 11, 19, 12, 30, tzinfo=UTC)):
        page = as_(margaret).get("/today/").content.decode()
        assert "Friday 20 November" in page
        assert "Good morning, Margaret" in page
        session = log(margaret, heel_left, date(2026, 11, 20))
    assert (session.local_day, session.time_zone) == (date(2026, 11, 20), "Pacific/Auckland")


def test_in_honolulu_today_is_still_yesterday(as_: As, margaret: Patient, heel_left: Dose) -> None:
    live_in(margaret, "Pacific/Honolulu")
    with clock.at(datetime(2026, 11, 19, 9, 0, tzinfo=UTC)):
        page = as_(margaret).get("/today/").content.decode()
        assert "Wednesday 18 November" in page
        assert "Good evening, Margaret" in page
        with pytest.raises(Refused) as refused:
            log(margaret, heel_left, date(2026, 11, 19))
    assert "day" in refused.value.errors


def test_a_page_opened_before_midnight_logs_to_its_own_day(
    as_: As, margaret: Patient, heel_left: Dose
) -> None:
    with clock.at(datetime(2026, 11, 20, 0, 2, tzinfo=UTC)):
        as_(margaret).post(
            f"/days/2026-11-19/{heel_left.prescription_id}/", {"dose": heel_left.pk, "number": "1"}
        )
    assert Session.objects.get().local_day == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("moment", "logged_late"),
    [
        # New York leaves summer time on 1 November 2026: that day ends at 5:00 UTC on the 2nd, after 25 hours.
        (datetime(2026, 11, 4, 5, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 4, 5, 0, 1, tzinfo=UTC), True),
    ],
)
def test_the_day_that_gains_an_hour_ends_an_hour_later(
    margaret: Patient, heel_left: Dose, moment: datetime, logged_late: bool
) -> None:
    live_in(margaret, "America/New_York")
    with clock.at(moment):
        session = log(margaret, heel_left, date(2026, 11, 1))
    assert session.logged_late is logged_late


def test_without_a_sign_in_the_clinics_zone_counts(margaret: Patient, heel_left: Dose, sam: User) -> None:
    margaret.user = None
    margaret.clinic.time_zone = "Pacific/Auckland"
    entry = SetEntry(dose=heel_left, number=1, outcome="as_prescribed")
    with clock.at(datetime(2026, 11, 19, 12, 30, tzinfo=UTC)):
        logged = record_set(patient=margaret, day=date(2026, 11, 20), entry=entry, by=sam)
    assert (logged.session.time_zone, logged.session.source) == ("Pacific/Auckland", "form")
