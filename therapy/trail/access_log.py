"""The access log of records: one statement for each look; the database adds when, who and from where.

Changes need no call: triggers write them down. A look is part of its request's transaction: a page that fails or that
is denied has shown nothing, and leaves nothing. `CurrentPageMiddleware` knows on which page it was.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse

from therapy.trail.models import Entry

# The page that is being answered, such as "plans:plan"; empty outside a request.
_page_name: ContextVar[str] = ContextVar("page_name", default="")

# In plain SQL, because the application's role may fill in these columns and no others.
INSERT = """
    INSERT INTO trail_entry (kind, what, clinic_id, patient_id, patient_ids) VALUES (%s, %s, %s, %s, %s::uuid[])
"""


class CurrentPageMiddleware:
    """Remembers the name of the page for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _page_name.set("")
        try:
            return self.get_response(request)
        finally:
            _page_name.reset(token)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_rest: Any) -> None:
        """Django has found the page by now."""
        if request.resolver_match is not None:
            _page_name.set(request.resolver_match.view_name)


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
        cursor.execute(INSERT, [kind, _page_name.get(), clinic_id, patient_id, patient_ids])
