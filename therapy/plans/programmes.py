"""The shipped programmes: read strictly from the data file and loaded into the database in place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from therapy.care.models import Condition
from therapy.library.models import Exercise
from therapy.plans.doses import rest_and_tempo
from therapy.plans.models import Band, Programme, ProgrammeItem, ProgrammePhase
from therapy.plans.wording import NO_LOAD

DATA_FILE = Path(__file__).parent / "data" / "programmes.yaml"

PROGRAMME_KEYS = {"id", "title", "for", "not_for", "icd_hint", "test_schedule_weeks", "tests", "phases"}
PHASE_KEYS = {"phase", "name", "weeks", "session_rule", "items", "go_on_when", "hold_or_step_back_when"}
ITEM_KEYS = {"ex", "side", "sets", "load", "days"}
AMOUNTS = {"reps": "reps", "duration_min": "minutes", "distance_m": "metres"}

BAND_WORD = re.compile(rf"\b({'|'.join(Band.values)})\b")
START_LOAD = re.compile(r"\bstart (\d+(?:\.\d+)?) kg\b")
LAST_WEEK = re.compile(r"\d+-(\d+)( and on)?")
HINT = re.compile(r"(?P<code>[A-Z][0-9A-Z.]+)(?P<family>-)?( with 7th character (?P<last>[A-Z]))?")
AS_PHASE = re.compile(r"as phase (\d+)")


class ProgrammeFileError(ValueError):
    """The data file says something that cannot be loaded; the text says where."""


@dataclass(frozen=True)
class Loaded:
    """What a load did."""

    created: int
    updated: int
    items: int


def band_of(words: str, exercise: Exercise) -> str:
    """The one band colour that `words` name, for an exercise that logs a band; "" for none, or for a choice of two."""
    named = set(BAND_WORD.findall(words))
    return named.pop() if exercise.logs_band and len(named) == 1 else ""


def load_kg_of(words: str) -> Decimal | None:
    """The N of "start N kg"; None for any other words, a share of the body weight among them."""
    found = START_LOAD.search(words)
    return Decimal(found[1]) if found else None


def weeks_of(programme: Programme) -> int | None:
    """The last week that the programme's last phase names ("9-12" and "9-12 and on" give 12).

    None where phases follow something else than weeks.
    """
    last = programme.phases.last()
    found = LAST_WEEK.fullmatch(last.weeks) if last else None
    return int(found[1]) if found else None


def fits(programme: Programme, conditions: Iterable[Condition]) -> bool:
    """Whether a hint of the programme names the code of a condition; "S82.- with 7th character D" names a family."""
    codes = [condition.code for condition in conditions]
    hints = [found for hint in programme.code_hints if (found := HINT.fullmatch(hint))]
    return any(_hint_names(hint, code) for hint in hints for code in codes)


def _hint_names(hint: re.Match[str], code: str) -> bool:
    if not hint["family"]:
        return code == hint["code"]
    return code.startswith(hint["code"]) and code.endswith(hint["last"] or "")


def load_shipped(text: str | None = None) -> Loaded:
    """Bring the shipped programmes to what the data file says, in one transaction. Running it again changes nothing.

    A programme, phase or item that exists keeps its row. `text` is the file's content, the project's own file without
    it. Raises ProgrammeFileError, with nothing changed, for an unknown key, an unknown exercise or a dose without an
    amount.
    """
    entries = yaml.safe_load(DATA_FILE.read_text(encoding="utf-8") if text is None else text)
    if not isinstance(entries, list):
        raise ProgrammeFileError("the file is not a list of programmes")
    exercises = {e.slug: e for e in Exercise.objects.filter(clinic=None)}
    created = items = 0
    with transaction.atomic():
        for entry in entries:
            made, count = _load_programme(entry, exercises)
            created += made
            items += count
    return Loaded(created, len(entries) - created, items)


def _load_programme(entry: dict[str, Any], exercises: dict[str, Exercise]) -> tuple[bool, int]:
    where = f"programme {entry.get('id', '?')}"
    _check_keys(entry, PROGRAMME_KEYS, {"precautions"}, where)
    programme, made = Programme.objects.update_or_create(
        clinic=None,
        slug=entry["id"],
        defaults={
            "title": entry["title"],
            "meant_for": entry["for"],
            "not_for": entry["not_for"],
            "code_hints": entry["icd_hint"],
            "test_weeks": entry["test_schedule_weeks"],
            "tests": entry["tests"],
            "precautions": entry.get("precautions", []),
            "archived_at": None,
        },
    )
    step_back: dict[int, list[str]] = {}
    count = 0
    for phase in entry["phases"]:
        count += _load_phase(programme, phase, step_back, exercises, where)
    programme.phases.exclude(number__in=step_back).delete()
    return made, count


def _load_phase(
    programme: Programme,
    entry: dict[str, Any],
    step_back: dict[int, list[str]],
    exercises: dict[str, Exercise],
    where: str,
) -> int:
    where = f"{where}, phase {entry.get('phase', '?')}"
    _check_keys(entry, PHASE_KEYS, set(), where)
    number = entry["phase"]
    step_back[number] = _spelled_out(entry["hold_or_step_back_when"], step_back, where)
    phase, _made = ProgrammePhase.objects.update_or_create(
        programme=programme,
        number=number,
        defaults={
            "title": entry["name"],
            "weeks": entry["weeks"],
            "session_rule": entry["session_rule"],
            "go_on_when": entry["go_on_when"],
            "step_back_when": step_back[number],
        },
    )
    for order, item in enumerate(entry["items"], start=1):
        fields = item_fields(item, exercises, f"{where}, item {order}")
        ProgrammeItem.objects.update_or_create(phase=phase, order=order, defaults=fields)
    phase.items.filter(order__gt=len(entry["items"])).delete()
    return len(entry["items"])


def item_fields(entry: dict[str, Any], exercises: dict[str, Exercise], where: str) -> dict[str, Any]:
    """One item of the file as the fields of a ProgrammeItem; rest and tempo are the exercise's own."""
    _check_keys(entry, ITEM_KEYS, {"hold_s", *AMOUNTS}, where)
    exercise = exercises.get(entry["ex"])
    if exercise is None:
        raise ProgrammeFileError(f"{where}: there is no exercise {entry['ex']!r}; load the library first")
    amounts = {field: entry[key] for key, field in AMOUNTS.items() if key in entry}
    if len(amounts) != 1:
        raise ProgrammeFileError(f"{where}: give exactly one of {', '.join(AMOUNTS)}")
    if entry["side"] not in ProgrammeItem.SideRule.values:
        raise ProgrammeFileError(f"{where}: {entry['side']!r} is no side rule")
    fields = {
        "exercise": exercise,
        "side_rule": entry["side"],
        "days_per_week": entry["days"],
        "sets": entry["sets"],
        **dict.fromkeys(AMOUNTS.values()),
        **amounts,
        "hold_s": entry.get("hold_s"),
        **rest_and_tempo(exercise),
        "load_note": "" if entry["load"] == NO_LOAD else entry["load"],
        "band": band_of(entry["load"], exercise),
        "load_kg": load_kg_of(entry["load"]),
    }
    try:
        ProgrammeItem(order=1, **fields).clean_fields(exclude=["phase", "exercise"])
    except ValidationError as error:
        raise ProgrammeFileError(f"{where}: {error.message_dict}") from error
    return fields


def _spelled_out(lines: Iterable[str], earlier: dict[int, list[str]], where: str) -> list[str]:
    """The lines with "as phase 1" replaced by what that phase says, so that a plan's phase stands on its own."""
    spelled: list[str] = []
    for line in lines:
        found = AS_PHASE.fullmatch(line)
        if found and int(found[1]) not in earlier:
            raise ProgrammeFileError(f"{where}: {line!r} names no earlier phase")
        spelled += earlier[int(found[1])] if found else [line]
    return spelled


def _check_keys(entry: dict[str, Any], wanted: set[str], optional: set[str], where: str) -> None:
    if missing := wanted - set(entry):
        raise ProgrammeFileError(f"{where}: {', '.join(sorted(missing))} is missing")
    if unknown := set(entry) - wanted - optional:
        raise ProgrammeFileError(f"{where}: {', '.join(sorted(map(str, unknown)))} is unknown")
