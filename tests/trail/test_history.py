"""Every row of a record has its history, whichever way it is written, and every change an entry of the trail."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pghistory
import pytest
from django.apps import apps
from django.db import connection

from tests.factories import make_condition, make_plan, make_session, make_set
from tests.support.logging import as_prescribed, log_session
from therapy.care.models import Condition
from therapy.logbook.models import Session, Set
from therapy.plans.models import Dose
from therapy.trail.models import Entry, Shape

CLINICAL_APPS = ("care", "plans", "logbook", "attention")
# Reusable, and of no patient.
OF_NO_RECORD = {"plans.programme", "plans.programmephase", "plans.programmeitem"}


# The conditions that the cast comes with.
FIRST_CODES = {"M62.562", "M21.371"}


def clinical_models():
    return [
        model
        for app in CLINICAL_APPS
        for model in apps.get_app_config(app).get_models()
        if not issubclass(model, pghistory.models.Event) and model._meta.label_lower not in OF_NO_RECORD
    ]


def triggers_of(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
        )
        return {name for (name,) in cursor.fetchall()}


def test_there_are_models_to_ask_about():
    assert {"care.patient", "plans.dose", "logbook.set"} <= {m._meta.label_lower for m in clinical_models()}
    assert len(clinical_models()) >= 13


@pytest.mark.parametrize("model", clinical_models(), ids=lambda model: model._meta.label_lower)
def test_every_clinical_model_has_history(db, model):
    (events,) = pghistory.core.event_models(tracks_model=model, include_missing_pgh_obj=True)
    kept = {field.name for field in events._meta.fields}
    assert {field.name for field in model._meta.local_fields if not field.generated} <= kept
    names = triggers_of(model._meta.db_table)
    for operation in ("insert", "update", "delete"):
        assert any(name.startswith(f"pgtrigger_{operation}_{operation}_") for name in names), operation
    assert {"trail_written", "only_added_to", "never_emptied"} <= triggers_of(events._meta.db_table)
    # What history tells of may go; its rows stay.
    assert not any(getattr(field, "db_constraint", False) for field in events._meta.fields)


def last_entries(last: int) -> list[tuple[str, str, int | None]]:
    found = Entry.objects.filter(id__gt=last).order_by("id")
    return [(entry.kind, entry.what, entry.count) for entry in found]


@pytest.fixture
def last(margaret, tomasz, revision) -> int:
    """The id of the latest entry once the cast is there."""
    return Entry.objects.order_by("-id").values_list("id", flat=True)[0]


def events_of_conditions() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_label, code FROM care_conditionevent ORDER BY pgh_id")
        return cursor.fetchall()


def test_each_way_of_writing_is_kept(margaret, last):
    first = make_condition(margaret, code="M62.561", side="R")
    Condition.objects.bulk_create(
        [Condition(**values(first) | {"id": uuid4(), "code": f"G57.0{n}"}) for n in (1, 2)]
    )
    Condition.objects.filter(code__startswith="G57").update(brace="boot")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE care_condition SET brace = 'splint' WHERE code = 'G57.01'")
    Condition.objects.filter(code__startswith="G57").delete()
    assert last_entries(last) == [
        ("insert", "care_condition", 1),
        ("insert", "care_condition", 2),
        ("update", "care_condition", 2),
        ("update", "care_condition", 1),
        ("delete", "care_condition", 2),
    ]
    assert Counter(code for code in events_of_conditions() if code[1] not in FIRST_CODES) == {
        ("insert", "M62.561"): 1,
        ("insert", "G57.01"): 1,
        ("insert", "G57.02"): 1,
        ("update", "G57.01"): 2,
        ("update", "G57.02"): 1,
        ("delete", "G57.01"): 1,
        ("delete", "G57.02"): 1,
    }


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_statement_that_changes_nothing_leaves_nothing(margaret, last):
    Condition.objects.update(brace="")
    assert last_entries(last) == []


def test_a_statement_about_two_records_leaves_an_entry_for_each(margaret, tomasz, last):
    Condition.objects.update(brace="boot")
    found = Entry.objects.filter(id__gt=last)
    assert {(entry.patient_id, entry.count) for entry in found} == {(margaret.pk, 1), (tomasz.pk, 1)}
    assert {entry.clinic_id for entry in found} == {margaret.clinic_id}


def test_the_patients_own_row_is_part_of_the_record(margaret, last):
    type(margaret).objects.filter(pk=margaret.pk).update(email="new@example.org")
    entry = Entry.objects.get(id__gt=last)
    assert (entry.kind, entry.what, entry.patient_id) == ("update", "care_patient", margaret.pk)


def test_a_session_of_thirty_sets_leaves_two_entries(margaret, revision, last):
    """One statement for the session, one for its sets; not one for each row."""
    entries = as_prescribed(revision)
    log_session(margaret, entries)
    assert last_entries(last) == [("insert", "logbook_session", 1), ("insert", "logbook_set", len(entries))]


def test_an_entry_points_to_its_rows(margaret, revision, last):
    session = make_session(margaret, revision)
    dose = Dose.objects.filter(prescription__phase__revision=revision).first()
    make_set(session, dose)
    entry = Entry.objects.get(id__gt=last, what="logbook_set")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT x.id FROM logbook_setevent x, trail_entry e WHERE x.pgh_id <@ e.events AND e.id = %s",
            [entry.pk],
        )
        assert cursor.fetchall() == [(session.sets.get().pk,)]
    assert entry.shape.table == "logbook_setevent"
    assert {"id", "reps", "patient_id", "pgh_label"} <= set(entry.shape.columns)
    assert "credit" not in entry.shape.columns  # computed from the others


def test_a_taken_back_set_is_still_known(margaret, revision):
    dose = Dose.objects.filter(prescription__phase__revision=revision).first()
    session = make_session(margaret, revision)
    kept = make_set(session, dose, note="left calf cramped")
    Set.objects.all().delete()
    Session.objects.update(local_day=margaret.today - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM logbook_setevent WHERE id = %s AND pgh_label = 'delete'", [kept.pk])
        assert cursor.fetchall() == [("left calf cramped",)]


def test_who_and_from_where_come_from_the_transaction(margaret, sam, last):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('evenstep.person', %s, true), set_config('evenstep.address', '192.0.2.7', true)",
            [str(sam.pk)],
        )
    make_plan(margaret, title="Another", ended_on=margaret.today, starts_on=margaret.today)
    entry = Entry.objects.get(id__gt=last)
    assert (entry.person_id, entry.address) == (sam.pk, "192.0.2.7")


def test_a_change_by_nobody_says_so(margaret, last):
    """A migration, a job, the owner's shell: the transaction names no person."""
    make_condition(margaret, code="M62.561", side="R")
    assert Entry.objects.get(id__gt=last).person_id is None


def test_a_table_has_one_shape_until_it_changes(margaret, last):
    for n in range(3):
        make_condition(margaret, code=f"G57.0{n}", side="R")
    assert Shape.objects.filter(table="care_conditionevent").count() == 1
