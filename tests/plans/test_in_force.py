"""What is in force on a day: the rule on plain values, and its one form in SQL held against it."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.factories import make_plan, make_revision
from therapy.plans import in_force
from therapy.plans.models import Revision

MONDAY = date(2026, 11, 16)
MIDNIGHT = datetime(2026, 11, 16, tzinfo=UTC)
NOON = MIDNIGHT + timedelta(hours=12)


class Row(NamedTuple):
    """A revision as a tuple; a draft has neither day nor moment."""

    number: int
    effective_from: date | None
    published_at: datetime | None


def published(number, days=0, at=MIDNIGHT - timedelta(days=30)):
    return Row(number, MONDAY + timedelta(days=days), at)


def numbers(rows):
    return [row.number for row in rows]


def test_the_highest_number_that_has_taken_effect_is_in_force():
    rows = [published(2, -3), published(1, 0), published(3, 1), Row(4, None, None)]
    assert in_force.revision_on(rows, MONDAY).number == 2
    assert in_force.revision_on(rows, MONDAY + timedelta(days=1)).number == 3
    assert in_force.revision_on(rows, MONDAY - timedelta(days=4)) is None


def test_a_revision_published_during_the_day_leaves_its_morning_to_the_one_before():
    assert numbers(in_force.revisions_during([published(1), published(2, at=NOON)], MONDAY, MIDNIGHT)) == [
        2,
        1,
    ]
    at_midnight = [published(1), published(2, at=MIDNIGHT)]
    assert numbers(in_force.revisions_during(at_midnight, MONDAY, MIDNIGHT)) == [2]
    twice = [published(1), published(2), published(3, at=NOON), published(4, at=NOON)]
    assert numbers(in_force.revisions_during(twice, MONDAY, MIDNIGHT)) == [4, 3, 2]
    assert numbers(in_force.revisions_during([published(1, 1)], MONDAY, MIDNIGHT)) == []


def test_a_revision_was_replaced_once_a_newer_one_counted_at_the_days_beginning():
    old = published(1)
    assert in_force.was_replaced(old, [published(2)], MONDAY, MIDNIGHT)
    assert not in_force.was_replaced(old, [published(2, at=NOON)], MONDAY, MIDNIGHT)
    assert not in_force.was_replaced(old, [published(2, 1)], MONDAY, MIDNIGHT)
    assert not in_force.was_replaced(published(2), [old, Row(3, None, None)], MONDAY, MIDNIGHT)


def test_the_days_of_a_week_are_those_named_each_once_or_spread():
    assert in_force.due_weekdays([5, 1, 5], 2) == (1, 5)
    assert in_force.due_weekdays([], 3) == (1, 3, 5)


revisions = st.lists(st.integers(0, 12) | st.none(), max_size=5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=revisions, length=st.integers(0, 15) | st.none(), back=st.integers(-2, 16))
@example(first=[0, 3], length=5, back=5)  # the first day without the plan
@example(first=[0, 3], length=None, back=3)  # the day from which the second one counts
def test_the_form_in_sql_keeps_what_may_be_in_force_from_a_day_on(margaret, first, length, back):
    day = MONDAY + timedelta(days=back)
    with transaction.atomic():
        ended_on = None if length is None else MONDAY + timedelta(days=length)
        plan = make_plan(margaret, starts_on=MONDAY, ended_on=ended_on)
        for number, effective in enumerate(sorted(first, key=lambda days: days is None), 1):
            if effective is not None:
                make_revision(plan, number=number, effective_from=MONDAY + timedelta(days=effective))
        known = plan.known_revisions
        kept = set(Revision.objects.filter(plan=plan).in_force_since(day))
        runs_on = plan.ended_on is None or day < plan.ended_on
        assert kept == {
            one
            for one in known
            if runs_on and not any(n.number > one.number and in_force.has_taken_effect(n, day) for n in known)
        }
        for later in (day + timedelta(days=n) for n in range(20)):
            now = in_force.revision_on(known, later)
            assert now is None or now in kept or not in_force.runs_on(plan, later)
        transaction.set_rollback(True)
