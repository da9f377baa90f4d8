"""The pain rule of one patient (`logbook.pain`), for the charts."""

from uuid import UUID

from therapy.care.models import Condition
from therapy.logbook.pain import PainRule, pain_rule


def pain_rule_of(patient: UUID) -> PainRule:
    """The rule that follows from the patient's current conditions, from one query."""
    current = Condition.objects.current().filter(patient=patient).order_by()
    return pain_rule(current.only("cause", "code", "side", "loss_of_feeling"))
