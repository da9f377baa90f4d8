"""The limits beside the plan: each that is recorded and still runs, none that has run out."""

from datetime import date, timedelta
from typing import Any

import pytest

from therapy.care.models import Condition
from therapy.plans.limits import limits_in_force

TODAY = date(2026, 11, 19)
SOON = date(2027, 1, 15)


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({}, []),
        ({"wb_status": "FWB"}, ["Weight: full weight"]),
        ({"wb_status": "PWB", "wb_percent": 30}, ["Weight: part weight, 30 % of body weight"]),
        ({"wb_status": "NWB", "wb_until": SOON}, ["Weight: no weight, until 15 January 2027"]),
        # The last day counts, as it does for the rules.
        ({"wb_status": "NWB", "wb_until": TODAY}, ["Weight: no weight, until 19 November 2026"]),
        ({"wb_status": "NWB", "wb_until": TODAY - timedelta(days=1)}, []),
        ({"df_limit_deg": 0}, ["Toes up: no further than 0°"]),
        ({"df_limit_deg": 5, "df_limit_until": SOON}, ["Toes up: no further than 5°, until 15 January 2027"]),
        (
            {"df_limit_deg": 5, "df_limit_until": TODAY},
            ["Toes up: no further than 5°, until 19 November 2026"],
        ),
        ({"df_limit_deg": 5, "df_limit_until": TODAY - timedelta(days=1)}, []),
        ({"impact_from": SOON}, ["No jumps before 15 January 2027"]),
        ({"impact_from": TODAY}, []),
        ({"single_leg_from": SOON}, ["No one-leg standing before 15 January 2027"]),
        ({"resisted_pf_from": SOON}, ["No resisted pushing down before 15 January 2027"]),
        ({"stretch_allowed_from": TODAY + timedelta(days=1)}, ["No calf stretch before 20 November 2026"]),
        ({"muscle_grade": "2-"}, ["Weakest muscle: grade 2-"]),
        ({"brace": "AFO"}, ["Brace or boot: AFO"]),
        ({"loss_of_feeling": True, "open_ulcer": False}, ["Loss of feeling in the foot"]),
        ({"limits_set_by": "Dr Vale"}, ["Set by Dr Vale"]),
    ],
)
def test_one_condition(fields: dict[str, Any], lines: list[str]) -> None:
    assert limits_in_force([Condition(**fields)], TODAY) == lines


def test_the_same_limit_is_said_once() -> None:
    twice = [Condition(impact_from=SOON), Condition(impact_from=SOON, brace="boot")]
    assert limits_in_force(twice, TODAY) == ["No jumps before 15 January 2027", "Brace or boot: boot"]
