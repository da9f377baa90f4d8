"""Reads and checks `data/exercises.yaml`, with the scenes of its figures.

Nothing of it reaches the database until all of it is right.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError

from therapy.library.exercise_labels import EQUIPMENT, LOG_FIELDS, MUSCLES, POSITIONS, TAGS
from therapy.library.figures import identity
from therapy.library.models import Exercise

DATA_FILE = Path(__file__).parent / "data" / "exercises.yaml"
SCENES_FILE = DATA_FILE.with_name("scenes.yaml")

# libyaml reads the file in a tenth of the time, where PyYAML was built with it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

REQUIRED = frozenset(
    {
        "id",
        "n",
        "name",
        "aliases",
        "category",
        "muscles",
        "joint_action",
        "position",
        "laterality",
        "weight_bearing",
        "load_tier",
        "contraction",
        "equipment",
        "log",
        "dose",
        "steps",
        "mistakes",
        "precautions",
        "tags",
        "easier",
        "harder",
        "figure",
        "evidence",
    }
)
OPTIONAL = frozenset({"alt_positions"})

# How much is done in one set: exactly one of these.
AMOUNTS = frozenset({"reps", "duration_min", "distance_m"})
DOSE_FIELDS = AMOUNTS | {"sets", "hold_s", "rest_s", "tempo", "days", "note"}


class DataFileError(Exception):
    """The data file cannot be used; `problems` says why, one line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Entry:
    """One exercise of the file: the values of the model's fields, and the slugs one step up the graph."""

    slug: str
    fields: dict[str, Any]
    harder: frozenset[str]


def read(path: Path = DATA_FILE) -> list[Entry]:
    """The exercises of the file, in its order. Raises DataFileError with everything that is wrong with it."""
    raw = _parsed(path)
    found = list(_shape_problems(raw))
    if found:
        raise DataFileError(found)
    scenes = _parsed(SCENES_FILE)
    entries = [_entry(item, scenes) for item in raw]
    found = [said for item, entry in zip(raw, entries, strict=True) for said in _entry_problems(item, entry)]
    found += _graph_problems(raw)
    if found:
        raise DataFileError(found)
    return entries


def _parsed(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  # nosec B506 # both are safe loaders
    except yaml.YAMLError as error:
        raise DataFileError([f"{path.name}: {error}"]) from error


def _shape_problems(raw: Any) -> Iterator[str]:
    """Whether it is a list of mappings with the fields that there are, each slug and number once."""
    if not isinstance(raw, list) or not raw:
        yield "the file is not a list of exercises"
        return
    for place, item in enumerate(raw, start=1):
        if not isinstance(item, dict):
            yield f"entry {place} is not a mapping"
            continue
        name = item.get("id", f"entry {place}")
        if missing := REQUIRED - item.keys():
            yield f"{name}: missing {', '.join(sorted(missing))}"
        if unknown := item.keys() - REQUIRED - OPTIONAL:
            yield f"{name}: unknown field {', '.join(sorted(map(str, unknown)))}"
    for key in ("id", "n"):
        seen = Counter(str(item.get(key)) for item in raw if isinstance(item, dict))
        for value, times in seen.items():
            if times > 1:
                yield f"{key} {value} is used {times} times"


def _entry(item: dict[str, Any], scenes: dict[str, Any]) -> Entry:
    """The fields of the model; the figure with its scene, without which nobody can draw it."""
    scene = scenes.get(item["id"])
    muscles = item["muscles"] if isinstance(item["muscles"], dict) else {}
    fields = {
        "number": item["n"],
        "name": item["name"],
        "aliases": item["aliases"],
        "category": item["category"],
        "primary_muscles": muscles.get("primary"),
        "secondary_muscles": muscles.get("secondary"),
        "joint_action": item["joint_action"],
        "position": item["position"],
        "alt_positions": item.get("alt_positions", []),
        "laterality": item["laterality"],
        "weight_bearing": item["weight_bearing"],
        "load_tier": item["load_tier"],
        "contraction": item["contraction"],
        "equipment": item["equipment"],
        "log_fields": item["log"],
        "dose": item["dose"],
        "steps": item["steps"],
        "mistakes": item["mistakes"],
        "precautions": item["precautions"],
        "tags": item["tags"],
        "figure": item["figure"] | {"scene": scene} if scene else item["figure"],
        "evidence": item["evidence"],
    }
    return Entry(slug=item["id"], fields=fields, harder=frozenset(item["harder"] or ()))


def _entry_problems(item: dict[str, Any], entry: Entry) -> Iterator[str]:
    slug = entry.slug
    try:
        # The model's own rules: lengths, choices, slug, tier 0 to 7.
        Exercise(slug=slug, **entry.fields).full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for field, said in error.message_dict.items():
            yield f"{slug}: {field}: {' '.join(said)}"
        return
    if entry.fields["load_tier"] > Exercise.MAX_LOAD_TIER:
        yield f"{slug}: load_tier: {entry.fields['load_tier']} is more than {Exercise.MAX_LOAD_TIER}"
    yield from _unknown_words(slug, entry.fields)
    yield from (f"{slug}: dose: {said}" for said in _dose_problems(item["dose"]))
    yield from (f"{slug}: {said}" for said in identity.problems(item["figure"]))
    if "scene" not in entry.fields["figure"]:
        yield f"{slug}: {SCENES_FILE.name} has no scene for its figure"


def _unknown_words(slug: str, fields: dict[str, Any]) -> Iterator[str]:
    known: dict[str, Iterable[str]] = {
        "primary_muscles": MUSCLES,
        "secondary_muscles": MUSCLES,
        "alt_positions": POSITIONS,
        "equipment": EQUIPMENT,
        "log_fields": LOG_FIELDS,
        "tags": TAGS,
    }
    for field, words in known.items():
        for word in fields[field]:
            if word not in words:
                yield f"{slug}: {field}: unknown “{word}”"
    if fields["position"] not in POSITIONS:
        yield f"{slug}: position: unknown “{fields['position']}”"


def _dose_problems(dose: Any) -> Iterator[str]:
    if not isinstance(dose, dict):
        yield "not a mapping"
        return
    if unknown := dose.keys() - DOSE_FIELDS:
        yield f"unknown field {', '.join(sorted(map(str, unknown)))}"
    if len(dose.keys() & AMOUNTS) != 1:
        yield f"needs exactly one of {', '.join(sorted(AMOUNTS))}"
    for field in ("sets", *sorted(dose.keys() & AMOUNTS)):
        if not _is_whole(dose.get(field)) or dose[field] < 1:
            yield f"{field} is not a whole number from 1"
    if not _is_whole(dose.get("days")) or not 1 <= dose["days"] <= 7:
        yield "days is not 1 to 7"
    hold: Any = dose.get("hold_s", 0)
    if not _is_whole(hold) or hold < 0:
        yield "hold_s is not a number of seconds"
    rest: Any = dose.get("rest_s")
    if not isinstance(rest, str) and (not _is_whole(rest) or rest < 0):
        yield "rest_s is neither a number of seconds nor words"


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _graph_problems(raw: list[dict[str, Any]]) -> list[str]:
    """Every step up is a step down from the other end, leads to an entry, and never leads back."""
    harder = {item["id"]: set(item["harder"] or ()) for item in raw}
    easier = {item["id"]: set(item["easier"] or ()) for item in raw}
    found = []
    for slug in harder:
        for there, back, word in ((harder, easier, "harder"), (easier, harder, "easier")):
            for other in sorted(there[slug]):
                if other not in harder:
                    found.append(f"{slug}: {word}: there is no “{other}”")
                elif slug not in back[other]:
                    found.append(f"{slug}: {word}: “{other}” does not name it back")
    if not found and (circle := _circle(harder)):
        found.append(f"the steps up go round in a circle: {', '.join(circle)}")
    return found


def _circle(harder: dict[str, set[str]]) -> list[str]:
    """The entries left when everything without a step up has been taken away, again and again; empty if acyclic."""
    left = {slug: set(up) for slug, up in harder.items()}
    while tops := [slug for slug, up in left.items() if not up]:
        for slug in tops:
            del left[slug]
        for up in left.values():
            up.difference_update(tops)
    return sorted(left)
