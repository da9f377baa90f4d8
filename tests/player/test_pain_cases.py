"""One rule of pain for the pages, the player and the caseload: one file of cases, and the facts a player is handed."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.factories import (
    make_condition,
    make_exercise,
    make_prescription,
    make_session,
    make_set,
)
from tests.logbook.conftest import dose_of
from therapy.attention.caseload import rows_of
from therapy.care.models import Condition, Patient
from therapy.library.models import Exercise
from therapy.logbook.guidance import ADVICE, advice_on, pain_facts
from therapy.logbook.models import Set
from therapy.logbook.pain import PainLevel, asks_therapist, pain_rule
from therapy.plans.models import Revision
from therapy.progress.pain import pain_rule_of

CASES = json.loads((Path(__file__).parent / "pain_cases.json").read_text())


def conditions(case: dict[str, Any]) -> list[Condition]:
    return [Condition(**one) for one in case["conditions"]]


def test_each_level_is_tried() -> None:
    assert {case["advice"] for case in CASES} == {None, *PainLevel}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_pages_say_what_the_player_says(case: dict[str, Any]) -> None:
    exercise = Exercise(**case["exercise"])
    logged = Set(side=case["side"], exercise=exercise, pain=case["pain"], pain_kind=case["kind"])
    advice = advice_on(logged, conditions(case))
    if case["advice"] is None:
        assert advice is None
    else:
        assert advice is not None
        assert advice.text == str(ADVICE[PainLevel(case["advice"])]).format(n=case["pain"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_facts_that_the_player_is_handed(case: dict[str, Any]) -> None:
    rule = pain_rule(conditions(case))
    assert pain_facts(case["side"], Exercise(**case["exercise"]), rule) == case["facts"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_therapist_hears_of_it_by_the_same_rule(case: dict[str, Any]) -> None:
    if case["pain"] is None:
        assert case["therapist_hears"] is False
        return
    rule = pain_rule(conditions(case))
    level = rule.level(case["side"], case["exercise"]["category"], case["pain"], case["kind"])
    assert level == case["advice"]
    assert asks_therapist(level, case["pain"]) is case["therapist_hears"]


@pytest.mark.usefixtures("thursday")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_caseload_and_the_charts_go_by_it(
    margaret: Patient, revision: Revision, case: dict[str, Any]
) -> None:
    Condition.objects.filter(patient=margaret).delete()
    for one in case["conditions"]:
        make_condition(margaret, **one)
    exercise = make_exercise(slug="tried", log_fields=["reps"], **case["exercise"])
    make_prescription(revision, exercise, {case["side"]: {"sets": 1, "reps": 8}})
    session = make_session(margaret, revision)
    make_set(session, dose_of(revision, "tried", case["side"]), pain=case["pain"], pain_kind=case["kind"])
    (row,) = rows_of(Patient.objects.filter(pk=margaret.pk))
    assert ("pain" in {reason.rule for reason in row.reasons}) is case["therapist_hears"]
    assert pain_rule_of(margaret.pk) == pain_rule(conditions(case))
