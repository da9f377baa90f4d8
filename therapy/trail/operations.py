"""SQL for migrations that put a table of events on the trail.

Migrations call these functions, which must mean the same for ever: what one of them writes is never changed. A new rule
is a new function, used by a new migration.
"""

from django.db import migrations

ON = """
CREATE TRIGGER trail_written AFTER INSERT ON {events} REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION trail_events_written('{table}');
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {events} FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {events} FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();

-- What is there already is where its history begins.
DO $do$ DECLARE
    columns text := (
        SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
        WHERE attrelid = '{events}'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT LIKE 'pgh\\_%');
BEGIN
    EXECUTE format('INSERT INTO {events} (%s, pgh_label, pgh_created_at) SELECT %s, ''start'', now() FROM {table}',
        columns, columns);
END $do$;
"""
OF_NO_PATIENT = ON.replace("trail_events_written", "trail_events_of_no_patient_written")
OFF = """
DROP TRIGGER never_emptied ON {events};
DROP TRIGGER only_added_to ON {events};
DROP TRIGGER trail_written ON {events};
"""


def on_the_trail(table: str) -> migrations.RunSQL:
    """The events of `table`, in the table of the same name with `event` after it, leave entries of the trail."""
    names = {"table": table, "events": f"{table}event"}
    return migrations.RunSQL(ON.format(**names), OFF.format(**names))


def on_the_trail_of_no_patient(table: str) -> migrations.RunSQL:
    """The same for a table whose rows are about no patient: its entries name none."""
    names = {"table": table, "events": f"{table}event"}
    return migrations.RunSQL(OF_NO_PATIENT.format(**names), OFF.format(**names))
