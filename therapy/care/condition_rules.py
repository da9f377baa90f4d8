"""What a condition may say: clinical-facts 4.1 (codes and sides) and 4.2 (limits). Pure functions over plain values.

Each rule gives its complaints beside the field that has to change. The form shows them, the action refuses by them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from therapy.base.side import Side
from therapy.base.side_labels import THE_LEG
from therapy.care import diagnoses
from therapy.care.diagnoses import CodeSide, Diagnosis
from therapy.care.models import Condition

# The text is lazy: it is put together when somebody reads it, in their language.
Said = str | Promise
Problems = dict[str, list[Said]]

# A limit may reach this far ahead; anything later is a mistyped year.
LONGEST_LIMIT = timedelta(days=5 * 365)

LIMIT_DATES = (
    "wb_until",
    "df_limit_until",
    "stretch_allowed_from",
    "resisted_pf_from",
    "single_leg_from",
    "impact_from",
)

_SIDE_OF_CODE = {CodeSide.LEFT: Side.LEFT, CodeSide.RIGHT: Side.RIGHT, CodeSide.BOTH: Side.BOTH}


@dataclass(frozen=True)
class Clash:
    """Two families of codes that the official list never allows together (Excludes1); `rule` as in clinical-facts."""

    rule: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    reason: Said

    def between(self, code: str, present: str) -> bool:
        """Whether `code` and `present` are one of each family."""
        return (code.startswith(self.one) and present.startswith(self.other)) or (
            code.startswith(self.other) and present.startswith(self.one)
        )


# As the official list of 2026 words them (clinical-facts 4.1). A plan's rules go by them too (`plans.rules.codes`).
CLASHES = (
    Clash(
        "C1",
        ("M62.5",),
        ("G54.5", "G12.21", "M62.84"),
        _(
            "Muscle wasting M62.5- excludes neuralgic amyotrophy (G54.5), progressive muscular atrophy (G12.21) "
            "and sarcopenia (M62.84)."
        ),
    ),
    Clash(
        "C2",
        ("I73.9",),
        ("I70.2",),
        _("Peripheral vascular disease I73.9 excludes atherosclerosis of the extremities (I70.2-)."),
    ),
)


def problems(
    values: Mapping[str, Any], *, today: date, born: date | None, other_codes: Collection[str] = ()
) -> Problems:
    """Everything that is wrong with a condition's fields, by field name; empty if nothing is.

    `values` are the fields of Condition, a missing one counting as not recorded; `today` and `born` are the patient's;
    `other_codes` are the codes of the patient's other current conditions.
    """
    found: Problems = {}
    for rule in (_code_and_side, _weight, _toes_up):
        for field, said in rule(values):
            found.setdefault(field, []).append(said)
    for field, said in _clashes(values, other_codes):
        found.setdefault(field, []).append(said)
    for field, said in _dates(values, today, born):
        found.setdefault(field, []).append(said)
    return found


Found = list[tuple[str, Said]]


def _code_and_side(values: Mapping[str, Any]) -> Found:
    code = values.get("code")
    if not code:
        return []
    diagnosis = diagnoses.get(code)
    if diagnosis is None or diagnosis.code != code:
        return [("code", _("This code is not in the list. Search by a word or the first letters of a code."))]
    return _side(diagnosis, values.get("side") or "")


def _side(diagnosis: Diagnosis, side: str) -> Found:
    """C3: the side of the condition is the side that the code names."""
    if side and side not in Side.values:
        return [("side", _("Choose a side."))]
    expected = _SIDE_OF_CODE.get(diagnosis.side)
    if expected is None:
        if diagnosis.side == CodeSide.UNSTATED and not side:
            return [("side", _("The code does not say the side. Choose left, right or both."))]
        return []
    if side == expected:
        return []
    return [
        (
            "side",
            format_lazy(
                _("{code} is the code for {leg}. Change the side or the code."),
                code=diagnosis.code,
                leg=THE_LEG[expected],
            ),
        )
    ]


def _clashes(values: Mapping[str, Any], other_codes: Collection[str]) -> Found:
    code = values.get("code") or ""
    return [
        (
            "code",
            format_lazy(
                _("{code} is never coded together with {other} (Excludes1). {reason}"),
                code=code,
                other=other,
                reason=clash.reason,
            ),
        )
        for clash in CLASHES
        for other in other_codes
        if clash.between(code, other)
    ]


def _weight(values: Mapping[str, Any]) -> Found:
    status = values.get("wb_status") or ""
    found: Found = []
    if values.get("wb_percent") is not None and status != Condition.WeightBearingStatus.PARTIAL:
        found.append(("wb_percent", _("A percentage goes with “Part weight” only.")))
    if values.get("wb_until") is not None and not status:
        found.append(("wb_status", _("Say which weight is allowed until that day.")))
    return found


def _toes_up(values: Mapping[str, Any]) -> Found:
    if values.get("df_limit_until") is not None and values.get("df_limit_deg") is None:
        return [("df_limit_deg", _("Say how far the toes may go up until that day."))]
    return []


def _dates(values: Mapping[str, Any], today: date, born: date | None) -> Found:
    found: Found = []
    onset = values.get("onset")
    for field in ("onset", "heart_lung_cleared_on", "resolved_on"):
        day = values.get(field)
        if day is not None and day > today:
            found.append((field, _("This day has not come yet.")))
        elif day is not None and born is not None and day < born:
            found.append((field, _("This is before the date of birth.")))
    if values.get("resolved_on") is not None and onset is not None and values["resolved_on"] < onset:
        found.append(("resolved_on", _("This is before the onset.")))
    return found + _limit_dates(values, today, onset)


def _limit_dates(values: Mapping[str, Any], today: date, onset: date | None) -> Found:
    found: Found = []
    for field in LIMIT_DATES:
        day = values.get(field)
        if day is None:
            continue
        if onset is not None and day < onset:
            found.append((field, _("This is before the onset.")))
        elif day > today + LONGEST_LIMIT:
            found.append((field, _("This is more than five years ahead. Check the year.")))
    return found
