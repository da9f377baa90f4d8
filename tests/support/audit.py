"""Looks at records, and lines of the page about them."""

import csv
import io
import re

from django.db import connection

from tests.walls import walled


def lines(response) -> list[str]:
    """The rows of the table in plain text, without the headings."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", response.content.decode(), re.DOTALL)[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def look(patient, person, count=1, **columns):
    """Entries as the gate leaves them, without a page for each."""
    values = {"kind": "read", "what": "plans:plan", "clinic_id": patient.clinic_id, "patient_id": patient.pk}
    names, said = zip(*(values | columns).items(), strict=True)
    insert = f"INSERT INTO trail_entry ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(said))})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('evenstep.person', %s, true)", [str(person.pk)])
        for _n in range(count):
            cursor.execute(insert, said)
        cursor.execute("SELECT set_config('evenstep.person', '', true)")


def table(response) -> list[list[str]]:
    with walled():  # it is sent after the request
        text = response.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
