"""The player advises on pain as the pages do: one file of cases for both, and the facts that the player is handed."""

import json
from pathlib import Path
from typing import Any

import pytest

from therapy.care.models import Condition
from therapy.library.models import Exercise
from therapy.logbook.guidance import advice_on, pain_facts
from therapy.logbook.models import Set

CASES = json.loads((Path(__file__).parent / "pain_cases.json").read_text())
# How the pages begin what the player says by a name.
BEGINS = {
    "numb": "A numb foot",
    "nerve": "Burning or electric",
    "muscle": "A tired or burning",
    "red": "Pain {n}: stop",
    "amber": "Pain {n}: keep",
    "green": "Pain {n}: fine",
}


def conditions(case: dict[str, Any]) -> list[Condition]:
    return [Condition(**one) for one in case["conditions"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_pages_say_what_the_player_says(case: dict[str, Any]) -> None:
    exercise = Exercise(**case["exercise"])
    logged = Set(side=case["side"], exercise=exercise, pain=case["pain"], pain_kind=case["kind"])
    advice = advice_on(logged, conditions(case))
    if case["advice"] is None:
        assert advice is None
    else:
        assert advice is not None
        assert str(advice.text).startswith(BEGINS[case["advice"]].format(n=case["pain"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_facts_that_the_player_is_handed(case: dict[str, Any]) -> None:
    assert pain_facts(case["side"], Exercise(**case["exercise"]), conditions(case)) == case["facts"]
