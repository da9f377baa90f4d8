"""History of every row, kept by triggers, and each change on the trail."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import therapy.base.clock
import uuid
from django.conf import settings
from django.db import migrations, models

from therapy.trail.operations import on_the_trail


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('trail', '0002_triggers'),
        ('accounts', '0002_user_session_version'),
        ('care', '0002_history'),
        ('library', '0001_initial'),
        ('plans', '0003_whose'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DoseEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('sets', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='sets')),
                ('reps', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='reps')),
                ('hold_s', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(300)], verbose_name='hold, seconds')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(180)], verbose_name='minutes')),
                ('metres', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10000)], verbose_name='metres')),
                ('rest_s', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(900)], verbose_name='rest, seconds')),
                ('tempo', models.CharField(blank=True, help_text='Seconds up, hold, down.', max_length=40, verbose_name='tempo')),
                ('load_kg', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(300)], verbose_name='load, kg')),
                ('band', models.CharField(blank=True, choices=[('tan', 'tan'), ('yellow', 'yellow'), ('red', 'red'), ('green', 'green'), ('blue', 'blue'), ('black', 'black'), ('silver', 'silver'), ('gold', 'gold')], max_length=8, verbose_name='band')),
                ('load_note', models.CharField(blank=True, max_length=120, verbose_name='load, in words')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('side', models.CharField(choices=[('L', 'Left'), ('R', 'Right'), ('B', 'Both')], max_length=1, verbose_name='side')),
                ('before_limits', models.JSONField(blank=True, default=dict, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PauseEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(default=therapy.base.clock.now, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PhaseEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('weeks', models.CharField(blank=True, max_length=60, verbose_name='weeks')),
                ('aim', models.CharField(blank=True, max_length=250, verbose_name='aim')),
                ('session_rule', models.CharField(blank=True, max_length=200)),
                ('go_on_when', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=250), blank=True, default=list, size=None)),
                ('step_back_when', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=250), blank=True, default=list, size=None)),
                ('is_current', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('affected_side', models.CharField(choices=[('L', 'Left'), ('R', 'Right'), ('B', 'Both')], max_length=1, verbose_name='affected leg')),
                ('weeks', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(104)], verbose_name='weeks')),
                ('starts_on', models.DateField(verbose_name='starts')),
                ('ended_on', models.DateField(blank=True, help_text='The first local day without the plan.', null=True, verbose_name='ended')),
                ('end_reason', models.CharField(blank=True, max_length=200, verbose_name='why it ended')),
                ('created_at', models.DateTimeField(default=therapy.base.clock.now, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PrescriptionEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('order', models.PositiveSmallIntegerField()),
                ('days_per_week', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)], verbose_name='days a week')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None)),
                ('times_per_day', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)], verbose_name='times a day')),
                ('effort_max', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)], verbose_name='effort at most')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='note to the patient')),
                ('limit_note', models.CharField(blank=True, editable=False, max_length=600)),
                ('before_limits', models.JSONField(blank=True, default=dict, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RevisionEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('created_at', models.DateTimeField(default=therapy.base.clock.now, editable=False)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('effective_from', models.DateField(blank=True, help_text="The patient's local day.", null=True, verbose_name='from')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed, in your words')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RuleOverrideEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('rule', models.CharField(help_text='The id of clinical-facts, such as I1 or M1.', max_length=10)),
                ('prescription_key', models.UUIDField(blank=True, null=True)),
                ('side', models.CharField(blank=True, choices=[('L', 'Left'), ('R', 'Right'), ('B', 'Both')], max_length=1)),
                ('field', models.CharField(blank=True, help_text='What a cap limits, such as sets.', max_length=20)),
                ('finding', models.CharField(help_text='What was shown, as it was shown.', max_length=500)),
                ('asked', models.JSONField(blank=True, default=dict, editable=False, help_text='What the plan asked for when the reason was given.')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(default=therapy.base.clock.now, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dose',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_doseevent" ("band", "before_limits", "clinic_id", "hold_s", "id", "load_kg", "load_note", "metres", "minutes", "patient_id", "pgh_created_at", "pgh_label", "prescription_id", "reps", "rest_s", "sets", "side", "tempo") SELECT new_values."band", new_values."before_limits", new_values."clinic_id", new_values."hold_s", new_values."id", new_values."load_kg", new_values."load_note", new_values."metres", new_values."minutes", new_values."patient_id", NOW(), \'insert\', new_values."prescription_id", new_values."reps", new_values."rest_s", new_values."sets", new_values."side", new_values."tempo" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ebb003b3fb3c8ed129b97c97b379cceb2a791e4f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0ec96', referencing='REFERENCING NEW TABLE AS new_values ', table='plans_dose', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dose',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_doseevent" ("band", "before_limits", "clinic_id", "hold_s", "id", "load_kg", "load_note", "metres", "minutes", "patient_id", "pgh_created_at", "pgh_label", "prescription_id", "reps", "rest_s", "sets", "side", "tempo") SELECT new_values."band", new_values."before_limits", new_values."clinic_id", new_values."hold_s", new_values."id", new_values."load_kg", new_values."load_note", new_values."metres", new_values."minutes", new_values."patient_id", NOW(), \'update\', new_values."prescription_id", new_values."reps", new_values."rest_s", new_values."sets", new_values."side", new_values."tempo" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b739eaa1d6bc1b82c9c22b7933e732dc03674d25', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7edf6', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='plans_dose', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dose',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_doseevent" ("band", "before_limits", "clinic_id", "hold_s", "id", "load_kg", "load_note", "metres", "minutes", "patient_id", "pgh_created_at", "pgh_label", "prescription_id", "reps", "rest_s", "sets", "side", "tempo") SELECT old_values."band", old_values."before_limits", old_values."clinic_id", old_values."hold_s", old_values."id", old_values."load_kg", old_values."load_note", old_values."metres", old_values."minutes", old_values."patient_id", NOW(), \'delete\', old_values."prescription_id", old_values."reps", old_values."rest_s", old_values."sets", old_values."side", old_values."tempo" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bf682fa90da441d0dcc6c994e76ae1891d7d7262', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c567d', referencing='REFERENCING OLD TABLE AS old_values ', table='plans_dose', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pause',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_pauseevent" ("at", "by_id", "clinic_id", "first_day", "id", "last_day", "patient_id", "pgh_created_at", "pgh_label", "plan_id", "reason") SELECT new_values."at", new_values."by_id", new_values."clinic_id", new_values."first_day", new_values."id", new_values."last_day", new_values."patient_id", NOW(), \'insert\', new_values."plan_id", new_values."reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3d98af091fb9aab2f86ed5329ee370ca91f6880e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e7193', referencing='REFERENCING NEW TABLE AS new_values ', table='plans_pause', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pause',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_pauseevent" ("at", "by_id", "clinic_id", "first_day", "id", "last_day", "patient_id", "pgh_created_at", "pgh_label", "plan_id", "reason") SELECT new_values."at", new_values."by_id", new_values."clinic_id", new_values."first_day", new_values."id", new_values."last_day", new_values."patient_id", NOW(), \'update\', new_values."plan_id", new_values."reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='db7cdc0bdc416be980b0c545f9c49bb715e69c3c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f28b9', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='plans_pause', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pause',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_pauseevent" ("at", "by_id", "clinic_id", "first_day", "id", "last_day", "patient_id", "pgh_created_at", "pgh_label", "plan_id", "reason") SELECT old_values."at", old_values."by_id", old_values."clinic_id", old_values."first_day", old_values."id", old_values."last_day", old_values."patient_id", NOW(), \'delete\', old_values."plan_id", old_values."reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1f7f4a549328089f0906977aac27aeda16b639b3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0e172', referencing='REFERENCING OLD TABLE AS old_values ', table='plans_pause', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phase',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_phaseevent" ("aim", "clinic_id", "go_on_when", "id", "is_current", "number", "patient_id", "pgh_created_at", "pgh_label", "revision_id", "session_rule", "step_back_when", "title", "weeks") SELECT new_values."aim", new_values."clinic_id", new_values."go_on_when", new_values."id", new_values."is_current", new_values."number", new_values."patient_id", NOW(), \'insert\', new_values."revision_id", new_values."session_rule", new_values."step_back_when", new_values."title", new_values."weeks" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ddfd6fa56435ed143421bb6c7567d001c6d706d2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_7f7e0', referencing='REFERENCING NEW TABLE AS new_values ', table='plans_phase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phase',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_phaseevent" ("aim", "clinic_id", "go_on_when", "id", "is_current", "number", "patient_id", "pgh_created_at", "pgh_label", "revision_id", "session_rule", "step_back_when", "title", "weeks") SELECT new_values."aim", new_values."clinic_id", new_values."go_on_when", new_values."id", new_values."is_current", new_values."number", new_values."patient_id", NOW(), \'update\', new_values."revision_id", new_values."session_rule", new_values."step_back_when", new_values."title", new_values."weeks" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1cbab6e878bdb1b1bcafc3c7ce72ec8ab7461c74', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_64a8a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='plans_phase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phase',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_phaseevent" ("aim", "clinic_id", "go_on_when", "id", "is_current", "number", "patient_id", "pgh_created_at", "pgh_label", "revision_id", "session_rule", "step_back_when", "title", "weeks") SELECT old_values."aim", old_values."clinic_id", old_values."go_on_when", old_values."id", old_values."is_current", old_values."number", old_values."patient_id", NOW(), \'delete\', old_values."revision_id", old_values."session_rule", old_values."step_back_when", old_values."title", old_values."weeks" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='90a7cd622857bc7915ef1014b321402037a58e29', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_99930', referencing='REFERENCING OLD TABLE AS old_values ', table='plans_phase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_planevent" ("affected_side", "clinic_id", "created_at", "created_by_id", "end_reason", "ended_by_id", "ended_on", "id", "patient_id", "pgh_created_at", "pgh_label", "programme_id", "starts_on", "title", "weeks") SELECT new_values."affected_side", new_values."clinic_id", new_values."created_at", new_values."created_by_id", new_values."end_reason", new_values."ended_by_id", new_values."ended_on", new_values."id", new_values."patient_id", NOW(), \'insert\', new_values."programme_id", new_values."starts_on", new_values."title", new_values."weeks" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c5e850378bc4f69db71f8462c5b2db536f0d1cd6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8b340', referencing='REFERENCING NEW TABLE AS new_values ', table='plans_plan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_planevent" ("affected_side", "clinic_id", "created_at", "created_by_id", "end_reason", "ended_by_id", "ended_on", "id", "patient_id", "pgh_created_at", "pgh_label", "programme_id", "starts_on", "title", "weeks") SELECT new_values."affected_side", new_values."clinic_id", new_values."created_at", new_values."created_by_id", new_values."end_reason", new_values."ended_by_id", new_values."ended_on", new_values."id", new_values."patient_id", NOW(), \'update\', new_values."programme_id", new_values."starts_on", new_values."title", new_values."weeks" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9b0e3b7fb910e3fc26725d5bb80ef8bfb8442c16', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ee9c7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='plans_plan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_planevent" ("affected_side", "clinic_id", "created_at", "created_by_id", "end_reason", "ended_by_id", "ended_on", "id", "patient_id", "pgh_created_at", "pgh_label", "programme_id", "starts_on", "title", "weeks") SELECT old_values."affected_side", old_values."clinic_id", old_values."created_at", old_values."created_by_id", old_values."end_reason", old_values."ended_by_id", old_values."ended_on", old_values."id", old_values."patient_id", NOW(), \'delete\', old_values."programme_id", old_values."starts_on", old_values."title", old_values."weeks" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5dcd37bf90ac29fc0eba418b0d039a86c4306974', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3e165', referencing='REFERENCING OLD TABLE AS old_values ', table='plans_plan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prescription',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_prescriptionevent" ("before_limits", "clinic_id", "days_per_week", "effort_max", "exercise_id", "id", "key", "limit_note", "note", "order", "patient_id", "pgh_created_at", "pgh_label", "phase_id", "times_per_day", "weekdays") SELECT new_values."before_limits", new_values."clinic_id", new_values."days_per_week", new_values."effort_max", new_values."exercise_id", new_values."id", new_values."key", new_values."limit_note", new_values."note", new_values."order", new_values."patient_id", NOW(), \'insert\', new_values."phase_id", new_values."times_per_day", new_values."weekdays" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6acb126f2c237f31078fe1979c1bf11ee150e867', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ff104', referencing='REFERENCING NEW TABLE AS new_values ', table='plans_prescription', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prescription',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_prescriptionevent" ("before_limits", "clinic_id", "days_per_week", "effort_max", "exercise_id", "id", "key", "limit_note", "note", "order", "patient_id", "pgh_created_at", "pgh_label", "phase_id", "times_per_day", "weekdays") SELECT new_values."before_limits", new_values."clinic_id", new_values."days_per_week", new_values."effort_max", new_values."exercise_id", new_values."id", new_values."key", new_values."limit_note", new_values."note", new_values."order", new_values."patient_id", NOW(), \'update\', new_values."phase_id", new_values."times_per_day", new_values."weekdays" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9a8304159867cfd2ce3b18054b34903a31739f80', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_39ff7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='plans_prescription', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prescription',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_prescriptionevent" ("before_limits", "clinic_id", "days_per_week", "effort_max", "exercise_id", "id", "key", "limit_note", "note", "order", "patient_id", "pgh_created_at", "pgh_label", "phase_id", "times_per_day", "weekdays") SELECT old_values."before_limits", old_values."clinic_id", old_values."days_per_week", old_values."effort_max", old_values."exercise_id", old_values."id", old_values."key", old_values."limit_note", old_values."note", old_values."order", old_values."patient_id", NOW(), \'delete\', old_values."phase_id", old_values."times_per_day", old_values."weekdays" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d0a6a228258406a52f47807e292cb1aaeab373f2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d3c68', referencing='REFERENCING OLD TABLE AS old_values ', table='plans_prescription', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_revisionevent" ("author_id", "clinic_id", "copied_from_id", "created_at", "effective_from", "id", "note", "number", "patient_id", "pgh_created_at", "pgh_label", "plan_id", "published_at", "published_by_id") SELECT new_values."author_id", new_values."clinic_id", new_values."copied_from_id", new_values."created_at", new_values."effective_from", new_values."id", new_values."note", new_values."number", new_values."patient_id", NOW(), \'insert\', new_values."plan_id", new_values."published_at", new_values."published_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8c2c47e6b1c5f830d45cc8aa147a8c59a89419f5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_564ba', referencing='REFERENCING NEW TABLE AS new_values ', table='plans_revision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_revisionevent" ("author_id", "clinic_id", "copied_from_id", "created_at", "effective_from", "id", "note", "number", "patient_id", "pgh_created_at", "pgh_label", "plan_id", "published_at", "published_by_id") SELECT new_values."author_id", new_values."clinic_id", new_values."copied_from_id", new_values."created_at", new_values."effective_from", new_values."id", new_values."note", new_values."number", new_values."patient_id", NOW(), \'update\', new_values."plan_id", new_values."published_at", new_values."published_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d2f8a025d7f7b971cb682780a922dce611b353c6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a5b79', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='plans_revision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_revisionevent" ("author_id", "clinic_id", "copied_from_id", "created_at", "effective_from", "id", "note", "number", "patient_id", "pgh_created_at", "pgh_label", "plan_id", "published_at", "published_by_id") SELECT old_values."author_id", old_values."clinic_id", old_values."copied_from_id", old_values."created_at", old_values."effective_from", old_values."id", old_values."note", old_values."number", old_values."patient_id", NOW(), \'delete\', old_values."plan_id", old_values."published_at", old_values."published_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4b68d3b3a57052c644d71f813ab105009e41cff8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_bfed3', referencing='REFERENCING OLD TABLE AS old_values ', table='plans_revision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ruleoverride',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_ruleoverrideevent" ("asked", "at", "by_id", "carried_from_id", "clinic_id", "field", "finding", "id", "patient_id", "pgh_created_at", "pgh_label", "prescription_key", "reason", "revision_id", "rule", "side") SELECT new_values."asked", new_values."at", new_values."by_id", new_values."carried_from_id", new_values."clinic_id", new_values."field", new_values."finding", new_values."id", new_values."patient_id", NOW(), \'insert\', new_values."prescription_key", new_values."reason", new_values."revision_id", new_values."rule", new_values."side" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f6eda9b2af952a7acd400e6c4dd4f6e63339cfec', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_aba98', referencing='REFERENCING NEW TABLE AS new_values ', table='plans_ruleoverride', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ruleoverride',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_ruleoverrideevent" ("asked", "at", "by_id", "carried_from_id", "clinic_id", "field", "finding", "id", "patient_id", "pgh_created_at", "pgh_label", "prescription_key", "reason", "revision_id", "rule", "side") SELECT new_values."asked", new_values."at", new_values."by_id", new_values."carried_from_id", new_values."clinic_id", new_values."field", new_values."finding", new_values."id", new_values."patient_id", NOW(), \'update\', new_values."prescription_key", new_values."reason", new_values."revision_id", new_values."rule", new_values."side" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2118938e4985d07f3184bd7464b16aef823ac838', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b2374', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='plans_ruleoverride', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ruleoverride',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_ruleoverrideevent" ("asked", "at", "by_id", "carried_from_id", "clinic_id", "field", "finding", "id", "patient_id", "pgh_created_at", "pgh_label", "prescription_key", "reason", "revision_id", "rule", "side") SELECT old_values."asked", old_values."at", old_values."by_id", old_values."carried_from_id", old_values."clinic_id", old_values."field", old_values."finding", old_values."id", old_values."patient_id", NOW(), \'delete\', old_values."prescription_key", old_values."reason", old_values."revision_id", old_values."rule", old_values."side" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='26b776acd004cdc4ea66ba67494c45b536754c00', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_16f4b', referencing='REFERENCING OLD TABLE AS old_values ', table='plans_ruleoverride', when='AFTER')),
        ),
        migrations.AddField(
            model_name='doseevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='doseevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient'),
        ),
        migrations.AddField(
            model_name='doseevent',
            name='prescription',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.prescription'),
        ),
        migrations.AddField(
            model_name='pauseevent',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pauseevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='pauseevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient'),
        ),
        migrations.AddField(
            model_name='pauseevent',
            name='plan',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan'),
        ),
        migrations.AddField(
            model_name='phaseevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='phaseevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient'),
        ),
        migrations.AddField(
            model_name='phaseevent',
            name='revision',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.revision'),
        ),
        migrations.AddField(
            model_name='planevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='planevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='planevent',
            name='ended_by',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='planevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient'),
        ),
        migrations.AddField(
            model_name='planevent',
            name='programme',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.programme'),
        ),
        migrations.AddField(
            model_name='prescriptionevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='prescriptionevent',
            name='exercise',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='library.exercise'),
        ),
        migrations.AddField(
            model_name='prescriptionevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient'),
        ),
        migrations.AddField(
            model_name='prescriptionevent',
            name='phase',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.phase'),
        ),
        migrations.AddField(
            model_name='revisionevent',
            name='author',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='revisionevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='revisionevent',
            name='copied_from',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.revision'),
        ),
        migrations.AddField(
            model_name='revisionevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient'),
        ),
        migrations.AddField(
            model_name='revisionevent',
            name='plan',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan'),
        ),
        migrations.AddField(
            model_name='revisionevent',
            name='published_by',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ruleoverrideevent',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ruleoverrideevent',
            name='carried_from',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.ruleoverride'),
        ),
        migrations.AddField(
            model_name='ruleoverrideevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='ruleoverrideevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient'),
        ),
        migrations.AddField(
            model_name='ruleoverrideevent',
            name='revision',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.revision'),
        ),
        migrations.AddIndex(
            model_name='doseevent',
            index=models.Index(fields=['id'], name='dose_history'),
        ),
        migrations.AddIndex(
            model_name='pauseevent',
            index=models.Index(fields=['id'], name='pause_history'),
        ),
        migrations.AddIndex(
            model_name='phaseevent',
            index=models.Index(fields=['id'], name='phase_history'),
        ),
        migrations.AddIndex(
            model_name='planevent',
            index=models.Index(fields=['id'], name='plan_history'),
        ),
        migrations.AddIndex(
            model_name='prescriptionevent',
            index=models.Index(fields=['id'], name='prescription_history'),
        ),
        migrations.AddIndex(
            model_name='revisionevent',
            index=models.Index(fields=['id'], name='revision_history'),
        ),
        migrations.AddIndex(
            model_name='ruleoverrideevent',
            index=models.Index(fields=['id'], name='ruleoverride_history'),
        ),
        on_the_trail('plans_plan'),
        on_the_trail('plans_pause'),
        on_the_trail('plans_revision'),
        on_the_trail('plans_phase'),
        on_the_trail('plans_prescription'),
        on_the_trail('plans_dose'),
        on_the_trail('plans_ruleoverride'),
    ]
