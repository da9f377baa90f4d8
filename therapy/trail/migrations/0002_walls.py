"""What the database does by itself: it seals entries when a transaction commits, and refuses to change what is there.

The functions run as their owner with a fixed search path, so that they work, and cannot be got around, for a role that
may only add entries and read them.

**The seal.** An entry is sealed by a trigger that waits for the commit: it appends the entry's digest to the chain of
its record. Until then no chain is locked, so a slow page keeps nobody waiting; and all entries of a transaction are
sealed in the order of their chains by the first of its triggers, so that no two transactions wait for each other.
Two records never wait for each other at all.

    digest = sha256(what the entry says)        hash = sha256(hash of the link before || digest)

**Events.** `trail_events_written` stands on every table of events: it writes one entry for all events of one statement
that are of one record, with a digest of everything they say;
`trail_events_of_no_patient_written` the same for what is about no patient, such as a clinic's own articles.

**Who may.** The application's role says what it shows to whom, and nothing else: who, when and from where the database
fills in. Who has looked is what the transaction has said to the walls (`accounts.tenancy.walls`), so an entry cannot name
anybody else; and a change can be claimed by the triggers alone, which know its shape.
"""

from django.db import migrations

DIGESTS = """
CREATE FUNCTION trail_digest(e trail_entry) RETURNS bytea
LANGUAGE sql STABLE SET timezone = 'UTC' SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        e.format, e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.transaction, e.kind, e.what, e.clinic_id,
        e.patient_id, e.patient_ids, e.person_id, e.address, e.scopes, e.shape_id, e.events::text, e.count,
        encode(e.digest, 'hex'))::text, 'UTF8'))
$$;

CREATE FUNCTION trail_chain(e trail_entry) RETURNS uuid
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(e.patient_id, e.person_id, e.clinic_id, '00000000-0000-0000-0000-000000000000'::uuid)
$$;

-- The first hash of a chain is taken over the chain's own id, so that one chain cannot be passed off as another.
CREATE FUNCTION trail_beginning(chain uuid) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT sha256(convert_to('evenstep trail ' || chain, 'UTF8'))
$$;
"""

SEAL = """
CREATE FUNCTION trail_seal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    entry record;
    place record;
BEGIN
    IF EXISTS (SELECT FROM trail_link WHERE entry_id = NEW.id) THEN
        RETURN NULL;  -- sealed together with an earlier entry of this transaction
    END IF;
    FOR entry IN
        SELECT e.id, trail_chain(e) AS chain, trail_digest(e) AS digest
        FROM trail_entry e
        WHERE e.id >= NEW.id AND e.transaction = NEW.transaction
            AND NOT EXISTS (SELECT FROM trail_link l WHERE l.entry_id = e.id)
        ORDER BY 2, 1
    LOOP
        INSERT INTO trail_head AS head (chain, number, digest, hash)
        VALUES (entry.chain, 1, entry.digest, sha256(trail_beginning(entry.chain) || entry.digest))
        ON CONFLICT (chain) DO UPDATE SET
            number = head.number + 1, digest = EXCLUDED.digest, hash = sha256(head.hash || EXCLUDED.digest)
        RETURNING head.number, head.hash INTO place;
        INSERT INTO trail_link (chain, number, entry_id, digest, hash)
        VALUES (entry.chain, place.number, entry.id, entry.digest, place.hash);
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER trail_seal AFTER INSERT ON trail_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trail_seal();
"""

EVENTS = """
-- A row in words that stay the same: keys in order, UTC, and only the columns of `shape`.
CREATE FUNCTION trail_row(r jsonb, shape text[]) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT sha256(convert_to((r - ARRAY(
        SELECT k FROM jsonb_object_keys(r) k WHERE k <> ALL (shape)))::text, 'UTF8'))
$$;

CREATE FUNCTION trail_shape_of(table_name text, first_row jsonb) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    keys varchar[] := ARRAY(SELECT k FROM jsonb_object_keys(first_row) k ORDER BY k COLLATE "C");
    found bigint;
BEGIN
    SELECT id INTO found FROM trail_shape WHERE "table" = table_name AND columns = keys;
    IF found IS NULL THEN
        INSERT INTO trail_shape ("table", columns) VALUES (table_name, keys) ON CONFLICT DO NOTHING;
        SELECT id INTO found FROM trail_shape WHERE "table" = table_name AND columns = keys;
    END IF;
    RETURN found;
END $$;

CREATE FUNCTION trail_events_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET timezone = 'UTC' SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one jsonb := (SELECT to_jsonb(w) FROM written w LIMIT 1);
    shape bigint;
BEGIN
    IF one IS NULL THEN
        RETURN NULL;
    END IF;
    shape := trail_shape_of(TG_TABLE_NAME, one);
    INSERT INTO trail_entry (kind, what, clinic_id, patient_id, shape_id, events, count, digest)
    SELECT w.kind, TG_ARGV[0], w.clinic, w.patient, shape,
        range_agg(int8range(w.id, w.id, '[]')), count(*), sha256(string_agg(w.digest, ''::bytea ORDER BY w.id))
    FROM (
        SELECT r ->> 'pgh_label' AS kind, (r ->> 'clinic_id')::uuid AS clinic,
            -- A patient's own row has no column that names the patient: it is the patient.
            (CASE WHEN r ? 'patient_id' THEN r ->> 'patient_id' ELSE r ->> 'id' END)::uuid AS patient,
            (r ->> 'pgh_id')::bigint AS id, sha256(convert_to(r::text, 'UTF8')) AS digest
        FROM (SELECT to_jsonb(written) AS r FROM written) AS rows
    ) AS w
    GROUP BY w.kind, w.clinic, w.patient;
    RETURN NULL;
END $$;
"""

REFUSE = """
CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is only ever added to (% of %)', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION trail_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.chain = OLD.chain AND NEW.number = OLD.number + 1 THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the head of a chain only moves on by one link' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON trail_entry
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON trail_link
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON trail_shape
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER only_added_to BEFORE DELETE ON trail_head
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER moves_on BEFORE UPDATE ON trail_head
    FOR EACH ROW EXECUTE FUNCTION trail_head_moves_on();

CREATE TRIGGER never_emptied BEFORE TRUNCATE ON trail_entry FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON trail_link FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON trail_shape FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON trail_head FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();
"""

OF_NO_PATIENT = """
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

UNDO = """
DROP TRIGGER trail_seal ON trail_entry;
DROP TRIGGER only_added_to ON trail_entry;
DROP TRIGGER only_added_to ON trail_link;
DROP TRIGGER only_added_to ON trail_shape;
DROP TRIGGER only_added_to ON trail_head;
DROP TRIGGER moves_on ON trail_head;
DROP TRIGGER never_emptied ON trail_entry;
DROP TRIGGER never_emptied ON trail_link;
DROP TRIGGER never_emptied ON trail_shape;
DROP TRIGGER never_emptied ON trail_head;
DROP FUNCTION trail_head_moves_on();
DROP FUNCTION trail_refuse();
DROP FUNCTION trail_events_of_no_patient_written();
DROP FUNCTION trail_events_written();
DROP FUNCTION trail_shape_of(text, jsonb);
DROP FUNCTION trail_row(jsonb, text[]);
DROP FUNCTION trail_seal();
DROP FUNCTION trail_beginning(uuid);
DROP FUNCTION trail_chain(trail_entry);
DROP FUNCTION trail_digest(trail_entry);
"""

ADD_ONLY = """
REVOKE INSERT, UPDATE, DELETE ON trail_entry FROM evenstep_app;
GRANT INSERT (kind, what, clinic_id, patient_id, patient_ids) ON trail_entry TO evenstep_app;
REVOKE USAGE ON SEQUENCE trail_entry_id_seq, trail_link_id_seq, trail_shape_id_seq FROM evenstep_app;
"""

AGAIN = """
GRANT USAGE ON SEQUENCE trail_entry_id_seq, trail_link_id_seq, trail_shape_id_seq TO evenstep_app;
REVOKE INSERT (kind, what, clinic_id, patient_id, patient_ids) ON trail_entry FROM evenstep_app;
GRANT INSERT, UPDATE, DELETE ON trail_entry TO evenstep_app;
"""

# The trail's own triggers write these, with their owner's rights.
SEALS = ("trail_link", "trail_head", "trail_shape")


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial"), ("accounts", "0002_walls")]

    operations = [
        migrations.RunSQL([DIGESTS, SEAL, EVENTS, REFUSE, OF_NO_PATIENT], UNDO),
        migrations.RunSQL(ADD_ONLY, AGAIN),
        *(
            migrations.RunSQL(
                f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM evenstep_app",
                f"GRANT INSERT, UPDATE, DELETE ON {table} TO evenstep_app",
            )
            for table in SEALS
        ),
    ]
