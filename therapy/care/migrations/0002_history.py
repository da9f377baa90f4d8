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
        ('care', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CareTeamMemberEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('lead', models.BooleanField(default=False, verbose_name='lead therapist')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ConditionEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('code', models.CharField(max_length=8, verbose_name='ICD-10-CM code')),
                ('side', models.CharField(blank=True, choices=[('L', 'Left'), ('R', 'Right'), ('B', 'Both legs'), ('', 'Not of one side')], max_length=1, verbose_name='side')),
                ('cause', models.CharField(choices=[('nerve', 'Nerve damage'), ('immobility', 'Immobility: cast, boot, bed rest'), ('fracture', 'Fracture'), ('tendon', 'Achilles tendon rupture or repair'), ('artery', 'Peripheral artery disease'), ('dystrophy', 'Muscular dystrophy'), ('diabetes', 'Diabetes'), ('other', 'Other')], max_length=10, verbose_name='cause')),
                ('onset', models.DateField(blank=True, null=True, verbose_name='onset')),
                ('resolved_on', models.DateField(blank=True, null=True, verbose_name='resolved')),
                ('wb_status', models.CharField(blank=True, choices=[('NWB', 'No weight'), ('TTWB', 'Touch only'), ('PWB', 'Part weight'), ('WBAT', 'As tolerated'), ('FWB', 'Full weight')], max_length=4, verbose_name='weight-bearing status')),
                ('wb_percent', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)], verbose_name='part weight, percent')),
                ('wb_until', models.DateField(blank=True, null=True, verbose_name='weight limit ends')),
                ('df_limit_deg', models.SmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-50), django.core.validators.MaxValueValidator(45)], verbose_name='toes-up limit, degrees')),
                ('df_limit_until', models.DateField(blank=True, null=True, verbose_name='toes-up limit ends')),
                ('stretch_allowed_from', models.DateField(blank=True, null=True, verbose_name='calf stretch from')),
                ('resisted_pf_from', models.DateField(blank=True, null=True, verbose_name='resisted pushing down from')),
                ('single_leg_from', models.DateField(blank=True, null=True, verbose_name='one-leg standing from')),
                ('impact_from', models.DateField(blank=True, null=True, verbose_name='jumps from')),
                ('brace', models.CharField(blank=True, max_length=100, verbose_name='brace or boot')),
                ('limits_set_by', models.CharField(blank=True, max_length=100, verbose_name='limits set by')),
                ('muscle_grade', models.CharField(blank=True, choices=[('0', '0'), ('1', '1'), ('2-', '2-'), ('2', '2'), ('2+', '2+'), ('3-', '3-'), ('3', '3'), ('3+', '3+'), ('4-', '4-'), ('4', '4'), ('4+', '4+'), ('5', '5')], max_length=2, verbose_name='weakest muscle, grade')),
                ('loss_of_feeling', models.BooleanField(blank=True, null=True, verbose_name='loss of feeling in the foot')),
                ('open_ulcer', models.BooleanField(blank=True, null=True, verbose_name='open ulcer')),
                ('eye_disease', models.BooleanField(blank=True, null=True, verbose_name='active proliferative eye disease')),
                ('heart_lung_cleared_on', models.DateField(blank=True, null=True, verbose_name='heart and lungs cleared on')),
                ('recorded_at', models.DateTimeField(default=therapy.base.clock.now, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PatientEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('name', models.CharField(max_length=150, verbose_name='full name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email')),
                ('birth_date', models.DateField(verbose_name='date of birth')),
                ('sex', models.CharField(blank=True, choices=[('F', 'Female'), ('M', 'Male')], max_length=1, verbose_name='sex, for norms')),
                ('created_at', models.DateTimeField(default=therapy.base.clock.now, editable=False)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='careteammember',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "care_careteammemberevent" ("clinic_id", "id", "lead", "patient_id", "pgh_created_at", "pgh_label", "since", "therapist_id", "until") SELECT new_values."clinic_id", new_values."id", new_values."lead", new_values."patient_id", NOW(), \'insert\', new_values."since", new_values."therapist_id", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f9a166cedfaac6d9d63f34484651a19588649d08', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ae29d', referencing='REFERENCING NEW TABLE AS new_values ', table='care_careteammember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='careteammember',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "care_careteammemberevent" ("clinic_id", "id", "lead", "patient_id", "pgh_created_at", "pgh_label", "since", "therapist_id", "until") SELECT new_values."clinic_id", new_values."id", new_values."lead", new_values."patient_id", NOW(), \'update\', new_values."since", new_values."therapist_id", new_values."until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='61fc877ca692bad82553b9b72c4ae875dd091512', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e1e5c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='care_careteammember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='careteammember',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "care_careteammemberevent" ("clinic_id", "id", "lead", "patient_id", "pgh_created_at", "pgh_label", "since", "therapist_id", "until") SELECT old_values."clinic_id", old_values."id", old_values."lead", old_values."patient_id", NOW(), \'delete\', old_values."since", old_values."therapist_id", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4323af21434f865335f60948cd198ef13cd91d46', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a686d', referencing='REFERENCING OLD TABLE AS old_values ', table='care_careteammember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='condition',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "care_conditionevent" ("brace", "cause", "clinic_id", "code", "df_limit_deg", "df_limit_until", "eye_disease", "heart_lung_cleared_on", "id", "impact_from", "limits_set_by", "loss_of_feeling", "muscle_grade", "onset", "open_ulcer", "patient_id", "pgh_created_at", "pgh_label", "recorded_at", "recorded_by_id", "resisted_pf_from", "resolved_on", "side", "single_leg_from", "stretch_allowed_from", "wb_percent", "wb_status", "wb_until") SELECT new_values."brace", new_values."cause", new_values."clinic_id", new_values."code", new_values."df_limit_deg", new_values."df_limit_until", new_values."eye_disease", new_values."heart_lung_cleared_on", new_values."id", new_values."impact_from", new_values."limits_set_by", new_values."loss_of_feeling", new_values."muscle_grade", new_values."onset", new_values."open_ulcer", new_values."patient_id", NOW(), \'insert\', new_values."recorded_at", new_values."recorded_by_id", new_values."resisted_pf_from", new_values."resolved_on", new_values."side", new_values."single_leg_from", new_values."stretch_allowed_from", new_values."wb_percent", new_values."wb_status", new_values."wb_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b4c71f51c68b16fdf181e4fa2074744dc36cbd33', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e409d', referencing='REFERENCING NEW TABLE AS new_values ', table='care_condition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='condition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "care_conditionevent" ("brace", "cause", "clinic_id", "code", "df_limit_deg", "df_limit_until", "eye_disease", "heart_lung_cleared_on", "id", "impact_from", "limits_set_by", "loss_of_feeling", "muscle_grade", "onset", "open_ulcer", "patient_id", "pgh_created_at", "pgh_label", "recorded_at", "recorded_by_id", "resisted_pf_from", "resolved_on", "side", "single_leg_from", "stretch_allowed_from", "wb_percent", "wb_status", "wb_until") SELECT new_values."brace", new_values."cause", new_values."clinic_id", new_values."code", new_values."df_limit_deg", new_values."df_limit_until", new_values."eye_disease", new_values."heart_lung_cleared_on", new_values."id", new_values."impact_from", new_values."limits_set_by", new_values."loss_of_feeling", new_values."muscle_grade", new_values."onset", new_values."open_ulcer", new_values."patient_id", NOW(), \'update\', new_values."recorded_at", new_values."recorded_by_id", new_values."resisted_pf_from", new_values."resolved_on", new_values."side", new_values."single_leg_from", new_values."stretch_allowed_from", new_values."wb_percent", new_values."wb_status", new_values."wb_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3eca90b4eb07d1515ef5d93e2cbddda2ccc18d9a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a78d7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='care_condition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='condition',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "care_conditionevent" ("brace", "cause", "clinic_id", "code", "df_limit_deg", "df_limit_until", "eye_disease", "heart_lung_cleared_on", "id", "impact_from", "limits_set_by", "loss_of_feeling", "muscle_grade", "onset", "open_ulcer", "patient_id", "pgh_created_at", "pgh_label", "recorded_at", "recorded_by_id", "resisted_pf_from", "resolved_on", "side", "single_leg_from", "stretch_allowed_from", "wb_percent", "wb_status", "wb_until") SELECT old_values."brace", old_values."cause", old_values."clinic_id", old_values."code", old_values."df_limit_deg", old_values."df_limit_until", old_values."eye_disease", old_values."heart_lung_cleared_on", old_values."id", old_values."impact_from", old_values."limits_set_by", old_values."loss_of_feeling", old_values."muscle_grade", old_values."onset", old_values."open_ulcer", old_values."patient_id", NOW(), \'delete\', old_values."recorded_at", old_values."recorded_by_id", old_values."resisted_pf_from", old_values."resolved_on", old_values."side", old_values."single_leg_from", old_values."stretch_allowed_from", old_values."wb_percent", old_values."wb_status", old_values."wb_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d7be3d65aea6f33493233372cf18758f09cf3839', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a3e5e', referencing='REFERENCING OLD TABLE AS old_values ', table='care_condition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='patient',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "care_patientevent" ("archived_at", "birth_date", "clinic_id", "created_at", "created_by_id", "email", "id", "name", "pgh_created_at", "pgh_label", "sex", "user_id") SELECT new_values."archived_at", new_values."birth_date", new_values."clinic_id", new_values."created_at", new_values."created_by_id", new_values."email", new_values."id", new_values."name", NOW(), \'insert\', new_values."sex", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b44348789aebfae3594c2d9c146d4b69aae98d09', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_adb0c', referencing='REFERENCING NEW TABLE AS new_values ', table='care_patient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='patient',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "care_patientevent" ("archived_at", "birth_date", "clinic_id", "created_at", "created_by_id", "email", "id", "name", "pgh_created_at", "pgh_label", "sex", "user_id") SELECT new_values."archived_at", new_values."birth_date", new_values."clinic_id", new_values."created_at", new_values."created_by_id", new_values."email", new_values."id", new_values."name", NOW(), \'update\', new_values."sex", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6721ed21742dca4fc409e1758b9e2c728e0837f2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f5220', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='care_patient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='patient',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "care_patientevent" ("archived_at", "birth_date", "clinic_id", "created_at", "created_by_id", "email", "id", "name", "pgh_created_at", "pgh_label", "sex", "user_id") SELECT old_values."archived_at", old_values."birth_date", old_values."clinic_id", old_values."created_at", old_values."created_by_id", old_values."email", old_values."id", old_values."name", NOW(), \'delete\', old_values."sex", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7d9a654fd6e83690d2f3647cb98fb6cf6c651146', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2d53d', referencing='REFERENCING OLD TABLE AS old_values ', table='care_patient', when='AFTER')),
        ),
        migrations.AddField(
            model_name='careteammemberevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='careteammemberevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient'),
        ),
        migrations.AddField(
            model_name='careteammemberevent',
            name='therapist',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='conditionevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='conditionevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.patient'),
        ),
        migrations.AddField(
            model_name='conditionevent',
            name='recorded_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='patientevent',
            name='clinic',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.clinic'),
        ),
        migrations.AddField(
            model_name='patientevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='patientevent',
            name='user',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='careteammemberevent',
            index=models.Index(fields=['id'], name='careteammember_history'),
        ),
        migrations.AddIndex(
            model_name='conditionevent',
            index=models.Index(fields=['id'], name='condition_history'),
        ),
        migrations.AddIndex(
            model_name='patientevent',
            index=models.Index(fields=['id'], name='patient_history'),
        ),
        on_the_trail('care_careteammember'),
        on_the_trail('care_condition'),
        on_the_trail('care_patient'),
    ]
