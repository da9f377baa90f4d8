"""A condition's limits and findings as sentences. What is not recorded is said so, never passed over."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from therapy.care import diagnoses
from therapy.care.models import Condition

_WEIGHT: dict[str, str | Promise] = {
    "NWB": gettext_lazy("none"),
    "TTWB": gettext_lazy("touch only"),
    "PWB": gettext_lazy("part"),
    "WBAT": gettext_lazy("as tolerated"),
    "FWB": gettext_lazy("full"),
}

# Field; what may not happen before its day; the same once the day has come.
_FROM: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    (
        "stretch_allowed_from",
        gettext_lazy("No calf stretch before %(day)s."),
        gettext_lazy("Calf stretch allowed since %(day)s."),
    ),
    (
        "resisted_pf_from",
        gettext_lazy("No pushing down against resistance before %(day)s."),
        gettext_lazy("Pushing down against resistance allowed since %(day)s."),
    ),
    (
        "single_leg_from",
        gettext_lazy("No one-leg standing before %(day)s."),
        gettext_lazy("One-leg standing allowed since %(day)s."),
    ),
    ("impact_from", gettext_lazy("No jumps before %(day)s."), gettext_lazy("Jumps allowed since %(day)s.")),
)

# What the absence of a field is called.
_NAMES: dict[str, str | Promise] = {
    "wb_status": gettext_lazy("weight"),
    "df_limit_deg": gettext_lazy("toes-up limit"),
    "stretch_allowed_from": gettext_lazy("calf stretch"),
    "resisted_pf_from": gettext_lazy("pushing down against resistance"),
    "single_leg_from": gettext_lazy("standing on one leg"),
    "impact_from": gettext_lazy("jumps"),
    "brace": gettext_lazy("brace or boot"),
}


def title_of(code: str) -> str:
    """The official title of a code; of one that is no longer in the list, the code itself."""
    diagnosis = diagnoses.get(code)
    return diagnosis.title if diagnosis else code


def _day(day: date) -> str:
    return date_format(day, "j F Y")


class Line(NamedTuple):
    """A sentence about a condition on a day, and whether it restricts what a plan may prescribe then."""

    text: str
    restricts: bool


def limits(condition: Condition, today: date) -> list[str]:
    """The recorded limits, one sentence each; then the limits that are not recorded, in one sentence."""
    said = [line.text for line in _limits(condition, today)]
    missing = [str(name) for field, name in _NAMES.items() if getattr(condition, field) in (None, "")]
    if len(missing) == len(_NAMES):
        return [*said, _("Limits: not recorded.")]
    if missing:
        said.append(_("Not recorded: %(names)s.") % {"names": ", ".join(missing)})
    return said


def restrictions(conditions: Iterable[Condition], today: date) -> list[str]:
    """What restricts a plan on `today`, each sentence once: limits that have not run out, and what was found."""
    lines = (line for c in conditions for line in [*_limits(c, today), *_findings(c)])
    return list(dict.fromkeys(line.text for line in lines if line.restricts))


def _limits(condition: Condition, today: date) -> Iterator[Line]:
    yield from _weight(condition, today)
    yield from _toes_up(condition, today)
    for field, before, after in _FROM:
        day: date | None = getattr(condition, field)
        if day is not None:
            yield Line(str(before if today < day else after) % {"day": _day(day)}, today < day)
    if condition.brace:
        yield Line(_("Brace or boot: %(brace)s.") % {"brace": condition.brace}, restricts=True)
    if condition.limits_set_by:
        yield Line(_("Limits set by %(who)s.") % {"who": condition.limits_set_by}, restricts=True)


def _weight(condition: Condition, today: date) -> Iterator[Line]:
    if not condition.wb_status:
        return
    words = [str(_WEIGHT[condition.wb_status])]
    if condition.wb_percent is not None:
        words.append(_("%(percent)d %% of body weight") % {"percent": condition.wb_percent})
    if condition.wb_until is not None:
        words.append(_("until %(day)s") % {"day": _day(condition.wb_until)})
    yield Line(_("Weight: %(words)s.") % {"words": ", ".join(words)}, _runs(condition.wb_until, today))


def _toes_up(condition: Condition, today: date) -> Iterator[Line]:
    if condition.df_limit_deg is None:
        return
    words = [_("no further than %(degrees)d°") % {"degrees": condition.df_limit_deg}]
    if condition.df_limit_until is not None:
        words.append(_("until %(day)s") % {"day": _day(condition.df_limit_until)})
    yield Line(_("Toes up: %(words)s.") % {"words": ", ".join(words)}, _runs(condition.df_limit_until, today))


def _runs(until: date | None, today: date) -> bool:
    """A limit's end is its last day."""
    return until is None or today <= until


def findings(condition: Condition) -> list[str]:
    """What was found on examining, one sentence each, and only what was recorded."""
    return [line.text for line in _findings(condition)]


def _findings(condition: Condition) -> Iterator[Line]:
    if condition.muscle_grade:
        text = _("Weakest muscle: grade %(grade)s of 5.") % {"grade": condition.muscle_grade}
        yield Line(text, restricts=True)
    for value, yes, no in (
        (condition.loss_of_feeling, _("Loss of feeling in the foot."), _("Feeling in the foot is kept.")),
        (condition.open_ulcer, _("Open ulcer."), _("No open ulcer.")),
        (
            condition.eye_disease,
            _("Active proliferative eye disease."),
            _("No active proliferative eye disease."),
        ),
    ):
        if value is not None:
            yield Line(yes if value else no, restricts=value)
    if condition.heart_lung_cleared_on is not None:
        text = _("Heart and lungs cleared on %(day)s.") % {"day": _day(condition.heart_lung_cleared_on)}
        yield Line(text, restricts=False)
