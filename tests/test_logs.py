"""What a line of the log tells, and what it keeps to itself."""

import logging

import pytest
from django.db import DatabaseError, connection, transaction

from tests.support.logs import REFUSE
from therapy.logs import LineFormatter


def line_of(error: Exception) -> str:
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Internal Server Error", None, None
    )
    record.exc_info = (type(error), error, error.__traceback__)
    return LineFormatter("{levelname} {message}", style="{").format(record)


@pytest.mark.django_db
def test_an_error_of_the_database_is_told_without_the_row():
    with pytest.raises(DatabaseError) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REFUSE)
    assert "SENTINEL" in str(told.value)
    line = line_of(told.value)
    assert "violates check constraint" in line
    assert line.count("Traceback") == 2
    assert "SENTINEL" not in line
    assert "M62.561" not in line
