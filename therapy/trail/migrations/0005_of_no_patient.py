"""Changes to what is about no patient, such as a clinic's own articles: an entry that names none.

It is in the chain of the person who made the change, else of the clinic, as `trail_chain` has it.
"""

from django.db import migrations

WRITTEN = """
CREATE FUNCTION trail_events_of_no_patient_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET timezone = 'UTC' SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one jsonb := (SELECT to_jsonb(w) FROM written w LIMIT 1);
    shape bigint;
BEGIN
    IF one IS NULL THEN
        RETURN NULL;
    END IF;
    shape := trail_shape_of(TG_TABLE_NAME, one);
    INSERT INTO trail_entry (kind, what, clinic_id, shape_id, events, count, digest)
    SELECT w.kind, TG_ARGV[0], w.clinic, shape,
        range_agg(int8range(w.id, w.id, '[]')), count(*), sha256(string_agg(w.digest, ''::bytea ORDER BY w.id))
    FROM (
        SELECT r ->> 'pgh_label' AS kind, (r ->> 'clinic_id')::uuid AS clinic, (r ->> 'pgh_id')::bigint AS id,
            sha256(convert_to(r::text, 'UTF8')) AS digest
        FROM (SELECT to_jsonb(written) AS r FROM written) AS rows
    ) AS w
    GROUP BY w.kind, w.clinic;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("trail", "0004_by_moment")]

    operations = [migrations.RunSQL(WRITTEN, "DROP FUNCTION trail_events_of_no_patient_written()")]
