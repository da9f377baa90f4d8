"""A published revision never changes, whoever writes; and the walls around plans and all that hangs from them.

Refused are updates and deletes of a published revision and of its phases, prescriptions, doses and overrides. A draft is
free, publishing (draft to published) is the one step that leads out of it, and an update that changes nothing passes.
TRUNCATE, with which tests empty the tables, is no row's update and stays possible.
"""

from django.db import migrations

from accounts.tenancy.walls_sql import IN_SIGHT, OWN_CLINIC, no_wall, wall, wall_what_is_only_added_to
from therapy.trail.operations import on_the_trail

# For each table: how a row finds its revision.
REVISION_OF = {
    "plans_phase": "OLD.revision_id",
    "plans_ruleoverride": "OLD.revision_id",
    "plans_prescription": "(SELECT revision_id FROM plans_phase WHERE id = OLD.phase_id)",
    "plans_dose": (
        "(SELECT ph.revision_id FROM plans_prescription pr JOIN plans_phase ph ON ph.id = pr.phase_id "
        "WHERE pr.id = OLD.prescription_id)"
    ),
}

REVISION_GUARD = """
CREATE FUNCTION plans_revision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NULL OR (TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD) THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'a published revision never changes (%)', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER published_never_changes BEFORE UPDATE OR DELETE ON plans_revision
    FOR EACH ROW EXECUTE FUNCTION plans_revision_guard();
"""

CONTENT_GUARD = """
CREATE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM plans_revision WHERE id = {revision} AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a published revision never changes (%)', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER published_never_changes BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_guard();
"""

UNDO = """
DROP TRIGGER published_never_changes ON {table};
DROP FUNCTION {function}();
"""

TABLES = (
    "plans_plan",
    "plans_pause",
    "plans_revision",
    "plans_phase",
    "plans_prescription",
    "plans_dose",
    "plans_ruleoverride",
)

WITHIN = f"{OWN_CLINIC} AND {IN_SIGHT}"


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("care", "0002_walls")]

    operations = [
        migrations.RunSQL(REVISION_GUARD, UNDO.format(table="plans_revision", function="plans_revision_guard")),
        *(
            migrations.RunSQL(
                CONTENT_GUARD.format(table=table, revision=revision),
                UNDO.format(table=table, function=f"{table}_guard"),
            )
            for table, revision in REVISION_OF.items()
        ),
        *(migrations.RunSQL(wall(table, WITHIN), no_wall(table)) for table in TABLES),
        *(
            migrations.RunSQL(wall_what_is_only_added_to(f"{table}event", WITHIN), no_wall(f"{table}event"))
            for table in TABLES
        ),
        *(on_the_trail(table) for table in TABLES),
    ]
