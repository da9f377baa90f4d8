"""Each reason on its own, at its border."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from therapy.attention.models import Alert
from therapy.attention.rules import Facts, Group, OpenAlert, ReasonRule, RedPain, group, reasons
from therapy.progress.adherence import Adherence
from therapy.progress.prescribed import PlanFacts, Published

TODAY = date(2026, 11, 19)


def plan(**kw):
    kw = {"starts_on": TODAY - timedelta(days=28), "ended_on": None, "weeks": 12} | kw
    return PlanFacts(
        id=uuid4(),
        title="Calf rebuild",
        affected_side="L",
        created_at=datetime(2026, 10, 1, tzinfo=UTC),
        known_revisions=[
            Published(uuid4(), 1, datetime(2026, 10, 1, tzinfo=UTC), kw["starts_on"], "One leg")
        ],
        **kw,
    )


def facts(**kw):
    """Someone on track: a plan in week 5, a session yesterday, 90 % on each side."""
    return Facts(
        **{
            "today": TODAY,
            "alert_below": 50,
            "on_track_from": 80,
            "plan": plan(),
            "is_published": True,
            "days_judged": 28,
            "adherence": {"L": Adherence(100, 90, 0), "R": Adherence(100, 90, 0)},
            "last_session": TODAY - timedelta(days=1),
        }
        | kw
    )


def rules(found):
    return [reason.rule for reason in reasons(found)]


def test_nothing_to_say_is_on_track():
    assert rules(facts()) == []
    assert group(facts(), []) == Group.ON_TRACK


@pytest.mark.parametrize(("credited", "expected"), [(49.9, ["low_dose"]), (50, []), (79.9, []), (80, [])])
def test_a_side_under_the_clinics_alert_mark(credited, expected):
    found = facts(adherence={"L": Adherence(100, credited, 0), "R": Adherence(100, 90, 0)})
    assert rules(found) == expected


def test_the_mark_is_the_clinics_own():
    left = {"L": Adherence(100, 55, 0)}
    assert rules(facts(adherence=left, alert_below=60)) == ["low_dose"]
    assert rules(facts(adherence=left, alert_below=40)) == []


@pytest.mark.parametrize(("credited", "expected"), [(79.9, Group.CHAT), (80, Group.ON_TRACK)])
def test_under_the_mark_for_on_track_is_worth_a_chat(credited, expected):
    found = facts(adherence={"B": Adherence(100, credited, 0)})
    assert group(found, reasons(found)) == expected


def test_unknown_is_not_low():
    found = facts(adherence={"L": Adherence(10, 0, 10)})
    assert rules(found) == []
    assert group(found, []) == Group.ON_TRACK


def test_a_plans_first_week_is_not_judged():
    low = {"L": Adherence(2, 0, 0)}
    assert rules(facts(adherence=low, days_judged=6)) == []
    assert rules(facts(adherence=low, days_judged=7)) == ["low_dose"]


@pytest.mark.parametrize(("days", "expected"), [(6, []), (7, ["2.2 P6"]), (13, ["2.2 P6"]), (14, ["2.2 P7"])])
def test_a_gap_counts_from_seven_days(days, expected):
    found = facts(last_session=TODAY - timedelta(days=days))
    assert [reason.source for reason in reasons(found)] == expected


def test_a_new_plan_without_a_session_counts_from_its_first_day():
    assert rules(facts(plan=plan(starts_on=TODAY - timedelta(days=3)), last_session=None)) == []
    found = reasons(
        facts(plan=plan(starts_on=TODAY - timedelta(days=8)), last_session=TODAY - timedelta(days=60))
    )
    assert [reason.title for reason in found] == ["No session in this plan yet, 8 days"]


@pytest.mark.parametrize(("days", "expected"), [(6, []), (7, ["No session in this plan yet, 7 days"])])
def test_a_plan_that_was_published_late_asks_from_then_on(days, expected):
    late = plan(starts_on=TODAY - timedelta(days=20))
    late.known_revisions = [late.known_revisions[0]._replace(effective_from=TODAY - timedelta(days=days))]
    assert [r.title for r in reasons(facts(plan=late, last_session=None))] == expected


def test_a_paused_patient_has_no_gap():
    assert rules(facts(last_session=TODAY - timedelta(days=20), is_paused=True)) == []


def test_red_pain_comes_first():
    found = facts(red_pain=RedPain("Heel raise", "L", 7), adherence={"L": Adherence(100, 10, 0)})
    assert rules(found) == ["pain", "low_dose"]
    assert reasons(found)[0].title == "Pain 7 in Heel raise, Left"


def test_nerve_pain_is_told_in_the_words_that_the_patient_gets():
    (found,) = reasons(facts(red_pain=RedPain("Heel raise", "L", 7, is_nerve=True)))
    assert found.detail.startswith("Burning or electric")
    assert "longer than 10 minutes after it" in found.detail
    assert "easier" not in found.detail


def test_alerts_come_first_by_their_urgency():
    asking = tuple(OpenAlert(level, level, "") for level in "TES")
    found = rules(facts(alerts=asking, red_pain=RedPain("Heel raise", "L", 7)))
    assert found == ["alert-E", "alert-S", "alert-T", "pain"]


@pytest.mark.parametrize("level", ["E", "S", "T"])
def test_each_level_of_an_alert_has_its_place_in_the_order(level):
    assert ReasonRule(f"alert-{level}").rank == Alert.Level.values.index(level)


def test_no_plan_a_draft_and_an_ended_plan():
    nothing = {"plan": None, "is_published": False, "adherence": {}, "last_session": None}
    assert rules(facts(**nothing)) == ["no_plan"]
    assert rules(facts(**nothing | {"has_draft": True})) == ["draft"]
    ended = plan(ended_on=TODAY - timedelta(days=15))
    assert [r.detail for r in reasons(facts(**nothing | {"ended": ended}))] == ["2 weeks ago."]
    assert rules(facts(plan=plan(), is_published=False, has_draft=True, adherence={})) == ["draft"]


def test_a_plan_past_its_weeks():
    assert rules(facts(plan=plan(starts_on=TODAY - timedelta(days=7 * 12 - 1)))) == []
    assert rules(facts(plan=plan(starts_on=TODAY - timedelta(days=7 * 12)))) == ["over"]
    assert rules(facts(plan=plan(starts_on=TODAY - timedelta(days=700), weeks=None))) == []
