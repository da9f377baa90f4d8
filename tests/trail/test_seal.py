"""The chain: what the owner of the database does to the trail behind its back is found, and where."""

from io import StringIO
from itertools import product
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.tampering import OWNER, TABLES, tampering
from therapy.trail.chain import CheckpointError, check
from therapy.trail.models import Entry, Head, Link


def found(checkpoint=""):
    return [(one.how.value, one.where, one.number) for one in check(checkpoint, using=OWNER).breaks]


def links_of(patient):
    return list(Link.objects.using(OWNER).filter(chain=patient.pk).order_by("number"))


def test_a_trail_that_nobody_touched_is_whole(looked, margaret, reads_of):
    report = check(using=OWNER)
    assert report.breaks == []
    assert report.entries == Entry.objects.using(OWNER).count() == Link.objects.using(OWNER).count()
    assert report.chains == Head.objects.using(OWNER).count()
    assert report.events > 10
    assert [link.number for link in links_of(margaret)] == list(range(1, len(links_of(margaret)) + 1))
    assert len(reads_of(margaret)) == 5


CHANGES = [
    "person_id = gen_random_uuid()",
    "at = at - interval '1 second'",
    "address = '192.0.2.1'",
    "what = 'logbook:today'",
    "kind = 'glass'",
    "clinic_id = gen_random_uuid()",
    "patient_id = gen_random_uuid()",
    "patient_ids = ARRAY[gen_random_uuid()]",
    "scopes = 'own,team'",
    "transaction = transaction + 1",
    "count = 7",
]


def test_an_entry_that_was_changed(looked, margaret, reads_of, subtests):
    third = reads_of(margaret)[2]
    number = Link.objects.using(OWNER).get(entry_id=third.pk).number
    for change in CHANGES:
        with subtests.test(change), tampering() as cursor:
            cursor.execute(f"UPDATE trail_entry SET {change} WHERE id = %s", [third.pk])  # noqa: S608 - as listed
            (found,) = check(using=OWNER).breaks
            said = (found.how, found.where, found.number, found.entry_id)
            assert said == ("changed", "entry", number, third.pk)
            assert found.chain == margaret.pk


def test_whatever_was_changed_or_taken_out(looked, margaret, reads_of):
    """Any number of entries, each changed in any way or gone: the check names the first in the chain."""
    reads = reads_of(margaret)
    number_of = dict(
        Link.objects.using(OWNER)
        .filter(entry_id__in=[read.pk for read in reads])
        .values_list("entry_id", "number")
    )
    deeds = st.dictionaries(st.sampled_from(reads), st.sampled_from([*CHANGES, None]))

    @settings(max_examples=25, deadline=None)
    @given(deeds)
    def try_out(deeds):
        with tampering() as cursor:
            for entry, change in deeds.items():
                do = "DELETE FROM trail_entry" if change is None else f"UPDATE trail_entry SET {change}"  # noqa: S608
                cursor.execute(f"{do} WHERE id = %s", [entry.pk])
            found = [(one.number, one.how) for one in check(using=OWNER).breaks]
        done = [
            (number_of[entry.pk], "missing" if change is None else "changed")
            for entry, change in deeds.items()
        ]
        assert found == sorted(done)[:1]

    try_out()


def test_an_entry_and_its_link_that_were_changed_together(looked, margaret, reads_of):
    third = reads_of(margaret)[2]
    with tampering() as cursor:
        cursor.execute("UPDATE trail_entry SET address = '192.0.2.1' WHERE id = %s", [third.pk])
        cursor.execute(
            "UPDATE trail_link l SET digest = trail_digest(e) FROM trail_entry e WHERE e.id = l.entry_id AND e.id = %s",
            [third.pk],
        )
        assert found() == [("changed", "entry", Link.objects.using(OWNER).get(entry_id=third.pk).number)]


def test_an_entry_that_is_missing(looked, margaret, reads_of):
    third = reads_of(margaret)[2]
    number = Link.objects.using(OWNER).get(entry_id=third.pk).number
    with tampering() as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE id = %s", [third.pk])
        assert found() == [("missing", "entry", number)]
        cursor.execute("DELETE FROM trail_link WHERE entry_id = %s", [third.pk])
        assert found() == [("missing", "entry", number)]


def test_a_gap_that_was_closed(looked, margaret, reads_of):
    """The entry and its link are gone, and all that follow have moved up by one."""
    third = reads_of(margaret)[2]
    number = Link.objects.using(OWNER).get(entry_id=third.pk).number
    with tampering() as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE id = %s", [third.pk])
        cursor.execute("DELETE FROM trail_link WHERE entry_id = %s", [third.pk])
        for shift in (-1000, 999):
            cursor.execute(
                "UPDATE trail_link SET number = number + %s WHERE chain = %s AND (number > %s OR number < 0)",
                [shift, margaret.pk, number],
            )
        cursor.execute("UPDATE trail_head SET number = number - 1 WHERE chain = %s", [margaret.pk])
        assert found() == [("changed", "entry", number)]


def test_an_entry_that_was_put_in(looked, margaret, sam):
    with tampering() as cursor:
        cursor.execute(
            "INSERT INTO trail_entry (kind, what, patient_id, person_id) VALUES ('read', 'plans:plan', %s, %s)",
            [margaret.pk, sam.pk],
        )
        assert found() == [("inserted", "entry", None)]


def test_an_entry_that_was_put_in_between_with_a_link(looked, margaret, sam, reads_of):
    number = Link.objects.using(OWNER).get(entry_id=reads_of(margaret)[2].pk).number
    with tampering() as cursor:
        for shift in (1000, -999):
            cursor.execute(
                "UPDATE trail_link SET number = number + %s WHERE chain = %s AND number >= %s",
                [shift, margaret.pk, number],
            )
        cursor.execute(
            """WITH put AS (INSERT INTO trail_entry (kind, what, patient_id, person_id)
                VALUES ('read', 'plans:plan', %s, %s) RETURNING *)
            INSERT INTO trail_link (chain, number, entry_id, digest, hash)
            SELECT put.patient_id, %s, put.id, trail_digest(put), sha256(b.hash || trail_digest(put))
            FROM put, trail_link b WHERE b.chain = put.patient_id AND b.number = %s""",
            [margaret.pk, sam.pk, number, number - 1],
        )
        cursor.execute("UPDATE trail_head SET number = number + 1 WHERE chain = %s", [margaret.pk])
        # The new link fits what is before it; what follows it shows that it does not belong.
        assert found() == [("inserted", "entry", number)]


def test_a_link_that_was_made_up(looked, margaret, sam, reads_of):
    number = Link.objects.using(OWNER).get(entry_id=reads_of(margaret)[2].pk).number
    with tampering() as cursor:
        for shift in (1000, -999):
            cursor.execute(
                "UPDATE trail_link SET number = number + %s WHERE chain = %s AND number >= %s",
                [shift, margaret.pk, number],
            )
        cursor.execute(
            """WITH put AS (INSERT INTO trail_entry (kind, what, patient_id, person_id)
                VALUES ('read', 'plans:plan', %s, %s) RETURNING *)
            INSERT INTO trail_link (chain, number, entry_id, digest, hash)
            SELECT put.patient_id, %s, put.id, trail_digest(put), sha256('whatever') FROM put""",
            [margaret.pk, sam.pk, number],
        )
        cursor.execute("UPDATE trail_head SET number = number + 1 WHERE chain = %s", [margaret.pk])
        assert found() == [("inserted", "entry", number)]


def test_two_entries_that_changed_places(looked, margaret, reads_of):
    first, second = (Link.objects.using(OWNER).get(entry_id=entry.pk) for entry in reads_of(margaret)[1:3])
    with tampering() as cursor:
        for link, number in ((first, -1), (second, first.number), (first, second.number)):
            cursor.execute("UPDATE trail_link SET number = %s WHERE id = %s", [number, link.pk])
        assert found() == [("reordered", "entry", first.number)]


def test_two_links_whose_entries_changed_places(looked, margaret, reads_of):
    first, second = (Link.objects.using(OWNER).get(entry_id=entry.pk) for entry in reads_of(margaret)[1:3])
    with tampering() as cursor:
        for link, other in ((first, None), (second, first), (first, second)):
            cursor.execute(
                "UPDATE trail_link SET entry_id = %s, digest = %s WHERE id = %s",
                [other.entry_id if other else 0, other.digest if other else b"", link.pk],
            )
        assert found() == [("reordered", "entry", first.number)]


def test_an_end_that_was_cut_off(looked, margaret):
    links = links_of(margaret)
    with tampering() as cursor:
        for link in links[-2:]:
            cursor.execute("DELETE FROM trail_entry WHERE id = %s", [link.entry_id])
            cursor.execute("DELETE FROM trail_link WHERE id = %s", [link.pk])
        assert found() == [("cut off", "end of the chain", links[-2].number)]


def test_only_a_checkpoint_shows_an_end_that_was_cut_off_with_its_head(looked, tomasz):
    checkpoint = check(using=OWNER).checkpoint
    links = links_of(tomasz)
    with tampering() as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE id = %s", [links[-1].entry_id])
        cursor.execute("DELETE FROM trail_link WHERE id = %s", [links[-1].pk])
        cursor.execute(
            "UPDATE trail_head SET number = %s, hash = %s, digest = %s WHERE chain = %s",
            [links[-2].number, links[-2].hash, links[-2].digest, tomasz.pk],
        )
        assert found() == []
        assert found(checkpoint) == [
            ("unlike the checkpoint", "the checkpoint that was kept elsewhere", None)
        ]


def test_a_checkpoint_holds_while_the_trail_goes_on(looked, as_, sam, margaret):
    checkpoint = check(using=OWNER).checkpoint
    assert as_(sam).get(f"/patients/{margaret.pk}/plan/").status_code == 200
    later = check(checkpoint, using=OWNER)
    assert later.breaks == []
    assert later.checkpoint != checkpoint


def test_what_is_no_checkpoint(looked, subtests):
    for checkpoint in ("nonsense", "12", "12:abc", "-1:" + "0" * 64):
        with subtests.test(checkpoint):
            with pytest.raises(CheckpointError):
                check(checkpoint, using=OWNER)
            with pytest.raises(CommandError, match="no checkpoint"):
                call_command("check_audit", checkpoint=checkpoint, stdout=StringIO())


def test_a_head_that_is_gone_or_changed(looked, margaret):
    with tampering() as cursor:
        cursor.execute("UPDATE trail_head SET hash = sha256('x') WHERE chain = %s", [margaret.pk])
        assert found() == [("changed", "head of the chain", len(links_of(margaret)))]
        cursor.execute("DELETE FROM trail_head WHERE chain = %s", [margaret.pk])
        assert found() == [("missing", "head of the chain", None)]


def test_a_whole_record_taken_off_the_trail(looked, margaret):
    """The rows of history are still there, and no entry stands for them."""
    with tampering() as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE patient_id = %s", [margaret.pk])
        cursor.execute("DELETE FROM trail_link WHERE chain = %s", [margaret.pk])
        cursor.execute("DELETE FROM trail_head WHERE chain = %s", [margaret.pk])
        assert {how for how, _where, _number in found()} == {"inserted"}


def test_history_that_was_changed(looked, margaret):
    with tampering() as cursor:
        cursor.execute("UPDATE logbook_sessionevent SET pain_after = 1")
        (one,) = check(using=OWNER).breaks
    assert (one.how, one.where) == ("changed", "rows of logbook_sessionevent")
    assert (one.patient_id, one.clinic_id) == (margaret.pk, margaret.clinic_id)
    assert Entry.objects.using(OWNER).get(pk=one.entry_id).what == "logbook_session"


def test_history_that_is_missing(looked):
    with tampering() as cursor:
        cursor.execute("DELETE FROM logbook_setevent WHERE number = 2")
        assert found() == [("missing", "rows of logbook_setevent", None)]


def test_history_that_was_put_in(looked):
    with tampering() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE one AS SELECT * FROM logbook_setevent LIMIT 1")
        cursor.execute("UPDATE one SET pgh_id = 4000000, reps = 99")
        cursor.execute("INSERT INTO logbook_setevent SELECT * FROM one")
        assert found() == [("inserted", "row 4000000 of logbook_setevent", None)]
        cursor.execute("DROP TABLE one")


def test_a_shape_that_leaves_a_column_out(looked):
    with tampering() as cursor:
        cursor.execute(
            "UPDATE trail_shape SET columns = array_remove(columns, 'reps') WHERE \"table\" = 'logbook_setevent'"
        )
        assert {(how, where) for how, where, _n in found()} == {("changed", "rows of logbook_setevent")}
        cursor.execute("DELETE FROM trail_shape")
        assert {(how, where) for how, where, _n in found()} >= {("missing", "the shape of an entry")}


def test_a_later_column_breaks_nothing(looked):
    with tampering() as cursor:
        cursor.execute("ALTER TABLE logbook_setevent ADD COLUMN pulse integer NOT NULL DEFAULT 60")
        assert found() == []
        cursor.execute("ALTER TABLE logbook_setevent ENABLE TRIGGER trail_written")
        cursor.execute("CREATE TEMPORARY TABLE one AS SELECT * FROM logbook_setevent LIMIT 1")
        cursor.execute("UPDATE one SET pgh_id = 4000000")
        cursor.execute("ALTER TABLE trail_entry ENABLE TRIGGER trail_seal")
        cursor.execute("INSERT INTO logbook_setevent SELECT * FROM one")
        cursor.execute("DROP TABLE one")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert found() == []
        cursor.execute("UPDATE logbook_setevent SET pulse = 61 WHERE pgh_id = 4000000")
        assert found() == [("changed", "rows of logbook_setevent", None)]


def test_the_command_says_where_and_fails(looked, margaret, reads_of):
    out, err = StringIO(), StringIO()
    call_command("check_audit", stdout=out, stderr=err)
    assert "entries in" in out.getvalue()
    assert "checkpoint: " in out.getvalue()
    assert err.getvalue() == ""
    third = reads_of(margaret)[2]
    with tampering() as cursor:
        cursor.execute("UPDATE trail_entry SET what = 'x' WHERE id = %s", [third.pk])
        with pytest.raises(CommandError, match="broken in 1 place"):
            call_command("check_audit", stdout=out, stderr=err)
    assert f"changed: entry (clinic {margaret.clinic_id}, patient {margaret.pk}" in err.getvalue()
    assert f"entry {third.pk})" in err.getvalue()


COLUMN = {"trail_entry": "what", "trail_link": "hash", "trail_head": "hash", "trail_shape": "columns"}


def test_the_owner_too_has_to_switch_off_what_refuses(looked, subtests):
    for table, statement in product(TABLES, ("UPDATE {} SET {} = {}", "DELETE FROM {}")):
        column = COLUMN.get(table, "pgh_label")
        with (
            subtests.test(statement.format(table, column, column)),
            pytest.raises(IntegrityError, match=r"only ever added to|moves on"),
            transaction.atomic(using=OWNER),
            connections[OWNER].cursor() as cursor,
        ):
            cursor.execute(statement.format(table, column, column))


def test_nobody_empties_it(looked, subtests):
    for table in TABLES:
        with (
            subtests.test(table),
            transaction.atomic(using=OWNER),
            connections[OWNER].cursor() as cursor,
        ):
            # The tests that commit switch this off (tests/conftest.py); nothing else does.
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER never_emptied")
            with pytest.raises(IntegrityError, match="only ever added to"):
                cursor.execute(f"TRUNCATE {table}")
            transaction.set_rollback(True, using=OWNER)


def test_two_at_once_on_different_records_do_not_wait(looked, margaret, tomasz):
    """One transaction has sealed Margaret's chain and not ended; another goes through with that of Tomasz."""
    other = connections.create_connection(OWNER)
    insert = "INSERT INTO trail_entry (kind, what, patient_id) VALUES ('read', 'x', %s)"
    try:
        with transaction.atomic(using=OWNER), connections[OWNER].cursor() as first, other.cursor() as second:
            first.execute(insert, [margaret.pk])
            first.execute("SET CONSTRAINTS ALL IMMEDIATE")
            second.execute("SET lock_timeout = '300ms'")
            second.execute(insert, [tomasz.pk])  # in autocommit: sealed with the statement
            # And two looks at one record wait for nobody until the first of them has ended.
            second.execute("BEGIN")
            second.execute(insert, [margaret.pk])
            second.execute("ROLLBACK")
    finally:
        other.close()
    assert check(using=OWNER).breaks == []


def test_a_transaction_that_is_undone_leaves_no_trace(looked, margaret):
    before = Link.objects.using(OWNER).count()
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("INSERT INTO trail_entry (kind, what, patient_id) VALUES ('read', 'x', %s)", [uuid4()])
        transaction.set_rollback(True, using=OWNER)
    assert Link.objects.using(OWNER).count() == before
    assert check(using=OWNER).breaks == []
