"""How large somebody's caseload is, for the pages about people: `{% load caseloads %}`."""

from uuid import UUID

from django import template

from accounts.models import Clinic
from therapy.care.handover import Caseload, caseload_of

register = template.Library()


@register.simple_tag
def caseload(person_id: UUID, clinic: Clinic) -> Caseload:
    """`{% caseload person_id clinic as found %}`: numbers alone, no patient is named."""
    return caseload_of(person_id, clinic)
