"""The data file's own rules: each mistake is named, and the figures hold together."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from therapy.library import datafile
from therapy.library.exercise_labels import EQUIPMENT, EQUIPMENT_KINDS, LOAD_TIERS
from therapy.library.figures import identity

RAW: list[dict[str, Any]] = yaml.safe_load(datafile.DATA_FILE.read_text(encoding="utf-8"))
FRAMES = [
    pytest.param(frame, leg, id=f"{item['id']}: {frame['label']}, {leg}")
    for item in RAW
    for frame in item["figure"]["frames"]
    for leg in ("work", "other")
]


def read(tmp_path: Path, raw: object) -> list[datafile.Entry]:
    path = tmp_path / "exercises.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return datafile.read(path)


def problems_of(tmp_path: Path, raw: object) -> list[str]:
    with pytest.raises(datafile.DataFileError) as refused:
        read(tmp_path, raw)
    return refused.value.problems


def alone(**changes: Any) -> dict[str, Any]:
    """A right entry without steps up or down, with changes."""
    return copy.deepcopy(RAW[0]) | {"easier": [], "harder": []} | changes


def test_the_shipped_file_is_right() -> None:
    entries = datafile.read()
    assert len(entries) == 45
    assert [entry.fields["number"] for entry in entries] == list(range(1, 46))


@pytest.mark.parametrize(("frame", "leg"), FRAMES)
def test_the_foot_follows_from_the_leg(frame: dict[str, Any], leg: str) -> None:
    angles = frame[leg]
    assert angles["foot_pitch"] == frame["trunk"] - angles["ankle"] + angles["knee"] - angles["hip"]


def test_every_frame_was_looked_at() -> None:
    assert len(FRAMES) == 192


@given(
    trunk=st.integers(-90, 90),
    hip=st.integers(-30, 130),
    knee=st.integers(-10, 150),
    ankle=st.integers(-60, 45),
)
def test_bending_one_joint_turns_the_foot_by_as_much(trunk: int, hip: int, knee: int, ankle: int) -> None:
    pitch = identity.foot_pitch(trunk=trunk, hip=hip, knee=knee, ankle=ankle)
    assert identity.foot_pitch(trunk=trunk, hip=hip, knee=knee, ankle=ankle + 10) == pitch - 10
    assert identity.foot_pitch(trunk=trunk, hip=hip, knee=knee + 10, ankle=ankle) == pitch + 10
    assert identity.foot_pitch(trunk=trunk, hip=hip + 10, knee=knee, ankle=ankle) == pitch - 10
    assert identity.foot_pitch(trunk=trunk + 10, hip=hip, knee=knee, ankle=ankle) == pitch + 10


def test_a_figure_whose_foot_does_not_follow_is_named(tmp_path: Path) -> None:
    item = alone()
    item["figure"]["frames"][0]["work"]["foot_pitch"] += 1
    assert problems_of(tmp_path, [item]) == [
        "ankle-pumps: frame “toes pointed away”, work leg: foot_pitch is -54, its angles make -55"
    ]


def test_a_figure_without_an_angle_is_named(tmp_path: Path) -> None:
    item = alone()
    del item["figure"]["frames"][1]["other"]["mtp"]
    assert problems_of(tmp_path, [item]) == [
        "ankle-pumps: frame “toes pulled up”, other leg: no angle for mtp"
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"tags": ["calf_strech"]}, "ankle-pumps: tags: unknown “calf_strech”"),
        ({"load_tier": 8}, "ankle-pumps: load_tier: 8 is more than 7"),
        ({"log": ["repetitions"]}, "ankle-pumps: log_fields: unknown “repetitions”"),
        ({"equipment": ["trampoline"]}, "ankle-pumps: equipment: unknown “trampoline”"),
        ({"position": "kneeling"}, "ankle-pumps: position: unknown “kneeling”"),
        (
            {"muscles": {"primary": ["biceps"], "secondary": []}},
            "ankle-pumps: primary_muscles: unknown “biceps”",
        ),
        ({"dose": {"sets": 3, "days": 3, "rest_s": 60}}, "ankle-pumps: dose: needs exactly one of"),
        (
            {"dose": {"sets": 0, "reps": 3, "days": 3, "rest_s": 60}},
            "ankle-pumps: dose: sets is not a whole number",
        ),
        ({"dose": {"sets": 1, "reps": 3, "days": 8, "rest_s": 60}}, "ankle-pumps: dose: days is not 1 to 7"),
        ({"dose": {"sets": 1, "reps": 3, "days": 3}}, "ankle-pumps: dose: rest_s is neither"),
        ({"category": "strenght"}, "ankle-pumps: category:"),
        ({"laterality": "left"}, "ankle-pumps: laterality:"),
        ({"weight_bearing": "some"}, "ankle-pumps: weight_bearing:"),
        ({"name": "x" * 121}, "ankle-pumps: name:"),
        ({"id": "Ankle pumps"}, "Ankle pumps: slug:"),
        ({"harder": ["nowhere"]}, "ankle-pumps: harder: there is no “nowhere”"),
        ({"colour": "red"}, "ankle-pumps: unknown field colour"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    found = problems_of(tmp_path, [alone(**changes)])
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    item = alone()
    del item["evidence"]
    assert problems_of(tmp_path, [item]) == ["ankle-pumps: missing evidence"]


def test_a_slug_or_number_used_twice_is_named(tmp_path: Path) -> None:
    assert problems_of(tmp_path, [alone(), alone(n=2)]) == ["id ankle-pumps is used 2 times"]
    assert problems_of(tmp_path, [alone(), alone(id="other")]) == ["n 1 is used 2 times"]


def test_a_step_that_is_not_named_back_is_named(tmp_path: Path) -> None:
    raw = [alone(harder=["bridge"]), alone(id="bridge", n=2)]
    assert problems_of(tmp_path, raw) == ["ankle-pumps: harder: “bridge” does not name it back"]


def test_a_circle_is_named(tmp_path: Path) -> None:
    raw = [
        alone(id="bridge", n=1, harder=["step-up"], easier=["walk-steady"]),
        alone(id="step-up", n=2, harder=["walk-steady"], easier=["bridge"]),
        alone(id="walk-steady", n=3, harder=["bridge", "short-foot"], easier=["step-up"]),
        alone(id="short-foot", n=4, easier=["walk-steady"]),
    ]
    assert problems_of(tmp_path, raw) == ["the steps up go round in a circle: bridge, step-up, walk-steady"]


def test_a_figure_without_a_scene_is_named(tmp_path: Path) -> None:
    assert problems_of(tmp_path, [alone(id="new-one")]) == [
        "new-one: scenes.yaml has no scene for its figure"
    ]


def test_each_scene_is_of_an_exercise() -> None:
    scenes = yaml.safe_load(datafile.SCENES_FILE.read_text(encoding="utf-8"))
    assert set(scenes) == {item["id"] for item in RAW}


@pytest.mark.parametrize("raw", [{}, [], "text", None])
def test_something_else_than_a_list_is_refused(tmp_path: Path, raw: object) -> None:
    assert problems_of(tmp_path, raw) == ["the file is not a list of exercises"]


def test_a_file_that_is_not_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "exercises.yaml"
    path.write_text("- id: [", encoding="utf-8")
    with pytest.raises(datafile.DataFileError, match=r"exercises\.yaml"):
        datafile.read(path)


def test_each_kind_of_equipment_is_used_and_each_tier_has_words() -> None:
    used = {kind for item in RAW for thing in item["equipment"] for kind in EQUIPMENT[thing]}
    assert used == set(EQUIPMENT_KINDS) - {"nothing"}
    assert {item["load_tier"] for item in RAW} <= set(LOAD_TIERS)
