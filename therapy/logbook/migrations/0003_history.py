"""History of every row, kept by triggers, and each change on the trail."""

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
        ('logbook', '0002_whose'),
        ('plans', '0003_whose'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CorrectionEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('set_id', models.UUIDField(blank=True, null=True)),
                ('what', models.CharField(help_text="In words, such as 'Heel raise, Left, set 2'.", max_length=200)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(help_text="The session's version that this correction made.")),
                ('at', models.DateTimeField(default=therapy.base.clock.now, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SessionEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, serialize=False)),
                ('local_day', models.DateField(verbose_name='day')),
                ('time_zone', models.CharField(max_length=64)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('received_at', models.DateTimeField(default=therapy.base.clock.now, editable=False)),
                ('source', models.CharField(choices=[('form', 'page'), ('player', 'player'), ('therapist', 'therapist')], default='form', max_length=10)),
                ('recalled', models.BooleanField(default=False, help_text='Logged more than 48 hours after the day was over.')),
                ('screening', models.JSONField(blank=True, null=True)),
                ('pain_before', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)], verbose_name='pain before')),
                ('pain_after', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)], verbose_name='pain after')),
                ('effort', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)], verbose_name='effort')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SetEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, serialize=False)),
                ('side', models.CharField(choices=[('L', 'Left'), ('R', 'Right'), ('B', 'Both')], max_length=1)),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)])),
                ('outcome', models.CharField(choices=[('done', 'done'), ('partial', 'partly done'), ('skipped', 'skipped')], max_length=8)),
                ('skip_reason', models.CharField(blank=True, choices=[('pain', 'It hurt'), ('tired', 'Too tired'), ('time', 'No time'), ('equipment', 'Did not have what I need'), ('unsure', 'Not sure how to do it'), ('ill', 'I was ill'), ('other', 'Another reason')], max_length=10, verbose_name='why')),
                ('reps', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='reps')),
                ('hold_s', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='hold, seconds')),
                ('minutes', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='minutes')),
                ('metres', models.PositiveIntegerField(blank=True, null=True, verbose_name='metres')),
                ('load_kg', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='load, kg')),
                ('band', models.CharField(blank=True, choices=[('tan', 'tan'), ('yellow', 'yellow'), ('red', 'red'), ('green', 'green'), ('blue', 'blue'), ('black', 'black'), ('silver', 'silver'), ('gold', 'gold')], max_length=8, verbose_name='band')),
                ('pain', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)], verbose_name='pain')),
                ('pain_kind', models.CharField(blank=True, choices=[('muscle', 'Tired or burning muscle'), ('joint', 'Joint, tendon or scar'), ('cramp', 'Cramp that goes with rest'), ('nerve', 'Burning, electric, pins and needles'), ('numb', 'My foot is numb')], max_length=8, verbose_name='kind of pain')),
                ('effort', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)], verbose_name='effort')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('logged_at', models.DateTimeField(default=therapy.base.clock.now)),
                ('target_reps', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('target_hold_s', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('target_minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('target_metres', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('target_load_kg', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ('target_band', models.CharField(blank=True, choices=[('tan', 'tan'), ('yellow', 'yellow'), ('red', 'red'), ('green', 'green'), ('blue', 'blue'), ('black', 'black'), ('silver', 'silver'), ('gold', 'gold')], max_length=8)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "logbook_correctionevent" ("after", "at", "before", "by_id", "clinic_id", "id", "patient_id", "pgh_created_at", "pgh_label", "session_id", "set_id", "version", "what") SELECT new_values."after", new_values."at", new_values."before", new_values."by_id", new_values."clinic_id", new_values."id", new_values."patient_id", NOW(), \'insert\', new_values."session_id", new_values."set_id", new_values."version", new_values."what" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='24635c7d55da2fee926354edd58111416133093f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_cbc0b', referencing='REFERENCING NEW TABLE AS new_values ', table='logbook_correction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "logbook_correctionevent" ("after", "at", "before", "by_id", "clinic_id", "id", "patient_id", "pgh_created_at", "pgh_label", "session_id", "set_id", "version", "what") SELECT new_values."after", new_values."at", new_values."before", new_values."by_id", new_values."clinic_id", new_values."id", new_values."patient_id", NOW(), \'update\', new_values."session_id", new_values."set_id", new_values."version", new_values."what" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='abf027b4f9c235c5a287782e0a8e79f2aa64d88e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_11042', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='logbook_correction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "logbook_correctionevent" ("after", "at", "before", "by_id", "clinic_id", "id", "patient_id", "pgh_created_at", "pgh_label", "session_id", "set_id", "version", "what") SELECT old_values."after", old_values."at", old_values."before", old_values."by_id", old_values."clinic_id", old_values."id", old_values."patient_id", NOW(), \'delete\', old_values."session_id", old_values."set_id", old_values."version", old_values."what" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='80a55b10a9406d14160319b58e5419feaabd0aff', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_46393', referencing='REFERENCING OLD TABLE AS old_values ', table='logbook_correction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='session',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "logbook_sessionevent" ("clinic_id", "effort", "finished_at", "id", "local_day", "logged_by_id", "note", "pain_after", "pain_before", "patient_id", "pgh_created_at", "pgh_label", "recalled", "received_at", "revision_id", "screening", "source", "started_at", "time_zone", "version") SELECT new_values."clinic_id", new_values."effort", new_values."finished_at", new_values."id", new_values."local_day", new_values."logged_by_id", new_values."note", new_values."pain_after", new_values."pain_before", new_values."patient_id", NOW(), \'insert\', new_values."recalled", new_values."received_at", new_values."revision_id", new_values."screening", new_values."source", new_values."started_at", new_values."time_zone", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c99dabf0a2c39a666f5e694de7c6f7bda63d1f97', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3dd36', referencing='REFERENCING NEW TABLE AS new_values ', table='logbook_session', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='session',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "logbook_sessionevent" ("clinic_id", "effort", "finished_at", "id", "local_day", "logged_by_id", "note", "pain_after", "pain_before", "patient_id", "pgh_created_at", "pgh_label", "recalled", "received_at", "revision_id", "screening", "source", "started_at", "time_zone", "version") SELECT new_values."clinic_id", new_values."effort", new_values."finished_at", new_values."id", new_values."local_day", new_values."logged_by_id", new_values."note", new_values."pain_after", new_values."pain_before", new_values."patient_id", NOW(), \'update\', new_values."recalled", new_values."received_at", new_values."revision_id", new_values."screening", new_values."source", new_values."started_at", new_values."time_zone", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b2c94a8ab7158ed1db555a80de12f26453a8dc03', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3811a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='logbook_session', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='session',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "logbook_sessionevent" ("clinic_id", "effort", "finished_at", "id", "local_day", "logged_by_id", "note", "pain_after", "pain_before", "patient_id", "pgh_created_at", "pgh_label", "recalled", "received_at", "revision_id", "screening", "source", "started_at", "time_zone", "version") SELECT old_values."clinic_id", old_values."effort", old_values."finished_at", old_values."id", old_values."local_day", old_values."logged_by_id", old_values."note", old_values."pain_after", old_values."pain_before", old_values."patient_id", NOW(), \'delete\', old_values."recalled", old_values."received_at", old_values."revision_id", old_values."screening", old_values."source", old_values."started_at", old_values."time_zone", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='21aac3a8fed294e45bfff722f2d4c12c5374e865', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c6735', referencing='REFERENCING OLD TABLE AS old_values ', table='logbook_session', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='set',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "logbook_setevent" ("band", "clinic_id", "dose_id", "effort", "exercise_id", "hold_s", "id", "load_kg", "logged_at", "metres", "minutes", "note", "number", "outcome", "pain", "pain_kind", "patient_id", "pgh_created_at", "pgh_label", "reps", "session_id", "side", "skip_reason", "target_band", "target_hold_s", "target_load_kg", "target_metres", "target_minutes", "target_reps") SELECT new_values."band", new_values."clinic_id", new_values."dose_id", new_values."effort", new_values."exercise_id", new_values."hold_s", new_values."id", new_values."load_kg", new_values."logged_at", new_values."metres", new_values."minutes", new_values."note", new_values."number", new_values."outcome", new_values."pain", new_values."pain_kind", new_values."patient_id", NOW(), \'insert\', new_values."reps", new_values."session_id", new_values."side", new_values."skip_reason", new_values."target_band", new_values."target_hold_s", new_values."target_load_kg", new_values."target_metres", new_values."target_minutes", new_values."target_reps" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dae39d5fadd36f86cadc60a34d8e327114e17e5a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_720c8', referencing='REFERENCING NEW TABLE AS new_values ', table='logbook_set', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='set',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "logbook_setevent" ("band", "clinic_id", "dose_id", "effort", "exercise_id", "hold_s", "id", "load_kg", "logged_at", "metres", "minutes", "note", "number", "outcome", "pain", "pain_kind", "patient_id", "pgh_created_at", "pgh_label", "reps", "session_id", "side", "skip_reason", "target_band", "target_hold_s", "target_load_kg", "target_metres", "target_minutes", "target_reps") SELECT new_values."band", new_values."clinic_id", new_values."dose_id", new_values."effort", new_values."exercise_id", new_values."hold_s", new_values."id", new_values."load_kg", new_values."logged_at", new_values."metres", new_values."minutes", new_values."note", new_values."number", new_values."outcome", new_values."pain", new_values."pain_kind", new_values."patient_id", NOW(), \'update\', new_values."reps", new_values."session_id", new_values."side", new_values."skip_reason", new_values."target_band", new_values."target_hold_s", new_values."target_load_kg", new_values."target_metres", new_values."target_minutes", new_values."target_reps" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."band" IS DISTINCT FROM (new_values."band") OR old_values."clinic_id" IS DISTINCT FROM (new_values."clinic_id") OR old_values."dose_id" IS DISTINCT FROM (new_values."dose_id") OR old_values."effort" IS DISTINCT FROM (new_values."effort") OR old_values."exercise_id" IS DISTINCT FROM (new_values."exercise_id") OR old_values."hold_s" IS DISTINCT FROM (new_values."hold_s") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."load_kg" IS DISTINCT FROM (new_values."load_kg") OR old_values."logged_at" IS DISTINCT FROM (new_values."logged_at") OR old_values."metres" IS DISTINCT FROM (new_values."metres") OR old_values."minutes" IS DISTINCT FROM (new_values."minutes") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."outcome" IS DISTINCT FROM (new_values."outcome") OR old_values."pain" IS DISTINCT FROM (new_values."pain") OR old_values."pain_kind" IS DISTINCT FROM (new_values."pain_kind") OR old_values."patient_id" IS DISTINCT FROM (new_values."patient_id") OR old_values."reps" IS DISTINCT FROM (new_values."reps") OR old_values."session_id" IS DISTINCT FROM (new_values."session_id") OR old_values."side" IS DISTINCT FROM (new_values."side") OR old_values."skip_reason" IS DISTINCT FROM (new_values."skip_reason") OR old_values."target_band" IS DISTINCT FROM (new_values."target_band") OR old_values."target_hold_s" IS DISTINCT FROM (new_values."target_hold_s") OR old_values."target_load_kg" IS DISTINCT FROM (new_values."target_load_kg") OR old_values."target_metres" IS DISTINCT FROM (new_values."target_metres") OR old_values."target_minutes" IS DISTINCT FROM (new_values."target_minutes") OR old_values."target_reps" IS DISTINCT FROM (new_values."target_reps")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f882226fd426abe1c40ca8981aee72b23419d6c3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_8cca2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='logbook_set', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='set',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "logbook_setevent" ("band", "clinic_id", "dose_id", "effort", "exercise_id", "hold_s", "id", "load_kg", "logged_at", "metres", "minutes", "note", "number", "outcome", "pain", "pain_kind", "patient_id", "pgh_created_at", "pgh_label", "reps", "session_id", "side", "skip_reason", "target_band", "target_hold_s", "target_load_kg", "target_metres", "target_minutes", "target_reps") SELECT old_values."band", old_values."clinic_id", old_values."dose_id", old_values."effort", old_values."exercise_id", old_values."hold_s", old_values."id", old_values."load_kg", old_values."logged_at", old_values."metres", old_values."minutes", old_values."note", old_values."number", old_values."outcome", old_values."pain", old_values."pain_kind", old_values."patient_id", NOW(), \'delete\', old_values."reps", old_values."session_id", old_values."side", old_values."skip_reason", old_values."target_band", old_values."target_hold_s", old_values."target_load_kg", old_values."target_metres", old_values."target_minutes", old_values."target_reps" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e6958b46cef682dabe1ff2c8d0c51176870fad13', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c320d', referencing='REFERENCING OLD TABLE AS old_values ', table='logbook_set', when='AFTER')),
        ),
        migrations.AddField(
            model_name='correctionevent',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='correctionevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='correctionevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient'),
        ),
        migrations.AddField(
            model_name='correctionevent',
            name='session',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='logbook.session'),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='logged_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient'),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='revision',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.revision'),
        ),
        migrations.AddField(
            model_name='setevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='setevent',
            name='dose',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.dose'),
        ),
        migrations.AddField(
            model_name='setevent',
            name='exercise',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='library.exercise'),
        ),
        migrations.AddField(
            model_name='setevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient'),
        ),
        migrations.AddField(
            model_name='setevent',
            name='session',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='logbook.session'),
        ),
        migrations.AddIndex(
            model_name='correctionevent',
            index=models.Index(fields=['id'], name='correction_history'),
        ),
        migrations.AddIndex(
            model_name='sessionevent',
            index=models.Index(fields=['id'], name='session_history'),
        ),
        migrations.AddIndex(
            model_name='setevent',
            index=models.Index(fields=['id'], name='set_history'),
        ),
        on_the_trail('logbook_session'),
        on_the_trail('logbook_set'),
        on_the_trail('logbook_correction'),
    ]
