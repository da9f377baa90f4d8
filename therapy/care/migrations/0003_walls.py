"""Whose records a transaction may see, as the database understands it, and the walls around them.

`care_patients_in_sight` says the same as `PatientQuerySet.visible_to`, which a test holds it to. It reads with its owner's
rights: a policy that asked a table behind the walls would ask itself.
"""

from django.db import migrations

from accounts.tenancy.walls_sql import (IN_SIGHT, OWN_CLINIC, in_scope, no_wall, wall, wall_what_is_only_added_to)

IN_SIGHT_OF = """
CREATE FUNCTION care_patients_in_sight() RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    scopes text[] := evenstep_scopes();
    clinics uuid[] := evenstep_clinics();
    moment timestamptz := evenstep_moment();
    person uuid := (SELECT id FROM accounts_user WHERE id = evenstep_person() AND is_active);
BEGIN
    IF 'own' = ANY (scopes) THEN
        RETURN QUERY
            SELECT p.id FROM care_patient p
            JOIN accounts_membership m ON m.user_id = p.user_id AND m.clinic_id = p.clinic_id
            WHERE p.user_id = person AND p.clinic_id = ANY (clinics)
                AND m.role = 'patient' AND m.ended_at IS NULL;
    END IF;
    IF 'team' = ANY (scopes) THEN
        RETURN QUERY
            SELECT t.patient_id FROM care_careteammember t
            JOIN accounts_membership m ON m.user_id = t.therapist_id AND m.clinic_id = t.clinic_id
            JOIN accounts_clinic c ON c.id = t.clinic_id
            WHERE t.therapist_id = person AND t.clinic_id = ANY (clinics)
                AND m.role = 'therapist' AND m.ended_at IS NULL
                AND t.since <= (moment AT TIME ZONE c.time_zone)::date
                AND (t.until IS NULL OR t.until > (moment AT TIME ZONE c.time_zone)::date);
    END IF;
    IF 'clinic' = ANY (scopes) THEN
        RETURN QUERY SELECT p.id FROM care_patient p WHERE p.clinic_id = ANY (clinics);
    END IF;
END $$;
REVOKE ALL ON FUNCTION care_patients_in_sight() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION care_patients_in_sight() TO evenstep_app;
"""

# Who is a patient, and who treats whom, is also seen by directory work. A new patient is in nobody's sight yet, and so is
# taken in by it, or by a job for the whole clinic.
WALLS = {
    "care_patient": f"{OWN_CLINIC} AND ({in_scope('people', 'clinic')} OR id IN (SELECT care_patients_in_sight()))",
    "care_careteammember": f"{OWN_CLINIC} AND ({in_scope('people')} OR {IN_SIGHT})",
    "care_condition": f"{OWN_CLINIC} AND {IN_SIGHT}",
}
# The trail tells who looked at whom, and nothing clinical: the admins read it, a patient what is about the own record, and
# everyone what they did themselves.
TRAIL = f"""
    {OWN_CLINIC} AND (
        {in_scope('people', 'clinic')}
        OR person_id = (SELECT evenstep_person())
        OR {IN_SIGHT}
        OR patient_ids && ARRAY(SELECT care_patients_in_sight())
    )
"""
# The trail's own triggers write these, with their owner's rights.
SEALS = ("trail_link", "trail_head", "trail_shape")


class Migration(migrations.Migration):
    dependencies = [("care", "0002_history"), ("accounts", "0006_walls")]

    operations = [
        migrations.RunSQL(IN_SIGHT_OF, "DROP FUNCTION care_patients_in_sight()"),
        *(migrations.RunSQL(wall(table, condition), no_wall(table)) for table, condition in WALLS.items()),
        *(
            migrations.RunSQL(
                wall_what_is_only_added_to(f"{table}event", condition), no_wall(f"{table}event")
            )
            for table, condition in WALLS.items()
        ),
        migrations.RunSQL(wall_what_is_only_added_to("trail_entry", TRAIL), no_wall("trail_entry")),
        *(
            migrations.RunSQL(
                f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM evenstep_app",
                f"GRANT INSERT, UPDATE, DELETE ON {table} TO evenstep_app",
            )
            for table in SEALS
        ),
    ]
