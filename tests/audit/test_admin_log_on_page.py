"""`/audit/` and its file show what was done about people among the looks and changes, by time."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts import actions
from accounts.admin_log import record
from accounts.models import AdminLogEntry, User
from tests.factories import make_user
from tests.support.audit import lines, look, table
from therapy.audit.cursor import Cursor
from therapy.base import clock
from therapy.care.handover import hand_over
from therapy.trail.models import Entry


def test_each_act_has_its_words(as_, ruth, sam, leah, harbour, margaret):
    client = as_(ruth)
    client.post("/people/invite/", {"email": "jonas@example.org", "name": "Jonas Weir", "role": "therapist"})
    client.post(f"/people/{leah.pk}/roles/", {"role": "admin"})
    client.post(f"/people/{leah.pk}/roles/{leah.memberships.get(role='admin').pk}/end/")
    hand_over(clinic=harbour, giver=sam, receiver=leah, by=ruth)
    client.post(f"/people/{sam.pk}/deactivate/")
    client.post(f"/people/{sam.pk}/reactivate/")
    actions.change_clinic(harbour, by=ruth, phone="020 7946 0999")
    page = client.get("/audit/?kind=admin")
    ruths = "Ruth Nkosi ruth@example.org"
    for said, line in zip(
        [
            f"{ruths} Clinic changed: phone: 020 7946 0100 → 020 7946 0999 People and access –",
            f"{ruths} Access switched on People and access Sam Osei 127.0.0.1",
            f"{ruths} Access switched off People and access Sam Osei 127.0.0.1",
            f"{ruths} Caseload handed to Leah Brandt: 1 patient People and access Sam Osei",
            f"{ruths} Role ended: Admin People and access Leah Brandt 127.0.0.1",
            f"{ruths} Role given: Admin People and access Leah Brandt 127.0.0.1",
            f"{ruths} Invited as Therapist: jonas@example.org People and access jonas@example.org 127.0.0.1",
        ],
        lines(page),
        strict=True,
    ):
        assert said in line
    assert "Margaret" not in page.content.decode().split('id="entries"')[1]
    (number, _when, *cells) = table(client.get("/audit/export/?kind=admin&whose=jonas"))[1]
    assert (number, *cells) == (
        "",
        "Ruth Nkosi",
        "ruth@example.org",
        "127.0.0.1",
        "Invited as Therapist: jonas@example.org",
        "People and access",
        "jonas@example.org",
    )


def test_a_reset_of_the_second_step_too(as_, ruth, sam, harbour):
    record(AdminLogEntry.Kind.STEP_RESET, clinic=harbour, about=sam, by=ruth)
    (line,) = lines(as_(ruth).get("/audit/"))
    assert "Second sign-in step reset People and access Sam Osei" in line


@pytest.mark.database_clock
def test_the_admin_log_stands_among_the_looks_by_time(as_, ruth, sam, leah, harbour, margaret):
    look(margaret, sam)
    actions.add_role(user=leah, clinic=harbour, role="admin", by=ruth)
    look(margaret, sam)
    assert ["Role given" in line for line in lines(as_(ruth).get("/audit/"))] == [False, True, False]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", ["given", "off", "Opened"]),
        ("kind=admin", ["given", "off"]),
        ("kind=reads", ["Opened"]),
        ("who=ruth", ["given", "off"]),
        ("who=osei", ["Opened"]),
        ("whose=brandt", ["given"]),
        ("whose=LEAH@", ["given"]),
        ("whose=margaret", ["Opened"]),
        ("by=patients", []),
        ("by=system&kind=admin", ["ended"]),
        ("since=2026-11-20&kind=admin", []),
        ("until=2026-11-18&kind=admin", []),
        ("since=2026-11-19&until=2026-11-19&kind=admin", ["given", "off"]),
    ],
)
def test_narrowing(as_, ruth, sam, leah, harbour, margaret, query, said, thursday):
    kwame = make_user(harbour, "admin", name="Kwame Ansah", email="kwame@example.org")
    look(margaret, sam)
    actions.deactivate(user=kwame, clinic=harbour, by=ruth)
    actions.end_role(sam.memberships.get())
    thursday.shift(1)
    actions.add_role(user=leah, clinic=harbour, role="admin", by=ruth)
    found = lines(as_(ruth).get(f"/audit/?{query}"))
    assert sorted(any(word in line for word in said) for line in found) == [True] * len(said), found


def test_another_clinics_log_stays_there(as_, ruth, ada, sam, harbour):
    actions.deactivate(user=sam, clinic=harbour, by=ruth)
    assert lines(as_(ada).get("/audit/")) == []


@pytest.mark.database_clock
def test_who_has_left_is_named_as_on_that_day(as_, ruth, sam, harbour, margaret):
    look(margaret, sam)
    actions.deactivate(user=sam, clinic=harbour, by=ruth)
    User.objects.filter(pk=sam.pk).update(name="Sam Newname", email="new@example.org")
    client = as_(ruth)
    entry, seen = lines(client.get("/audit/"))
    assert "Access switched off People and access Sam Osei" in entry
    assert "Sam Osei sam@example.org Opened" in seen
    assert len(lines(client.get("/audit/?whose=osei"))) == 1
    assert lines(client.get("/audit/?who=newname")) == []


def cursors(rows) -> list[Cursor]:
    """Where the lines stand, without those that reading the audit leaves."""
    return [row.cursor for row in rows if row.where != "Audit"]


def test_no_line_is_lost_between_pages_or_pieces(as_, ruth, sam, leah, harbour, margaret, monkeypatch):
    """Entries of both kinds of the very same moment too."""
    monkeypatch.setattr("therapy.audit.reads.PER_PAGE", 3)
    monkeypatch.setattr("therapy.audit.export.PIECE", 3)
    look(margaret, sam, 4)
    same = Entry.objects.filter(kind="read").order_by("id")[1].at
    for n in range(12):
        at = same if n % 2 else clock.now()
        AdminLogEntry.objects.create(
            clinic=harbour, about=leah, by=ruth, by_name="Ruth", kind="switched_on", at=at
        )
    everything = sorted(
        map(Cursor.of, [*Entry.objects.filter(kind="read"), *AdminLogEntry.objects.all()]), reverse=True
    )
    assert len(everything) == 16
    client, forth, back = as_(ruth), [], []
    page = client.get("/audit/").context["page"]
    forth += page.rows
    while page.older:
        page = client.get(f"/audit/?before={page.older}").context["page"]
        forth += page.rows
    assert cursors(forth) == everything
    back = page.rows
    while page.newer:
        page = client.get(f"/audit/?after={page.newer}").context["page"]
        back = page.rows + back
    assert cursors(back) == everything
    file = table(client.get("/audit/export/"))[1:]
    assert [line[0] for line in file if line[6] != "Audit"] == [
        str(p.key) if p.is_entry else "" for p in everything
    ]


@given(
    st.datetimes(datetime(1970, 1, 1), datetime(4999, 1, 1), timezones=st.just(UTC)),
    st.booleans(),
    st.integers(0, 2**63 - 1),
)
def test_a_place_reads_as_it_is_written(at, is_entry, key):
    cursor = Cursor(at, is_entry, key)
    assert Cursor.read(str(cursor)) == cursor
    assert cursor < cursor.just_after()


def test_queries_do_not_grow(as_, ruth, sam, leah, harbour):
    admin = as_(ruth)

    def count(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(f"/audit/?{query}").status_code == 200
        return sum("SAVEPOINT" not in query["sql"] for query in captured)

    record(AdminLogEntry.Kind.SWITCHED_ON, clinic=harbour, about=sam, by=ruth)
    few = count(""), count("who=a&whose=a")
    for n in range(30):
        person = make_user(harbour, "therapist", name=f"Anna {n}")
        record(AdminLogEntry.Kind.HANDED_OVER, clinic=harbour, about=person, by=ruth, other=leah, patients=n)
    assert (count(""), count("who=a&whose=a")) == few
    assert few[1] <= 14
