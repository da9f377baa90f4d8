"""Nerve injury: what the grade of the weak muscles allows (clinical-facts 4.2 N1 to N4, N11)."""

import pytest

from tests.plans.facts import condition, facts, item
from therapy.plans.rules import check

DROP = {"code": "M21.372", "cause": "nerve"}
TIBIAL = {"code": "G57.42", "cause": "nerve"}


def nerve(slug, grade, code="M21.372", side="L", of="L", **kw):
    """Rule and level of the nerve findings about `slug` with the leg `side`."""
    found = check(
        facts(
            item(slug, side, **kw),
            conditions=[condition(code=code, cause="nerve", side=of, muscle_grade=grade)],
        )
    )
    return [(f.rule, f.level) for f in found if f.rule.startswith("N")]


@pytest.mark.parametrize("code", ["M21.372", "G57.32", "S84.12XD"])
def test_the_fibular_nerve_lifts_and_turns_out(code):
    assert nerve("band-dorsiflexion", "1", code) == [("N1", "block")]
    assert nerve("band-eversion", "1", code) == [("N1", "block")]
    assert nerve("band-plantarflexion", "1", code) == []


@pytest.mark.parametrize("code", ["G57.42", "S84.02XD"])
def test_the_tibial_nerve_pushes_down(code):
    assert nerve("band-plantarflexion", "1", code) == [("N1", "block")]
    assert nerve("band-dorsiflexion", "1", code) == []


def test_the_sciatic_nerve_does_both_and_a_root_has_no_rule():
    assert nerve("band-plantarflexion", "1", "G57.02") == [("N1", "block")]
    assert nerve("band-dorsiflexion", "1", "G57.02") == [("N1", "block")]
    assert nerve("band-dorsiflexion", "1", "M54.16") == []


def test_wasting_by_nerve_damage_is_held_by_its_grade_whichever_nerve_it_is():
    assert nerve("band-plantarflexion", "1", "M62.562") == [("N1", "block")]
    assert nerve("band-dorsiflexion", "1", "M62.562") == [("N1", "block")]
    assert nerve("band-dorsiflexion", "1", "M62.562", side="R") == []
    named = [condition(code="M62.562", cause="nerve", muscle_grade="1"), condition(**DROP, muscle_grade="1")]
    assert [f.rule for f in check(facts(item("band-plantarflexion", "L"), conditions=named))] == []
    assert [f.rule for f in check(facts(item("band-dorsiflexion", "L"), conditions=named))] == ["N1"]


def test_the_other_leg_is_free():
    assert nerve("band-dorsiflexion", "1", side="R") == []
    assert nerve("band-dorsiflexion", "1", side="R", of="B") == [("N1", "block")]


def test_an_unknown_grade_blocks_bands_and_nothing_else():
    found = check(
        facts(item("band-eversion", "L"), conditions=[condition(**DROP, muscle_grade="")], affected="L")
    )
    assert [f.message for f in found if f.rule == "N1"] == [
        "Record the muscle grade of the left leg first: no bands on weak muscles before."
    ]
    assert nerve("seated-toe-raise", "") == []


@pytest.mark.parametrize(
    ("slug", "grade", "expected"),
    [
        ("assisted-dorsiflexion", "0", []),
        ("iso-shin-lift", "1", [("N1", "block")]),
        ("toe-extension-lift", "1", [("N1", "block")]),
        ("iso-shin-lift", "2", [("N2", "cap")]),
        ("assisted-dorsiflexion", "2+", [("N2", "cap")]),
        ("toe-extension-lift", "2", [("N2", "cap")]),
        ("seated-toe-raise", "2", [("N2", "block")]),
        ("seated-toe-raise", "3-", [("N2", "block")]),
        ("band-eversion", "2", [("N2", "block")]),
        ("seated-toe-raise", "3", []),
        ("band-eversion", "3", [("N3", "block")]),
        ("standing-toe-raise-wall", "3", [("N3", "block")]),
        ("band-eversion", "3+", []),
        ("standing-toe-raise-wall", "3+", []),
        ("band-eversion", "5", []),
        # Not strength work of the weak group: left to the therapist.
        ("tandem-stance", "0", []),
        ("walk-steady", "0", []),
        ("towel-calf-stretch", "0", []),
    ],
)
def test_what_a_grade_allows(slug, grade, expected):
    side = "B" if slug in ("standing-toe-raise-wall", "walk-steady") else "L"
    assert nerve(slug, grade, side=side) == expected


def test_effort_3_is_gentle_enough_at_grade_2():
    assert nerve("iso-shin-lift", "2", effort_max=3) == []


def test_added_load_waits_for_more_than_grade_3():
    assert nerve("seated-heel-raise", "3", "G57.42") == []
    assert nerve("seated-heel-raise", "3", "G57.42", load_kg=5) == [("N3", "block")]


@pytest.mark.parametrize(
    ("grade", "band", "capped"),
    [("3+", "red", 0), ("3+", "green", 1), ("4-", "blue", 1), ("4", "blue", 0), ("3+", "", 0)],
)
def test_a_light_band_from_3_plus(grade, band, capped):
    assert nerve("band-eversion", grade, band=band) == [("N4", "cap")] * capped


def test_no_shin_stretch_with_foot_drop():
    assert nerve("shin-stretch-seated", "4") == [("N11", "block")]
    assert nerve("shin-stretch-seated", "4", side="R") == []
    assert nerve("shin-stretch-seated", "4", "G57.42") == []
