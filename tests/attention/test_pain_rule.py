"""Where the bands of pain can be read at all, for the charts (clinical-facts 2.5). Scores are in pain_cases.json."""

from typing import Any

import pytest

from therapy.care.models import Condition
from therapy.library import datafile
from therapy.logbook.pain import PainRule, pain_rule


def rule(**condition: Any) -> PainRule:
    return pain_rule([Condition(**condition)])


def test_a_numb_leg_has_no_bands_and_the_other_still_does():
    numb = rule(cause="diabetes", side="L", loss_of_feeling=True)
    assert [numb.holds_for(side) for side in "LRB"] == [False, True, False]


def test_loss_of_feeling_without_a_side_is_both_and_not_recorded_is_not_numb():
    assert rule(cause="diabetes", loss_of_feeling=True).numb_sides == {"L", "R"}
    assert rule(cause="diabetes", side="B", loss_of_feeling=True).numb_sides == {"L", "R"}
    assert rule(cause="diabetes", loss_of_feeling=None).numb_sides == set()


@pytest.mark.parametrize("side", ["L", "R", "B"])
def test_muscular_dystrophy_has_no_bands(side):
    assert rule(cause="dystrophy").holds_for(side) is False
    assert rule(cause="artery", side="B").holds_for(side) is True


def test_the_walk_into_leg_pain_is_walking_by_its_category():
    walks = [one for one in datafile.read() if "pad_only" in one.fields["tags"]]
    assert walks
    assert {one.fields["category"] for one in walks} == {"gait-aerobic"}
