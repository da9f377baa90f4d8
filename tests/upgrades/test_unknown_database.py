"""`manage.py migrate` refuses a database that another line of versions has made."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connections


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_database_of_another_line_is_refused_before_anything_changes() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('care', '0001_of_nobody', now())"
        )
        with pytest.raises(CommandError, match=r"does not have \(care\.0001_of_nobody\)"):
            call_command("migrate", interactive=False, verbosity=0)
