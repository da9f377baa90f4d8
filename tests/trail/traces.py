"""Which entry of the trail each answer has to leave: exactly one for a record that was shown, none for a denial."""

from typing import Any

from django.urls import resolve

from tests.routes_table import Answer
from therapy.audit.page_names import PAGES
from therapy.trail.models import Entry

OWN = (
    "/api/v1/today",
    "/check/",
    "/stop/",
    "/wrong/tell/",
    "/today/",
    "/days/",
    "/sessions/",
    "/progress/",
    "/record/",
)
CHANGES = ("insert", "update", "delete")


def last_entry() -> int:
    """The number of the newest entry, 0 where there is none."""
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def entries_after(number: int) -> list[Entry]:
    """What was written down since, without what triggers write of changes."""
    return list(Entry.objects.filter(id__gt=number).exclude(kind__in=CHANGES))


def expected(address: str, actor: str, answer: Answer) -> str | None:
    """The kind of entry that this answer has to leave; None for no entry at all."""
    if answer in {404, 403, 401, "login"}:
        return None
    if address.startswith("/patients/<margaret>/") or address.startswith(OWN):
        return "read"
    if address in ("/learn/", "/library/heel-raise-single/"):
        # They show a patient's own causes first, and what the own plan asks.
        return "read" if actor in ("margaret", "tomasz") else None
    if address == "/patients/":
        return "list" if actor in ("sam", "leah") else None  # Otto has nobody on his list
    return {"/audit/": "read", "/audit/export/": "export"}.get(address)


def trace_faults(
    left: list[Entry], kind: str | None, where: str, actor: str, people: dict[str, Any]
) -> list[str]:
    """What is wrong with the entries that one answer left behind, where it had to leave one of `kind`."""
    if [entry.kind for entry in left] != ([kind] if kind else []):
        return [f"leaves {[entry.kind for entry in left]}, and it should be {kind}"]
    return [fault for entry in left for fault in faults_of(entry, where, actor, people)]


def faults_of(entry: Entry, where: str, actor: str, people: dict[str, Any]) -> list[str]:
    """Where an entry does not say who looked, from which page and address, and at whom."""
    person, admin = people[actor], people["ada" if actor == "ada" else "ruth"]
    patient = people["tomasz" if actor == "tomasz" else "margaret"]
    is_record = entry.kind == "read" and where != "/audit/"
    right = {
        "person": entry.person_id == getattr(person, "user", person).pk,
        "address": entry.address == "127.0.0.1",
        "page": entry.what == resolve(where).view_name,
        "page's words": entry.what in PAGES,
        "clinic": entry.clinic_id == admin.memberships.get().clinic_id,
        "patient": entry.patient_id == (patient.pk if is_record else None),
        "list": entry.patient_ids is None if entry.kind != "list" else len(entry.patient_ids) == 1,
    }
    return [f"its entry is wrong about the {what}" for what, is_right in right.items() if not is_right]
