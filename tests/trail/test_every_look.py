"""Whoever is shown a record leaves exactly one entry: who, which record, from which page and address."""

from typing import Any

import pytest
from django.core.cache import cache
from django.urls import resolve

from tests.routes_table import ROUTES
from tests.test_routes import HTMX, SENTINELS, fill, filled, ids, is_denial, people, told  # noqa: F401
from therapy.audit.words import PAGES
from therapy.trail.models import Entry

OWN = ("/today/", "/days/", "/sessions/", "/progress/", "/record/")
# The admin's people pages, and what everyone has of themselves: names and emails of accounts, no record.
ACCOUNTS = ("/people/", "/more/", "/account/", "/clinic/", "/invitation/", "/audit/")


def expected(address: str, actor: str, answer: Any) -> str | None:
    """The kind of entry that this answer has to leave; None for no entry at all."""
    if is_denial(answer):
        return None
    if address.startswith("/patients/<margaret>/"):
        return "read"
    if address == "/patients/":
        return "list" if actor in ("sam", "leah") else None  # Otto has nobody on his list
    if address.startswith(OWN):
        return "read"
    return "export" if address == "/audit/export/" else None


@pytest.mark.parametrize("address", ROUTES)
def test_an_answer_leaves_its_entry(address, people, ids, as_, harbour, northgate):  # noqa: F811
    where = fill(address, ids)
    cache.clear()
    for actor, person in people.items():
        answer = filled(ROUTES[address][actor], ids | {"here": ""})
        user = getattr(person, "user", person)
        for headers in ({}, HTMX):
            last = Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
            response = as_(person).get(where, headers=headers)
            left = list(Entry.objects.filter(id__gt=last).exclude(kind__in=["insert", "update", "delete"]))
            kind = expected(address, actor, answer)
            assert [entry.kind for entry in left] == ([kind] if kind else []), f"{actor} at {where}"
            if kind:
                assert told(response) == answer
                clinic = northgate if actor == "ada" else harbour
                check(left[0], where, user, clinic, people["tomasz" if actor == "tomasz" else "margaret"])
            if not address.startswith(ACCOUNTS) and not kind:
                read = response.getvalue().decode()
                assert [word for word in SENTINELS if word in read] == []


def check(entry, where, user, clinic, patient):
    """The entry says who, where from, where to and about whom."""
    assert entry.person_id == user.pk
    assert entry.address == "127.0.0.1"
    assert entry.what == resolve(where).view_name
    assert entry.clinic_id == clinic.pk
    assert entry.what in PAGES, "therapy/audit/words.py has no words for this page"
    if entry.kind == "export":
        assert entry.about == []
    elif entry.kind == "read":
        assert entry.patient_id == patient.pk
        assert entry.patient_ids is None
    else:
        assert entry.patient_id is None
        assert len(entry.patient_ids) == 1


def test_a_list_names_those_on_the_page_and_no_others(as_, sam, harbour, margaret, nils):
    assert as_(sam).get("/patients/").status_code == 200
    assert Entry.objects.filter(kind="list").get().patient_ids == [margaret.pk]
    assert as_(sam).get("/patients/?q=nobody+of+this+name").status_code == 200
    assert Entry.objects.filter(kind="list").count() == 1


def test_looking_takes_one_statement(as_, sam, margaret, django_assert_num_queries):
    from therapy.trail import looks

    with django_assert_num_queries(1):
        looks.looked_at(margaret.pk, margaret.clinic_id)


def test_a_look_from_no_page_is_nobodys(db, margaret):
    from therapy.trail import looks

    looks.looked_at(margaret.pk, margaret.clinic_id)
    entry = Entry.objects.filter(kind="read").get()
    assert (entry.person_id, entry.address, entry.what) == (None, None, "")
