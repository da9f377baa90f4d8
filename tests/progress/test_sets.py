"""The sets of a span of days: those of the first and the last day as well, and of nobody else."""

from datetime import date, timedelta

import pytest

from tests.factories import make_session, make_set
from therapy.plans.models import Dose
from therapy.progress.sets import sets_of_days

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 8)
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("thursday")


def any_dose(revision) -> Dose:
    return Dose.objects.filter(prescription__phase__revision=revision)[0]


def test_the_first_and_the_last_day_belong_to_it(margaret, revision):
    made = {
        day: make_set(make_session(margaret, revision, day), any_dose(revision))
        for day in (FIRST - DAY, FIRST, FIRST + DAY, LAST, LAST + DAY)
    }
    found = sets_of_days(margaret.pk, (FIRST, LAST))
    assert set(found) == {made[FIRST], made[FIRST + DAY], made[LAST]}


def test_another_patients_sets_stay_out(margaret, tomasz, revision):
    make_set(make_session(margaret, revision, FIRST), any_dose(revision))
    assert not sets_of_days(tomasz.pk, (FIRST, LAST)).exists()
