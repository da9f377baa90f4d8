"""`/record/readers/`: a patient sees who has looked at their record."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_membership, make_team_member, make_user
from tests.support.audit import look
from therapy.trail.models import Entry


def text(response) -> str:
    assert response.status_code == 200
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.database_clock
def test_who_how_often_and_in_which_role(as_, margaret, sam):
    for tail in ("", "plan/", "plan/"):
        assert as_(sam).get(f"/patients/{margaret.pk}/{tail}").status_code == 200
    assert as_(sam).get("/patients/").status_code == 200
    page = text(as_(margaret).get("/record/readers/"))
    assert "Today Sam Osei Therapist Opened your record 3 times. Saw your name in a list once." in page
    assert re.search(r"(At|Between) \d\d:\d\d", page)


def test_own_visits_are_counted_apart(as_, margaret):
    client = as_(margaret)
    for _n in range(3):
        client.get("/today/")
    page = text(client.get("/record/readers/"))
    assert "Nobody yet" in page
    assert "You have opened your record 4 times." in page


def test_a_broken_glass_stands_out(as_, margaret, leah):
    look(margaret, leah, kind="glass")
    page = text(as_(margaret).get("/record/readers/"))
    assert (
        "Leah Brandt Therapist Opened your record without being on your team, and gave a reason for it."
        in page
    )


def test_changes_by_others(as_, margaret, sam):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('evenstep.person', %s, true)", [str(sam.pk)])
    make_team_member(margaret, make_user(margaret.clinic, "therapist", name="Jo Park"))
    assert "Sam Osei Therapist Changed something once." in text(as_(margaret).get("/record/readers/"))


def test_nobody_reads_of_others_here(as_, margaret, tomasz, leah):
    look(tomasz, leah)
    assert "Leah" not in text(as_(margaret).get("/record/readers/"))


def test_a_reader_who_has_left_is_still_named(as_, margaret, sam):
    look(margaret, sam)
    sam.memberships.update(ended_at="2026-01-01T00:00Z")
    assert "Sam Osei Therapist" in text(as_(margaret).get("/record/readers/"))


@pytest.mark.database_clock
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_a_day_is_the_patients_own(as_, margaret, sam, zone):
    """One of the two is a day ahead of the other at any moment."""
    margaret.user.time_zone = zone
    margaret.user.save()
    look(margaret, sam)
    here = Entry.objects.get(kind="read").at.astimezone(ZoneInfo(zone))
    page = text(as_(margaret).get("/record/readers/"))
    assert "Today Sam Osei" in page
    assert f"At {here:%H:%M}" in page
    with time_machine.travel(here + timedelta(days=3), tick=False):
        assert f"{here:%A} {here.day} {here:%B %Y} Sam Osei" in text(as_(margaret).get("/record/readers/"))


def test_queries_do_not_grow_and_pages_do(as_, margaret, sam, harbour):
    client = as_(margaret)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/record/readers/").status_code == 200
        return sum("SAVEPOINT" not in query["sql"] for query in captured)

    look(margaret, sam)
    few = count()
    for n in range(60):
        person = make_user(harbour, "therapist", name=f"Therapist {n}")
        make_membership(person, harbour, "admin")
        look(margaret, person)
    assert count() == few <= 12
    assert "Page 1 of 2" in text(client.get("/record/readers/"))
    assert "Therapist 59 Admin, Therapist" in text(client.get("/record/readers/?page=2"))


def test_more_leads_there(as_, margaret):
    assert 'href="/record/readers/"' in as_(margaret).get("/more/").content.decode()
