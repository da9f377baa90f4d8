"""The application's role adds to the trail and reads it, and says neither who nor when."""

import pghistory
import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from accounts.tenancy import walls
from tests.walls import walled
from therapy.trail.models import Entry

EVENTS = sorted(model._meta.db_table for model in pghistory.core.event_models(include_missing_pgh_obj=True))
TRAIL = ["trail_entry", "trail_link", "trail_head", "trail_shape"]
DENIED = "permission denied"


def test_there_are_tables_of_events():
    assert {"care_patientevent", "plans_doseevent", "logbook_setevent"} <= set(EVENTS)


@pytest.mark.parametrize("table", [*TRAIL, *EVENTS])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_nothing_is_changed_or_taken_away(db, table, statement):
    column = {
        "trail_entry": "what",
        "trail_link": "hash",
        "trail_head": "hash",
        "trail_shape": "columns",
    }.get(table, "pgh_label")
    with pytest.raises(ProgrammingError, match=DENIED), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))


@pytest.mark.parametrize(
    "column",
    ["person_id", "at", "address", "id", "transaction", "scopes", "digest", "events", "shape_id", "format"],
)
def test_what_the_database_says_is_said_by_nobody_else(margaret, column):
    with pytest.raises(ProgrammingError, match=DENIED), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO trail_entry (kind, what, clinic_id, patient_id, {column})"  # noqa: S608
            " VALUES ('read', 'x', %s, %s, DEFAULT)",
            [margaret.clinic_id, margaret.pk],
        )


@pytest.mark.parametrize("kind", ["insert", "update", "delete", "start"])
def test_a_change_that_was_none_cannot_be_claimed(margaret, kind):
    with pytest.raises(IntegrityError, match="trail_change"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO trail_entry (kind, what, clinic_id) VALUES (%s, 'care_patient', %s)",
            [kind, margaret.clinic_id],
        )


@pytest.mark.parametrize("table", TRAIL[1:])
def test_seals_are_made_by_their_trigger_alone(db, table):
    with pytest.raises(ProgrammingError, match=DENIED), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} DEFAULT VALUES")


def test_nothing_is_written_onto_another_clinics_trail(margaret, sam, northgate, nils):
    insert = "INSERT INTO trail_entry (kind, what, clinic_id, patient_id) VALUES ('read', 'x', %s, %s)"
    with walled(), connection.cursor() as cursor, transaction.atomic():
        walls.enter(scopes=["team"], clinics=[margaret.clinic_id], person=sam.pk, address="192.0.2.7")
        cursor.execute(insert, [margaret.clinic_id, margaret.pk])
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute(insert, [northgate.pk, nils.pk])
    entry = Entry.objects.get(kind="read")
    assert (entry.person_id, entry.address, entry.scopes) == (sam.pk, "192.0.2.7", "team")


def test_without_context_nobody_sees_the_trail(margaret):
    assert Entry.objects.count() > 0
    with walled():
        assert Entry.objects.count() == 0


def test_a_patient_sees_the_trail_of_the_own_record_alone(margaret, tomasz):
    with walled(), transaction.atomic():
        walls.enter(scopes=["own"], clinics=[margaret.clinic_id], person=margaret.user_id)
        seen = set(Entry.objects.values_list("patient_id", flat=True))
    assert seen == {margaret.pk}
