"""What the answers of a check mean together: how urgent, by which rules, and whether the session may begin.

`static/player/screening.js` judges by the same rules; both are tried on `tests/player/screening_cases.json`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from therapy.logbook.screening import feet, glucose, signs
from therapy.logbook.screening.questions import NO
from therapy.logbook.screening.urgency import ABOUT, DO, MOST_URGENT_FIRST, OPENS, most_urgent


@dataclass(frozen=True)
class Reason:
    """One thing that was found: `said` goes on from "You said that", `do` is what to do about it at once."""

    id: str
    urgency: str
    said: str
    do: tuple[str, ...]


@dataclass(frozen=True)
class Judgement:
    """The urgency ("", T, S or E), the ids of all that was found, most urgent first, and `go` of `glucose.Go`."""

    urgency: str
    rules: tuple[str, ...]
    go: str

    @property
    def may_start(self) -> bool:
        """Whether nothing keeps the session from beginning."""
        return not self.urgency and self.go not in (glucose.Go.WAIT, glucose.Go.STOP)


def judge(
    answers: Mapping[str, str], foot: Mapping[str, bool] | None, sugar: Mapping[str, Any] | None
) -> Judgement:
    """What all answers mean. Raises KeyError for an answer that no question offers."""
    chosen = [signs.BY_ID[answer] for answer in answers.values() if answer != NO]
    sugar_says = glucose.judge(sugar) if sugar else None
    found = [(sign.urgency, sign.id) for sign in chosen]
    found += [(point.urgency, point.id) for point in feet.found(foot)]
    found += [(sugar_says.urgency, sugar_says.id)] if sugar_says else []
    urgency = most_urgent([one for one, _id in found])
    # The order of urgency and, within it, of the questions.
    by_urgency = [name for level in MOST_URGENT_FIRST for one, name in found if one == level]
    go = glucose.Go.STOP if urgency else (sugar_says.go if sugar_says else glucose.Go.START)
    return Judgement(urgency, tuple(by_urgency), go.value)


def reason(rule: str) -> Reason:
    """The words behind an id. Raises KeyError for one that no question has."""
    if rule in signs.BY_ID:
        sign = signs.BY_ID[rule]
        return Reason(rule, sign.urgency, str(sign.words), tuple(map(str, sign.do)))
    if rule in glucose.BY_ID:
        finding = glucose.BY_ID[rule]
        return Reason(rule, finding.urgency, str(finding.said), tuple(map(str, finding.do)))
    point = next((one for one in feet.POINTS if one.id == rule), None)
    if point is None:
        raise KeyError(rule)
    return Reason(rule, point.urgency, str(point.said), tuple(map(str, point.do)))


def reasons(rules: Iterable[str]) -> list[Reason]:
    """`reason` of each."""
    return [reason(rule) for rule in rules]


@dataclass(frozen=True)
class Stop:
    """The STOP screen in words: what was said, how urgent that is, and what to do."""

    urgency: str
    said: list[str]
    about: str
    do: list[str]
    opens: str


def stop(urgency: str, rules: Iterable[str]) -> Stop:
    """The words of a STOP screen. Raises KeyError for "", which stops nothing."""
    found = [one for one in reasons(rules) if one.urgency]
    do = list(dict.fromkeys(words for one in found for words in one.do))
    return Stop(
        urgency,
        [said_words(one.said) for one in found],
        str(ABOUT[urgency]),
        [*do, str(DO[urgency])],
        str(OPENS[urgency]),
    )


def said_words(words: str) -> str:
    """“You said that you have a fever.”"""
    return _("You said that %(words)s.") % {"words": words}
