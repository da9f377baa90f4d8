"""The table of clinical-facts 5.2 typed by hand, and what 4.2 adds: every question, its urgency, who is asked."""

import json

import pytest

from tests.factories import make_condition
from therapy.care.models import Condition
from therapy.logbook.screening.judging import stop
from therapy.logbook.screening.payload import questions
from therapy.logbook.screening.questions import SCREENING_QUESTIONS
from therapy.logbook.screening.signs import SIGNS, signs_for
from therapy.logbook.screening.traits import Trait, traits_of

NOBODY_MORE: frozenset[Trait] = frozenset()
ALL = frozenset(Trait)

# Row of the facts: the question it is asked at ("" for the full list alone), and the urgencies that it can have.
TABLE = {
    "R1": ("G1", "E"),
    "R2": ("G2", "SE"),
    "R3": ("G3", "ES"),  # the facts say E; what came over days is asked too, and is S
    "R4": ("", "E"),
    "R5": ("", "S"),
    "R6": ("G4", "SE"),
    "R7": ("G4", "S"),
    "R8": ("G5", "E"),
    "R9": ("G6", "E"),
    "R10": ("", "TS"),
    "R11": ("", "E"),
    "R12": ("", "S"),
    "R13": ("G1", "TES"),  # low: T, drowsy: E; the facts give none for high, which is S here
    "R14": ("", "T"),
    "R15": ("G1", "ES"),  # the facts name no question; "any plan" keeps a fall with an injury from starting
    "R16": ("", "TS"),
    "R17": ("", "T"),
    # 4.2: artery disease, diabetes, a cast, a fracture, dystrophy, and any plan.
    "A6": ("", "ES"),
    "A7": ("G3", "S"),
    "D7": ("G4", "E"),
    "I8": ("G2", "S"),
    "I9": ("", "S"),
    "M4": ("G6", "S"),
    "M5": ("G6", "E"),
    "ANY": ("G1", "T"),
}


def test_the_table():
    found: dict[str, tuple[str, set[str]]] = {}
    for sign in SIGNS:
        question, urgencies = found.setdefault(sign.row, (sign.question, set()))
        assert question == sign.question, f"{sign.id} is asked in two questions"
        urgencies.add(sign.urgency)
    assert found == {row: (question, set(urgencies)) for row, (question, urgencies) in TABLE.items()}


def test_six_questions_and_each_yes_is_sorted():
    assert [question.id for question in SCREENING_QUESTIONS] == ["G1", "G2", "G3", "G4", "G5", "G6"]
    for traits in (NOBODY_MORE, ALL):
        for question in SCREENING_QUESTIONS:
            urgencies = [sign.urgency for sign in signs_for(traits, question.id)]
            assert len(urgencies) >= 2
            assert urgencies == sorted(urgencies, key="EST".index), "the most urgent first"


@pytest.mark.parametrize(
    ("condition", "traits"),
    [
        ({"cause": "nerve", "code": "G57.31"}, set()),
        ({"cause": "nerve", "code": "G57.31", "loss_of_feeling": True}, {"feet"}),
        ({"cause": "diabetes", "code": "M62.562"}, {"diabetes", "feet"}),
        ({"cause": "other", "code": "E11.42"}, {"diabetes", "feet"}),
        ({"cause": "artery", "code": "E11.51"}, {"diabetes", "feet", "artery"}),
        ({"cause": "artery", "code": "I70.212"}, {"artery"}),
        ({"cause": "dystrophy", "code": "G71.02"}, {"dystrophy"}),
        ({"cause": "immobility", "code": "M62.562"}, {"cast"}),
        ({"cause": "tendon", "code": "S86.012D"}, {"cast"}),
        ({"cause": "fracture", "code": "S82.201D"}, {"cast", "fracture"}),
        ({"cause": "nerve", "code": "G57.31", "brace": "walker boot"}, {"cast"}),
    ],
)
def test_which_parts_are_asked_follows_from_the_conditions(margaret, condition, traits):
    Condition.objects.all().delete()
    make_condition(margaret, **condition)
    assert traits_of(Condition.objects.all()) == traits


def test_what_only_some_are_asked():
    only_some = {sign.id: sign.of.value for sign in SIGNS if sign.of}
    assert only_some == {
        "R13.drowsy": "diabetes",
        "R13.high": "diabetes",
        "R13.low": "diabetes",
        "D7.unwell": "diabetes",
        "R7.hot": "feet",
        "A6.cold": "artery",
        "A6.rest": "artery",
        "A7.rest": "artery",
        "I8.cast": "cast",
        "I9.bone": "fracture",
        "M4.overwork": "dystrophy",
        "M5.dark": "dystrophy",
    }
    asked = {sign.id for sign in signs_for(NOBODY_MORE)}
    assert asked == {sign.id for sign in SIGNS} - only_some.keys()


def test_feet_and_sugar_are_for_diabetes_alone():
    assert questions(NOBODY_MORE)["foot"] is None
    assert questions(ALL - {Trait.DIABETES})["glucose"] is None
    asked = questions(frozenset({Trait.DIABETES}))
    assert [point["name"] for point in asked["foot"]["points"]] == [
        "cut",
        "blister",
        "redness",
        "hot",
        "swelling",
        "colour",
        "shoe",
    ]
    assert [option["value"] for option in asked["glucose"]["uses"]] == [
        "insulin",
        "tablets",
        "neither",
        "unsure",
    ]


def test_the_parts_for_some_have_their_words_in_the_question():
    said = {question["id"]: " ".join(question["question"]) for question in questions(ALL)["questions"]}
    for words, question in [
        ("shaky", "G1"),
        ("cast or boot", "G2"),
        ("at rest or at night", "G3"),
        ("One foot".lower(), "G4"),
        ("cola", "G6"),
    ]:
        assert words in said[question]
        plain = {one["id"]: " ".join(one["question"]) for one in questions(NOBODY_MORE)["questions"]}
        assert words not in plain[question]


@pytest.mark.parametrize(
    "illness",
    [
        "clot",
        "thrombosis",
        "stroke",
        "cauda",
        "charcot",
        "heart attack",
        "compartment",
        "cancer",
        "ulcer",
        "wells",
        "sepsis",
    ],
)
def test_nothing_says_what_somebody_has(illness):
    assert illness not in json.dumps(questions(ALL)).lower()


def test_the_words_of_a_stop():
    said = stop("E", ["R4.tight", "R2.alone"])
    assert said.said[1] == (
        "You said that one calf or leg is newly swollen, sore, warm or red, or tight, and you did not hurt it."
    )
    assert said.about == "You need help now. Do not wait."
    assert said.do == [
        "Loosen boot straps or a bandage, and keep the leg level, not high.",
        "Do not rub or stretch the calf.",
        "Do not wait and do not drive yourself. Stop all exercise.",
    ]
    assert said.opens == "Exercise opens again when your therapist says so."
    assert (
        stop("T", ["ANY.dizzy"]).opens
        == "Exercise opens again from tomorrow, when you answer the questions with no."
    )


def test_no_number_to_call_is_written_down():
    """The emergency number is the clinic's country's."""
    said = json.dumps(questions(ALL))
    assert not any(number in said for number in ("911", "999", "112"))
