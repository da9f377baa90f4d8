"""Opening a record in an emergency: the table, its wall, and what it adds to what a transaction may see."""

import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
import therapy.base.clock
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.tenancy.walls_sql import (IN_SIGHT, OWN_CLINIC, in_scope, no_wall, wall, wall_what_is_only_added_to)
from therapy.trail.operations import on_the_trail

# Opening a record is what brings it into sight, so a therapist writes such a row for herself.
MINE = f"(therapist_id = (SELECT evenstep_person()) AND {in_scope('team')})"
WITHIN = f"{OWN_CLINIC} AND ({MINE} OR {in_scope('people')} OR {IN_SIGHT})"

# As in 0003, and with what was opened in an emergency.
IN_SIGHT_OF = """
CREATE OR REPLACE FUNCTION care_patients_in_sight() RETURNS SETOF uuid
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
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_walls'),
        ('care', '0003_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EmergencyAccessEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('reason', models.TextField(max_length=1000, validators=[django.core.validators.MinLengthValidator(10)], verbose_name='why you need this record')),
                ('opened_at', models.DateTimeField(default=therapy.base.clock.now, editable=False)),
                ('until', models.DateTimeField(editable=False)),
                ('clinic', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic')),
                ('patient', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient')),
                ('therapist', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EmergencyAccess',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', models.TextField(max_length=1000, validators=[django.core.validators.MinLengthValidator(10)], verbose_name='why you need this record')),
                ('opened_at', models.DateTimeField(default=therapy.base.clock.now, editable=False)),
                ('until', models.DateTimeField(editable=False)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergency_accesses', to='care.patient')),
                ('therapist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-opened_at'],
                'indexes': [models.Index(fields=['therapist', 'until'], name='emergency_by_therapist')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('opened_at')), ('until__lte', django.db.models.expressions.CombinedExpression(models.F('opened_at'), '+', models.Value(datetime.timedelta(seconds=14400))))), name='emergency_access_is_short')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='emergencyaccess',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "care_emergencyaccessevent" ("clinic_id", "id", "opened_at", "patient_id", "pgh_created_at", "pgh_label", "reason", "therapist_id", "until") SELECT new_values."clinic_id", new_values."id", new_values."opened_at", new_values."patient_id", NOW(), \'insert\', new_values."reason", new_values."therapist_id", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fec13a26147a036d34ae5ed380f2318fcb4caf0e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b1100', referencing='REFERENCING NEW TABLE AS new_values ', table='care_emergencyaccess', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='emergencyaccess',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "care_emergencyaccessevent" ("clinic_id", "id", "opened_at", "patient_id", "pgh_created_at", "pgh_label", "reason", "therapist_id", "until") SELECT new_values."clinic_id", new_values."id", new_values."opened_at", new_values."patient_id", NOW(), \'update\', new_values."reason", new_values."therapist_id", new_values."until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b35c366082f88d18078213766adf5f8d46734d83', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0dbf6', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='care_emergencyaccess', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='emergencyaccess',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "care_emergencyaccessevent" ("clinic_id", "id", "opened_at", "patient_id", "pgh_created_at", "pgh_label", "reason", "therapist_id", "until") SELECT old_values."clinic_id", old_values."id", old_values."opened_at", old_values."patient_id", NOW(), \'delete\', old_values."reason", old_values."therapist_id", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a116bbb451ecbc2f23ec5292633c198d01fdfc72', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_93a87', referencing='REFERENCING OLD TABLE AS old_values ', table='care_emergencyaccess', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='emergencyaccessevent',
            index=models.Index(fields=['id'], name='emergencyaccess_history'),
        ),
        migrations.RunSQL(
            wall("care_emergencyaccess", WITHIN),
            no_wall("care_emergencyaccess"),
        ),
        migrations.RunSQL(
            wall_what_is_only_added_to("care_emergencyaccessevent", WITHIN), no_wall("care_emergencyaccessevent")
        ),
        on_the_trail("care_emergencyaccess"),
        migrations.RunSQL(IN_SIGHT_OF, migrations.RunSQL.noop),
    ]
