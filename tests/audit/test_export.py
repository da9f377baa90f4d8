"""`/audit/export/`: what the page shows, as a file that a spreadsheet opens without running anything."""

import pytest

from tests.factories import make_patient
from tests.support.audit import look, table
from therapy.audit import export
from therapy.trail.models import Entry


def test_the_file_has_what_the_page_has(as_, ruth, sam, harbour, margaret):
    assert as_(sam).get(f"/patients/{margaret.pk}/team/").status_code == 200
    entry = Entry.objects.get(kind="read")
    response = as_(ruth).get("/audit/export/")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="audit-harbour-street-physiotherapy.csv"'
    head, line = table(response)
    assert head == ["Number", "When (UTC)", "Who", "Email", "From address", "What", "Where", "About whom"]
    assert line == [
        str(entry.pk),
        entry.at.strftime("%Y-%m-%d %H:%M:%S"),
        "Sam Osei",
        "sam@example.org",
        "127.0.0.1",
        "Opened",
        "Care team",
        "Margaret Doyle",
    ]


def test_a_list_has_a_line_for_each_patient(as_, ruth, sam, harbour, margaret):
    make_patient(harbour, sam, name="Anna Weir")
    assert as_(sam).get("/patients/").status_code == 200
    assert [line[-1] for line in table(as_(ruth).get("/audit/export/"))[1:]] == [
        "Anna Weir",
        "Margaret Doyle",
    ]


def test_taking_it_is_on_the_trail_itself(as_, ruth, harbour, margaret):
    as_(ruth).get("/audit/export/").getvalue()
    entry = Entry.objects.get(kind="export")
    assert (entry.person_id, entry.clinic_id, entry.what) == (ruth.pk, harbour.pk, "audit:export")
    assert "Audit taken as a file" in as_(ruth).get("/audit/").content.decode()


def test_it_is_narrowed_as_the_page_is(as_, ruth, sam, leah, margaret, tomasz):
    look(margaret, sam)
    look(tomasz, leah)
    assert [line[2] for line in table(as_(ruth).get("/audit/export/?who=leah"))[1:]] == ["Leah Brandt"]
    assert as_(ruth).get("/audit/export/?since=yesterday").status_code == 404


def test_it_comes_in_pieces(as_, ruth, sam, margaret, monkeypatch):
    monkeypatch.setattr(export, "PIECE", 7)
    look(margaret, sam, 20)
    numbers = [int(line[0]) for line in table(as_(ruth).get("/audit/export/"))[1:]]
    assert numbers == list(Entry.objects.filter(kind="read").order_by("-id").values_list("id", flat=True))


def test_what_comes_meanwhile_is_not_in_it(as_, ruth, sam, margaret):
    look(margaret, sam)
    response = as_(ruth).get("/audit/export/")
    look(margaret, sam)
    assert len(table(response)) == 2


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ('=HYPERLINK("http://evil.example")', '\'=HYPERLINK("http://evil.example")'),
        ("+44 20", "'+44 20"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1", "'\t=1"),
        ("Doyle, Margaret", "Doyle, Margaret"),
        ('"quoted"', '"quoted"'),
        ("two\nlines", "two\nlines"),
    ],
)
def test_no_cell_is_a_formula(as_, ruth, sam, harbour, name, cell):
    look(make_patient(harbour, sam, name=name), sam)
    assert table(as_(ruth).get("/audit/export/"))[1][-1] == cell
