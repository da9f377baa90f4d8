"""Whose records a transaction may see, as the database understands it, the walls around them, and their trail.

`care_patients_in_sight` says the same as `PatientQuerySet.visible_to`, which a test holds it to. It reads with its owner's
rights: a policy that asked a table behind the walls would ask itself. It asks for a clinic's day once and not for each
place on a team: policies ask for it several times in each statement.
"""

from django.db import migrations

from accounts.tenancy.walls_sql import (
    IN_SIGHT,
    OWN_CLINIC,
    in_scope,
    no_wall,
    wall,
    wall_what_is_only_added_to,
)
from therapy.trail.operations import on_the_trail

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
            SELECT t.patient_id FROM (
                SELECT m.clinic_id, (moment AT TIME ZONE c.time_zone)::date AS today
                FROM accounts_membership m JOIN accounts_clinic c ON c.id = m.clinic_id
                WHERE m.user_id = person AND m.clinic_id = ANY (clinics)
                    AND m.role = 'therapist' AND m.ended_at IS NULL
                OFFSET 0  -- or the planner would compute the day in each row of the join
            ) works
            JOIN care_careteammember t ON t.clinic_id = works.clinic_id
            WHERE t.therapist_id = person
                AND t.since <= works.today AND (t.until IS NULL OR t.until > works.today);
        RETURN QUERY
            SELECT e.patient_id FROM care_emergencyaccess e
            JOIN accounts_membership m ON m.user_id = e.therapist_id AND m.clinic_id = e.clinic_id
            WHERE e.therapist_id = person AND e.clinic_id = ANY (clinics)
                AND m.role = 'therapist' AND m.ended_at IS NULL
                AND e.opened_at <= moment AND e.until > moment;
    END IF;
    IF 'clinic' = ANY (scopes) THEN
        RETURN QUERY SELECT p.id FROM care_patient p WHERE p.clinic_id = ANY (clinics);
    END IF;
END $$;
REVOKE ALL ON FUNCTION care_patients_in_sight() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION care_patients_in_sight() TO evenstep_app;
"""

# Opening a record is what brings it into sight, so a therapist writes such a row for herself.
MINE = f"(therapist_id = (SELECT evenstep_person()) AND {in_scope('team')})"
# Who is a patient, and who treats whom, is also seen by directory work. A new patient is in nobody's sight yet, and so is
# taken in by it, or by a job for the whole clinic.
WALLS = {
    "care_patient": f"{OWN_CLINIC} AND ({in_scope('people', 'clinic')} OR id IN (SELECT care_patients_in_sight()))",
    "care_careteammember": f"{OWN_CLINIC} AND ({in_scope('people')} OR {IN_SIGHT})",
    "care_condition": f"{OWN_CLINIC} AND {IN_SIGHT}",
    "care_emergencyaccess": f"{OWN_CLINIC} AND ({MINE} OR {in_scope('people')} OR {IN_SIGHT})",
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


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial"), ("accounts", "0002_walls"), ("trail", "0002_walls")]

    operations = [
        migrations.RunSQL(IN_SIGHT_OF, "DROP FUNCTION care_patients_in_sight()"),
        *(migrations.RunSQL(wall(table, condition), no_wall(table)) for table, condition in WALLS.items()),
        *(
            migrations.RunSQL(wall_what_is_only_added_to(f"{table}event", condition), no_wall(f"{table}event"))
            for table, condition in WALLS.items()
        ),
        migrations.RunSQL(wall_what_is_only_added_to("trail_entry", TRAIL), no_wall("trail_entry")),
        *(on_the_trail(table) for table in WALLS),
    ]
