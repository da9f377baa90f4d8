"""Blood sugar before exercise, for those with diabetes (clinical-facts 4.2, D2 and its table).

The record has no field for medicines, so the question asks who takes insulin or tablets that can cause lows. Readings
are kept in mg/dL; mmol/L is mg/dL divided by 18. A therapist's or doctor's own numbers go before these defaults.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from therapy.logbook.screening.signs import SUGAR

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MG_DL_PER_MMOL_L = 18
# Beyond these a number is a slip, or typed in the other unit: meters show 10 to 600 or more mg/dL. (D)
LOWEST, HIGHEST = 10, 1000
# The edges of the table in mg/dL.
VERY_LOW, LOW, EAT_UNDER, EAT_UNDER_WITH_DRUGS = 54, 70, 90, 100
KETONES_OVER, LIGHT_OVER, STOP_FROM = 250, 300, 350


TITLE = _("Your blood sugar")
USES = _("What do you take for your diabetes?")
READING = _("What does your meter say now? Leave it empty if you did not test.")
HELPED = _("Did somebody have to help you with low sugar in the last 24 hours?")
# Both are asked above KETONES_OVER alone.
UNWELL = _("Do you feel unwell now?")
KETONES = _("Ketones")


def is_high(mg_dl: float | Decimal | None) -> bool:
    """Whether it is asked how the person feels, and for ketones."""
    return mg_dl is not None and mg_dl > KETONES_OVER


class Uses(models.TextChoices):
    """Which medicines there are. Who is not sure is asked as somebody who takes tablets that can cause lows."""

    INSULIN = "insulin", _("Insulin")
    TABLETS = "tablets", _("Tablets that can cause low sugar")
    NEITHER = "neither", _("Neither")
    UNSURE = "unsure", _("I am not sure")


class Ketones(models.TextChoices):
    """What a test for ketones showed. More than a trace counts as too much: the safer side of the table. (D)"""

    NONE = "none", _("None, or a trace")
    MORE = "more", _("More than a trace")
    NOT_TESTED = "not_tested", _("Not tested")


class Go(models.TextChoices):
    """Whether the session may begin."""

    START = "start", _("Start")
    EAT = "eat", _("Eat first, then start")
    LIGHT = "light", _("Light exercise only")
    WAIT = "wait", _("Wait and check again")
    STOP = "stop", _("Stop")


@dataclass(frozen=True)
class Finding:
    """What a row of the table says. One that stops the session has an urgency."""

    id: str
    go: Go
    urgency: str
    said: "_StrPromise"
    do: "tuple[_StrPromise, ...]" = ()


TEST_KETONES = _("Test your ketones before you start. If you cannot test, leave the exercises out today.")
FINDINGS = (
    Finding(
        "D2.helped",
        Go.STOP,
        "S",
        _("you needed somebody’s help with a low in the last 24 hours"),
        (_("Call your diabetes team."),),
    ),
    Finding(
        "D2.very-low", Go.STOP, "S", _("your sugar is very low"), (*SUGAR, _("Call your diabetes team."))
    ),
    Finding(
        "D2.low",
        Go.WAIT,
        "",
        _("your sugar is low"),
        (
            *SUGAR,
            _("Start only when it is 90 mg/dL (5 mmol/L) or more, and not while you are alone."),
        ),
    ),
    Finding(
        "D2.eat",
        Go.EAT,
        "",
        _("your sugar is a little low for exercise"),
        (
            _(
                "Eat 15 to 30 grams of carbohydrate first, such as a slice of bread or a banana. A short or strength "
                "session under 30 minutes may need none."
            ),
        ),
    ),
    Finding("D2.start", Go.START, "", _("your sugar is fine for exercise")),
    Finding(
        "D2.ketone-test",
        Go.WAIT,
        "",
        _("your sugar is high, and you have not tested your ketones"),
        (TEST_KETONES,),
    ),
    Finding(
        "D2.ketones",
        Go.STOP,
        "S",
        _("your sugar is high and there are ketones"),
        (_("Call your diabetes team now."),),
    ),
    Finding(
        "D2.unwell",
        Go.STOP,
        "T",
        _("your sugar is high and you feel unwell"),
        (_("Drink water. Call your diabetes team if you do not feel better soon."),),
    ),
    Finding(
        "D2.light",
        Go.LIGHT,
        "",
        _("your sugar is high"),
        (_("Light to medium exercise only, and no hard sets."),),
    ),
    Finding(
        "D2.light-water",
        Go.LIGHT,
        "",
        _("your sugar is very high"),
        (_("Drink water. Light exercise only. Stop if you do not feel well."),),
    ),
    Finding(
        "D2.very-high",
        Go.STOP,
        "S",
        _("your sugar is 350 mg/dL (19.4 mmol/L) or more"),
        (_("Test your ketones, and follow the plan of your diabetes team."),),
    ),
    Finding(
        "D2.not-tested",
        Go.WAIT,
        "",
        _("you have not tested your sugar"),
        (_("Test it before you start. If you cannot test, leave the exercises out today."),),
    ),
)
BY_ID = {finding.id: finding for finding in FINDINGS}


def can_cause_lows(uses: str) -> bool:
    """Whether these medicines can bring sugar down too far."""
    return uses in (Uses.INSULIN, Uses.TABLETS, Uses.UNSURE)


def judge(said: Mapping[str, Any]) -> Finding:
    """What the answers mean: `uses`, `mg_dl` (a number or None), `helped`, `unwell` and `ketones` (or None)."""
    return BY_ID[_finding_id(said)]


def _finding_id(said: Mapping[str, Any]) -> str:
    reading = said.get("mg_dl")
    if said.get("helped"):
        return "D2.helped"
    if reading is None:
        return "D2.not-tested" if can_cause_lows(said["uses"]) else "D2.start"
    if reading < VERY_LOW:
        return "D2.very-low"
    if reading < LOW:
        return "D2.low"
    if reading < (EAT_UNDER_WITH_DRUGS if can_cause_lows(said["uses"]) else EAT_UNDER):
        return "D2.eat"
    if not is_high(reading):
        return "D2.start"
    if reading >= STOP_FROM:
        return "D2.very-high"
    return _high(reading, said)


def _high(reading: float, said: Mapping[str, Any]) -> str:
    """Over 250: ketones first, for insulin and the unwell; then light exercise, for those who feel well."""
    if said.get("ketones") == Ketones.MORE:
        return "D2.ketones"
    needs_test = said["uses"] in (Uses.INSULIN, Uses.UNSURE) or bool(said.get("unwell"))
    if needs_test and said.get("ketones") != Ketones.NONE:
        return "D2.ketone-test"
    if said.get("unwell"):
        return "D2.unwell"
    return "D2.light-water" if reading > LIGHT_OVER else "D2.light"
