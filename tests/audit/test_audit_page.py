"""`/audit/`: the admin sees who looked at whom, and nothing of what the records say."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_condition, make_patient, make_session
from tests.support.audit import lines, look
from therapy.audit.cursor import Cursor
from therapy.base import clock
from therapy.trail.models import Entry


def test_who_whom_where_and_from_where(as_, ruth, sam, margaret):
    assert as_(sam).get(f"/patients/{margaret.pk}/team/").status_code == 200
    (line,) = lines(as_(ruth).get("/audit/"))
    assert re.search(
        r"\d\d?:\d\d Sam Osei sam@example.org Opened Care team Margaret Doyle 127.0.0.1$", line
    ), line


def test_a_list_names_its_patients(as_, ruth, sam, harbour, margaret):
    make_patient(harbour, sam, name="Anna Weir")
    assert as_(sam).get("/patients/").status_code == 200
    (line,) = lines(as_(ruth).get("/audit/"))
    assert "Seen in a list Caseload 2 patients Anna Weir Margaret Doyle" in line


def test_nothing_that_the_record_says(as_, ruth, sam, margaret, revision):
    make_condition(margaret, code="G57.32", side="L", brace="SENTINEL boot")
    make_session(margaret, revision, note="SENTINEL slept badly", pain_after=7)
    page = as_(ruth).get("/audit/?by=system").content.decode()
    assert "A condition" in page
    assert "A session" in page
    for word in ("SENTINEL", "G57.32", "Calf", margaret.birth_date.isoformat()):
        assert word not in page


def test_staff_patients_and_the_system_are_apart(as_, ruth, sam, margaret):
    assert as_(sam).get(f"/patients/{margaret.pk}/plan/").status_code == 200
    assert as_(margaret).get("/today/").status_code == 200
    admin = as_(ruth)
    assert ["Sam" in line for line in lines(admin.get("/audit/"))] == [True]
    (own,) = lines(admin.get("/audit/?by=patients"))
    assert "Margaret Doyle margaret@example.org Opened" in own
    assert all("The system" in line for line in lines(admin.get("/audit/?by=system")))
    assert len(lines(admin.get("/audit/?by=system"))) >= 3  # how the cast came to be


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 6),
        ("who=osei", 3),
        ("who=LEAH@", 3),
        ("who=nobody", 0),
        ("whose=margaret", 3),
        ("whose=wrona", 3),
        ("whose=wrona&who=sam", 0),
        ("kind=reads", 5),
        ("kind=glass", 1),
        ("kind=changes", 0),
        ("kind=files", 0),
        ("kind=admin", 0),
    ],
)
def test_narrowing(as_, ruth, sam, leah, margaret, tomasz, query, count):
    look(margaret, sam, 2)
    look(margaret, sam, 1, kind="glass")
    look(tomasz, leah, 3)
    assert len(lines(as_(ruth).get(f"/audit/?{query}"))) == count


def test_a_list_is_found_by_each_of_its_patients(as_, ruth, sam, harbour, margaret):
    make_patient(harbour, sam, name="Anna Weir")
    assert as_(sam).get("/patients/").status_code == 200
    for name in ("weir", "doyle"):
        assert len(lines(as_(ruth).get(f"/audit/?whose={name}"))) == 1


@pytest.mark.database_clock
def test_days_are_the_clinics_and_both_count(as_, ruth, sam, margaret):
    look(margaret, sam)
    today = clock.today(margaret.clinic.time_zone)
    before, after = today - timedelta(days=1), today + timedelta(days=1)
    admin = as_(ruth)
    assert len(lines(admin.get(f"/audit/?since={today}&until={today}"))) == 1
    assert lines(admin.get(f"/audit/?since={after}")) == []
    assert lines(admin.get(f"/audit/?until={before}")) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=yesterday", "Enter a valid date."),
        ("since=2026-11-20&until=2026-11-19", "This day is before the first one."),
        ("kind=all", "Select a valid choice"),
        ("by=me", "Select a valid choice"),
        ("whose=%00", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_field(as_, ruth, sam, margaret, query, said):
    look(margaret, sam)
    response = as_(ruth).get(f"/audit/?{query}&who=osei")
    assert response.status_code == 422
    assert said in response.content.decode()
    assert 'value="osei"' in response.content.decode()
    assert lines(response) == []
    fragment = as_(ruth).get(f"/audit/?{query}", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (204, f"/audit/?{query}")


@pytest.mark.parametrize(
    "query",
    [
        "before=x",
        "before=1",
        "after=-1e1",
        "before=" + "9" * 30 + "e1",
        f"before=1e{2**63}",
        f"before=1a{2**128}",
        "before=１e1",
        "clinic=1",
        "clinic=00000000-0000-4000-8000-000000000000",
    ],
)
def test_an_address_that_leads_nowhere(as_, ruth, query):
    assert as_(ruth).get(f"/audit/?{query}").status_code == 404


def test_another_clinics_trail_stays_there(as_, ruth, ada, otto, nils, sam, margaret):
    look(nils, otto)
    look(margaret, sam)
    (line,) = lines(as_(ada).get("/audit/"))
    assert "Nils Berg" in line
    assert as_(ada).get(f"/audit/?clinic={margaret.clinic_id}").status_code == 404
    assert "Nils" not in as_(ruth).get("/audit/?whose=nils").content.decode().split('id="entries"')[1]


def test_pages_go_on_where_the_last_ended(as_, ruth, sam, margaret):
    look(margaret, sam, 120)
    newest = [Cursor.of(entry) for entry in Entry.objects.filter(kind="read").order_by("-id")]
    admin = as_(ruth)
    first = admin.get("/audit/?who=sam").content.decode()
    assert f"?who=sam&amp;before={newest[49]}" in first
    assert "after=" not in first
    second = admin.get(f"/audit/?who=sam&before={newest[49]}").content.decode()
    assert f"?who=sam&amp;before={newest[99]}" in second
    assert f"?who=sam&amp;after={newest[50]}" in second
    third = admin.get(f"/audit/?before={newest[99]}")
    assert len(lines(third)) == 20
    assert "Older" not in third.content.decode()
    back = admin.get(f"/audit/?who=sam&after={newest[50]}")
    assert len(lines(back)) == 50
    assert f"before={newest[49]}" in back.content.decode()
    assert "Newer" not in back.content.decode()


def test_queries_do_not_grow(as_, ruth, sam, leah, harbour, margaret, tomasz):
    admin = as_(ruth)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin.get("/audit/?who=a&whose=a").status_code == 200
        return sum("SAVEPOINT" not in query["sql"] for query in captured)

    look(margaret, sam)
    few = count()
    for n in range(20):
        look(make_patient(harbour, sam, name=f"Anna {n}"), sam)
    look(tomasz, leah, 20)
    assert count() == few <= 14


def test_reading_it_is_on_the_trail_itself(as_, ruth, harbour, sam, margaret):
    look(margaret, sam)
    client = as_(ruth)
    assert len(lines(client.get("/audit/"))) == 1  # a page does not show itself
    entry = Entry.objects.get(person_id=ruth.pk)
    said = (entry.kind, entry.what, entry.clinic_id, entry.patient_id, entry.patient_ids, entry.address)
    assert said == ("read", "audit:audit", harbour.pk, None, None, "127.0.0.1")
    newest, _before = lines(client.get("/audit/?kind=reads"))
    assert "Ruth Nkosi ruth@example.org Opened Audit – 127.0.0.1" in newest


def test_a_page_that_shows_nothing_of_it_leaves_nothing(as_, ruth, sam):
    assert as_(ruth).get("/audit/?since=yesterday").status_code == 422
    assert as_(ruth).get("/audit/?before=x").status_code == 404
    assert as_(sam).get("/audit/").status_code == 404
    assert not Entry.objects.filter(kind="read").exists()
