from typing import Any

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.utils import timezone


def keep_rows_true(apps: Any, schema_editor: Any) -> None:
    """What the new columns say of the rows that are there."""
    who = schema_editor.connection.alias
    clinic = apps.get_model("accounts", "Clinic").objects.using(who)
    membership = apps.get_model("accounts", "Membership").objects.using(who)
    user = apps.get_model("accounts", "User").objects.using(who).filter(pk=OuterRef("user"))
    clinic.filter(alert_below=0).update(alert_below=1)
    clinic.filter(on_track_from=0).update(on_track_from=1)
    clinic.filter(alert_below__gt=100).update(alert_below=100)
    clinic.filter(on_track_from__gt=100).update(on_track_from=100)
    # An account was switched off by its only clinic: from now on that is said of its roles there.
    membership.filter(user__is_active=False, ended_at=None).update(
        ended_at=timezone.now(), switched_off=True
    )
    membership.exclude(ended_at=None).update(
        left_name=Subquery(user.values("name")), left_email=Subquery(user.values("email"))
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_user_session_version"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="sent_at",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateTimeField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="left_email",
            field=models.EmailField(blank=True, editable=False, max_length=254),
        ),
        migrations.AddField(
            model_name="membership",
            name="left_name",
            field=models.CharField(blank=True, editable=False, max_length=150),
        ),
        migrations.AddField(
            model_name="membership",
            name="switched_off",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(keep_rows_true, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="clinic",
            constraint=models.CheckConstraint(
                condition=models.Q(("alert_below__gte", 1), ("on_track_from__lte", 100)),
                name="clinic_bands_are_percent",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("switched_off", False), ("ended_at__isnull", False), _connector="OR"
                ),
                name="switched_off_has_ended",
            ),
        ),
    ]
