"""Alerts as a therapist reads them: what was answered and when, and the facts to look at. Never a score."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from therapy.attention.models import Alert
from therapy.attention.rules import OpenAlert
from therapy.base.amount_words import number
from therapy.care.models import Patient
from therapy.logbook.models import Check
from therapy.logbook.screening import feet, glucose
from therapy.logbook.screening.judging import reasons
from therapy.logbook.screening.morning import WORSE, Compared
from therapy.logbook.screening.urgency import rank

# clinical-facts 5.2: the items behind R2, as facts to look at. Nobody adds them up here.
CLOT_ROWS = ("R2", "I8")
CLOT_FACTS = (
    gettext_lazy("Active cancer"),
    gettext_lazy("Paralysis, weakness or a recent cast on the leg"),
    gettext_lazy("In bed for over 3 days, or major surgery in the last 4 to 12 weeks"),
    gettext_lazy("Tenderness along the deep veins"),
    gettext_lazy("The whole leg is swollen"),
    gettext_lazy("Calf more than 3 cm bigger than the other, 10 cm below the tibial tuberosity"),
    gettext_lazy("Pitting oedema in that leg only"),
    gettext_lazy("Collateral surface veins"),
    gettext_lazy("An earlier deep vein clot"),
    gettext_lazy("Another diagnosis is as likely"),
    gettext_lazy("A wasted calf hides swelling: compare with this patient’s own earlier girths"),
)
TITLES = {
    "E": gettext_lazy("Stopped: emergency sign"),
    "S": gettext_lazy("Stopped: needs a doctor the same day"),
    "T": gettext_lazy("Stopped until a clean check: call the patient"),
}


def title_of(rule: str, level: str) -> str:
    """An alert in a few words."""
    if rule == Alert.Rule.MORNING:
        return _("Clearly worse the morning after a session")
    if rule == Alert.Rule.MISTAKE:
        return _("Says the stop was pressed by mistake")
    return str(TITLES[level])


def detail_of(rule: str, rules: Iterable[str]) -> str:
    """What was said, in a line."""
    if rule == Alert.Rule.MORNING:
        return _("Cut that load by half or one step; 24 to 48 hours of rest.")
    return capfirst("; ".join(one.said for one in reasons(rules) if one.urgency)) + "."


@dataclass(frozen=True)
class AlertView:
    """One alert with the check that raised it."""

    alert: Alert
    check: Check

    @property
    def title(self) -> str:
        """In a few words."""
        return title_of(self.alert.rule, self.alert.level)

    @property
    def found(self) -> list[str]:
        """What the patient said yes to, the most urgent first."""
        said = [capfirst(one.said) for one in reasons(self.check.rules) if one.urgency]
        return [*said, capfirst(str(WORSE))] if self.alert.rule == Alert.Rule.MORNING else said

    @property
    def facts(self) -> list[str]:
        """The clot items, where a swollen calf was told of."""
        rows = {rule.partition(".")[0] for rule in self.check.rules}
        return [str(fact) for fact in CLOT_FACTS] if rows & set(CLOT_ROWS) else []

    @property
    def more(self) -> list[str]:
        """Feet, sugar and the morning as they were answered."""
        return [*_foot_words(self.check), *_sugar_words(self.check.glucose), *_morning_words(self.check)]


def alerts_of(patient: Patient) -> list[AlertView]:
    """The alerts of a patient that still ask, the most urgent first, in two queries."""
    found = list(Alert.objects.filter(patient=patient).open_on(patient.today).order_by("-raised_at"))
    checks = Check.objects.filter(patient=patient).in_bulk([one.evidence["check"] for one in found])
    by_id = {str(pk): check for pk, check in checks.items()}
    shown = [AlertView(one, by_id[one.evidence["check"]]) for one in found]
    return sorted(shown, key=lambda one: rank(one.alert.level), reverse=True)


def _foot_words(check: Check) -> list[str]:
    if check.foot is None:
        return []
    found = [str(point.words) for point in feet.found(check.foot)]
    return [_("Feet: %(found)s") % {"found": ", ".join(found) if found else _("nothing found")}]


def _sugar_words(said: dict[str, Any] | None) -> list[str]:
    if said is None:
        return []
    uses = glucose.Uses(said["uses"]).label
    reading = said["mg_dl"]
    if reading is None:
        return [_("Sugar: not measured (%(uses)s)") % {"uses": uses}]
    values = {
        "mg": number(Decimal(str(reading))),
        "mmol": number(Decimal(str(round(reading / glucose.MG_DL_PER_MMOL_L, 1)))),
        "uses": uses,
    }
    return [_("Sugar: %(mg)s mg/dL, %(mmol)s mmol/L (%(uses)s)") % values]


def _morning_words(check: Check) -> list[str]:
    if check.morning_of is None:
        return []
    words = [str(Compared(check.morning_compared).label)]
    if check.morning_pain is not None:
        words.append(_("pain %(pain)d of 10") % {"pain": check.morning_pain})
    if check.morning_stiff_longer:
        words.append(_("stiff for over 30 minutes longer"))
    return [_("Morning after: %(words)s") % {"words": ", ".join(words)}]


def open_alerts_of(todays: dict[UUID, date]) -> dict[UUID, list[OpenAlert]]:
    """The alerts of many patients that nobody has seen yet, in one query; put off, until a local day of the patient."""
    found: dict[UUID, list[OpenAlert]] = defaultdict(list)
    if not todays:
        return found
    alerts = (
        Alert.objects.filter(patient__in=list(todays)).open_on(max(todays.values())).order_by("-raised_at")
    )
    rows = alerts.values_list("patient_id", "rule", "level", "evidence", "snoozed_until")
    for patient, rule, level, evidence, until in rows:
        if until is None or until <= todays[patient]:
            found[patient].append(OpenAlert(level, title_of(rule, level), detail_of(rule, evidence["rules"])))
    return found
