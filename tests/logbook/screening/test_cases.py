"""What answers mean: every case of the file that the player's rules are tried on too."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy.logbook.screening import glucose, judging
from therapy.logbook.screening.feet import NAMES
from therapy.logbook.screening.payload import questions
from therapy.logbook.screening.questions import NO, QUESTION_IDS
from therapy.logbook.screening.signs import SIGNS, signs_for
from therapy.logbook.screening.traits import Trait

PLAYER = Path(__file__).parents[2] / "player"
CASES = json.loads((PLAYER / "screening_cases.json").read_text())
ORDER = ["", "T", "S", "E"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    judged = judging.judge(case["answers"], case["foot"], case["glucose"])
    assert {"urgency": judged.urgency, "rules": list(judged.rules), "go": judged.go} == case["expect"]
    assert judged.may_start == (case["expect"]["go"] not in {"wait", "stop"})


def test_the_players_tests_see_the_questions_of_today():
    """Else: python manage.py shell < tests/logbook/screening/write_questions.py"""
    kept = json.loads((PLAYER / "screening_questions.json").read_text())
    assert kept == json.loads(json.dumps(questions(frozenset(Trait))))


def test_an_answer_that_no_question_offers_is_an_error():
    with pytest.raises(KeyError):
        judging.judge({"G1": "R99.nothing"}, None, None)


signs_of_gates = st.fixed_dictionaries(
    {
        question: st.sampled_from([NO, *(sign.id for sign in signs_for(frozenset(Trait), question))])
        for question in QUESTION_IDS
    }
)
feet = st.none() | st.fixed_dictionaries({name: st.booleans() for name in NAMES})
sugar = st.none() | st.fixed_dictionaries(
    {
        "uses": st.sampled_from(glucose.Uses.values),
        "mg_dl": st.none() | st.floats(10, 1000),
        "helped": st.booleans(),
        "unwell": st.none() | st.booleans(),
        "ketones": st.none() | st.sampled_from(glucose.Ketones.values),
    }
)


@given(answers=signs_of_gates, foot=feet, said=sugar)
def test_nothing_is_waved_through(answers, foot, said):
    """Any yes stops; the urgency is that of the worst answer; more answers never make it less urgent."""
    judged = judging.judge(answers, foot, said)
    urgencies = [judging.reason(rule).urgency for rule in judged.rules]
    assert judged.urgency == max(urgencies, key=ORDER.index, default="")
    assert urgencies == sorted(urgencies, key=ORDER.index, reverse=True)
    if any(answer != NO for answer in answers.values()):
        assert judged.urgency
    if judged.urgency:
        assert not judged.may_start
    alone = judging.judge(answers, None, None)
    assert ORDER.index(alone.urgency) <= ORDER.index(judged.urgency)


@given(said=sugar.filter(bool))
def test_sugar_outside_70_to_350_never_starts(said):
    finding = glucose.judge(said)
    reading = said["mg_dl"]
    if reading is not None and not 70 <= reading < 350:
        assert finding.go in {"stop", "wait"}
    if said["helped"]:
        assert finding.go == "stop"
    assert bool(finding.urgency) == (finding.go == "stop")


def test_every_sign_has_an_urgency_that_stops():
    assert {sign.urgency for sign in SIGNS} == {"E", "S", "T"}
