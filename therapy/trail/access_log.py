"""Writing down that somebody looked. One statement each; the database adds when, who and from where.

Changes need no call: triggers write them down. A look is part of its request's transaction: a page that fails or that
is denied has shown nothing, and leaves nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from therapy.trail import current_page
from therapy.trail.models import Entry

# In plain SQL, because the application's role may fill in these columns and no others.
INSERT = """
    INSERT INTO trail_entry (kind, what, clinic_id, patient_id, patient_ids) VALUES (%s, %s, %s, %s, %s::uuid[])
"""


def looked_at(patient_id: UUID, clinic_id: UUID) -> None:
    """Somebody opened this patient's record."""
    _write(Entry.Kind.READ, clinic_id, patient_id=patient_id)


def looked_at_list(records: Iterable[tuple[UUID, UUID]]) -> None:
    """Somebody was shown a list of patients, given as (patient, clinic): one entry for each clinic."""
    of_clinic: dict[UUID, list[UUID]] = defaultdict(list)
    for patient_id, clinic_id in records:
        of_clinic[clinic_id].append(patient_id)
    for clinic_id, patient_ids in of_clinic.items():
        _write(Entry.Kind.LIST, clinic_id, patient_ids=patient_ids)


def broke_glass(patient_id: UUID, clinic_id: UUID) -> None:
    """Somebody opened the record of a patient whom they do not treat."""
    _write(Entry.Kind.GLASS, clinic_id, patient_id=patient_id)


def looked_at_audit(clinic_id: UUID) -> None:
    """Somebody read the audit of this clinic: a look at no one's record, and on the person's own chain."""
    _write(Entry.Kind.READ, clinic_id)


def exported(clinic_id: UUID) -> None:
    """Somebody took the audit of this clinic along as a file."""
    _write(Entry.Kind.EXPORT, clinic_id)


def _write(
    kind: str, clinic_id: UUID, patient_id: UUID | None = None, patient_ids: list[UUID] | None = None
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [kind, current_page.page(), clinic_id, patient_id, patient_ids])
