"""Checks the rows of history against the entries of the trail that stand for them."""

from collections.abc import Iterator

from django.db.backends.utils import CursorWrapper

from therapy.trail.breaks import Break, How

# The ids of rows that each entry of a shape stands for, one in a line.
STANDS_FOR = """
    SELECT e.id AS entry_id, generate_series(lower(part), upper(part) - 1) AS pgh_id
    FROM trail_entry e, unnest(e.events) AS part WHERE e.shape_id = %(shape)s
"""
WRONG_ENTRIES = """
    WITH stands_for AS ({stands_for}), now AS (
        SELECT s.entry_id, count(x.pgh_id) AS rows,
            sha256(string_agg(trail_row(to_jsonb(x), %(columns)s), ''::bytea ORDER BY x.pgh_id)) AS digest
        FROM stands_for s LEFT JOIN {table} x ON x.pgh_id = s.pgh_id GROUP BY s.entry_id
    )
    SELECT e.id, e.clinic_id, e.patient_id, coalesce(now.rows, 0) < e.count
    FROM trail_entry e LEFT JOIN now ON now.entry_id = e.id
    WHERE e.shape_id = %(shape)s AND (now.rows, now.digest) IS DISTINCT FROM (e.count::bigint, e.digest)
    ORDER BY e.id
"""
STRANGERS = """
    SELECT x.pgh_id, x.clinic_id FROM {table} x
    WHERE NOT EXISTS (
        SELECT FROM (
            SELECT generate_series(lower(part), upper(part) - 1) AS pgh_id
            FROM trail_entry e JOIN trail_shape s ON s.id = e.shape_id, unnest(e.events) AS part
            WHERE s."table" = %(table)s
        ) AS known WHERE known.pgh_id = x.pgh_id
    ) ORDER BY x.pgh_id
"""


def check(cursor: CursorWrapper) -> tuple[int, list[Break]]:
    """How many rows of history there are, and what is wrong with them."""
    breaks = list(_lost_shapes(cursor))
    cursor.execute('SELECT id, "table", columns FROM trail_shape ORDER BY id')
    for shape, table, columns in cursor.fetchall():
        breaks += _wrong_entries(cursor, shape, table, columns)
    rows = 0
    for table in _tables(cursor):
        name = _quoted(cursor, table)
        cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608  # nosec B608 # quoted by PostgreSQL
        rows += cursor.fetchone()[0]
        cursor.execute(STRANGERS.format(table=name), {"table": table})
        for pgh_id, clinic_id in cursor.fetchall():
            breaks.append(Break(How.INSERTED, f"row {pgh_id} of {table}", clinic_id=clinic_id))
    return rows, breaks


def _lost_shapes(cursor: CursorWrapper) -> Iterator[Break]:
    cursor.execute(
        "SELECT id, clinic_id, patient_id FROM trail_entry e WHERE shape_id IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM trail_shape s WHERE s.id = e.shape_id) ORDER BY id"
    )
    for entry_id, clinic_id, patient_id in cursor.fetchall():
        yield Break(
            How.MISSING,
            "the shape of an entry",
            entry_id=entry_id,
            clinic_id=clinic_id,
            patient_id=patient_id,
        )


def _wrong_entries(cursor: CursorWrapper, shape: int, table: str, columns: list[str]) -> Iterator[Break]:
    query = WRONG_ENTRIES.format(stands_for=STANDS_FOR, table=_quoted(cursor, table))
    cursor.execute(query, {"shape": shape, "columns": columns})
    for entry_id, clinic_id, patient_id, too_few in cursor.fetchall():
        yield Break(
            How.MISSING if too_few else How.CHANGED,
            f"rows of {table}",
            entry_id=entry_id,
            clinic_id=clinic_id,
            patient_id=patient_id,
        )


def _tables(cursor: CursorWrapper) -> list[str]:
    """The tables of events that the trail stands on."""
    cursor.execute(
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgname = 'trail_written' ORDER BY 1"
    )
    return [name for (name,) in cursor.fetchall()]


def _quoted(cursor: CursorWrapper, table: str) -> str:
    return str(cursor.db.ops.quote_name(table))
