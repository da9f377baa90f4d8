"""The questions of one patient's check as JSON, for a player that judges without a network, and what locks it."""

from datetime import datetime
from typing import Any

from django.utils.text import capfirst

from therapy.logbook.screening import feet, glucose, morning
from therapy.logbook.screening.judging import Reason, reason
from therapy.logbook.screening.locks import Lock
from therapy.logbook.screening.questions import FOLLOW_UP, SCREENING_QUESTIONS
from therapy.logbook.screening.signs import signs_for
from therapy.logbook.screening.traits import Trait
from therapy.logbook.screening.urgency import ABOUT, DO, MOST_URGENT_FIRST, OPENS


def questions(traits: frozenset[Trait]) -> dict[str, Any]:
    """Everything that the check asks somebody with these traits, and the words for what may be found.

    `questions` and `list` name signs by id; `reasons` has the words of all ids. `foot` and `glucose` are null where
    they are not asked.
    """
    signs = signs_for(traits)
    has_diabetes = Trait.DIABETES in traits
    found = [reason(sign.id) for sign in signs]
    if has_diabetes:
        found += [reason(point.id) for point in feet.POINTS] + [reason(one.id) for one in glucose.FINDINGS]
    return {
        "questions": [
            {
                "id": question.id,
                "question": question.asks(traits),
                "signs": [sign.id for sign in signs_for(traits, question.id)],
            }
            for question in SCREENING_QUESTIONS
        ],
        "follow_up": str(FOLLOW_UP),
        "list": [sign.id for sign in signs],
        "reasons": {one.id: _reason(one) for one in found},
        "urgencies": {
            urgency.value: {
                "about": str(ABOUT[urgency]),
                "do": str(DO[urgency]),
                "opens": str(OPENS[urgency]),
            }
            for urgency in MOST_URGENT_FIRST
            if urgency
        },
        "foot": _foot() if has_diabetes else None,
        "glucose": _glucose() if has_diabetes else None,
        "morning": _morning(),
    }


def _reason(one: Reason) -> dict[str, Any]:
    """`words` stands as an answer of its own; `said` goes on from "You said that"."""
    go = glucose.BY_ID[one.id].go.value if one.id in glucose.BY_ID else None
    return {
        "row": one.id.partition(".")[0],
        "urgency": one.urgency,
        "words": capfirst(one.said),
        "said": one.said,
        "do": list(one.do),
        "go": go,
    }


def _foot() -> dict[str, Any]:
    return {
        "question": str(feet.QUESTION),
        "points": [{"name": one.name, "words": str(one.words)} for one in feet.POINTS],
    }


def _glucose() -> dict[str, Any]:
    return {
        "uses": _options(glucose.Uses),
        "ketones": _options(glucose.Ketones),
        "per_mmol": glucose.MG_DL_PER_MMOL_L,
        "lowest": glucose.LOWEST,
        "highest": glucose.HIGHEST,
    }


def _morning() -> dict[str, Any]:
    return {
        "question": str(morning.QUESTION),
        "pain": str(morning.PAIN),
        "compared": str(morning.COMPARED),
        "options": _options(morning.Compared),
        "stiff": str(morning.STIFF),
        "advice": str(morning.ADVICE),
    }


def _options(choices: Any) -> list[dict[str, str]]:
    return [{"value": value, "words": str(words)} for value, words in choices.choices]


def lock_as_json(lock: Lock | None) -> dict[str, Any] | None:
    """A lock with the words of its STOP screen; null where nothing is locked."""
    if lock is None:
        return None
    check, stop = lock.check, lock.stop
    return {
        "check": str(check.pk),
        "urgency": check.urgency,
        "day": check.local_day.isoformat(),
        "said": stop.said,
        "about": stop.about,
        "do": stop.do,
        "opens": stop.opens,
        "opens_by_check": lock.opens_by_a_check,
        # Storing it and telling the care team are one transaction.
        "told_at": check.received_at.isoformat(),
        "called_at": _moment(check.called_at),
        "mistaken_at": _moment(check.mistaken_at),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
