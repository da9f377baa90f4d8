"""The shipped programmes held against the rules, for the patients that they are meant for."""

import pytest
import yaml

from tests.plans.facts import condition, exercises, facts, item
from therapy.plans.programmes import DATA_FILE
from therapy.plans.rules import check
from therapy.plans.sides import resolve

PROGRAMMES = {entry["id"]: entry for entry in yaml.safe_load(DATA_FILE.read_text(encoding="utf-8"))}
AFTER_A_CAST = [condition(code="M62.562", cause="immobility", wb_status="FWB")]
ARTERY_AND_SUGAR = [
    condition(code="I70.213", side="B", cause="artery", wb_status=""),
    condition(code="E11.42", side="", cause="diabetes", wb_status="", loss_of_feeling=True, open_ulcer=False),
]


def foot_drop(grade):
    return [condition(code="G57.32", cause="nerve", wb_status="", muscle_grade=grade)]


def items(programme, phase, affected):
    for entry in PROGRAMMES[programme]["phases"][phase - 1]["items"]:
        sides = resolve(entry["side"], affected, exercises()[entry["ex"]])
        yield item(entry["ex"], *sides, days=tuple(range(1, entry["days"] + 1)), sets=entry["sets"])


@pytest.mark.parametrize(
    ("programme", "phase", "affected", "conditions", "blocked"),
    [
        ("post-immobilisation-12wk", 1, "L", AFTER_A_CAST, []),
        ("post-immobilisation-12wk", 2, "L", AFTER_A_CAST, []),
        ("post-immobilisation-12wk", 3, "L", AFTER_A_CAST, []),
        ("post-immobilisation-12wk", 4, "L", AFTER_A_CAST, []),
        ("fibular-nerve-foot-drop", 1, "L", foot_drop("1"), []),
        ("fibular-nerve-foot-drop", 2, "L", foot_drop("2"), []),
        ("fibular-nerve-foot-drop", 3, "L", foot_drop("3"), ["band-eversion"]),
        ("fibular-nerve-foot-drop", 3, "L", foot_drop("3+"), []),
        ("fibular-nerve-foot-drop", 4, "L", foot_drop("4-"), []),
        ("pad-diabetes-gentle-12wk", 1, "B", ARTERY_AND_SUGAR, []),
        ("pad-diabetes-gentle-12wk", 2, "B", ARTERY_AND_SUGAR, []),
        ("pad-diabetes-gentle-12wk", 3, "B", ARTERY_AND_SUGAR, []),
        # The wrong programme for a leg that may take no weight.
        (
            "post-immobilisation-12wk",
            1,
            "L",
            [condition(cause="fracture", wb_status="NWB")],
            ["seated-heel-raise", "short-foot", "weight-shift"],
        ),
    ],
)
def test_what_a_shipped_phase_meets(programme, phase, affected, conditions, blocked):
    asked = list(items(programme, phase, affected))
    names = {each.key: each.slug for each in asked}
    found = check(facts(*asked, conditions=conditions, affected=affected))
    assert sorted(names[f.prescription_key] for f in found if f.is_open_block) == blocked
