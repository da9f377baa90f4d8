"""Looking leaves an entry, in one statement. Who leaves which at every address: `tests/test_routes.py`."""

from therapy.trail import access_log
from therapy.trail.models import Entry


def test_a_list_names_those_on_the_page_and_no_others(as_, sam, harbour, margaret, nils):
    assert as_(sam).get("/patients/").status_code == 200
    assert Entry.objects.filter(kind="list").get().patient_ids == [margaret.pk]
    assert as_(sam).get("/patients/?q=nobody+of+this+name").status_code == 200
    assert Entry.objects.filter(kind="list").count() == 1


def test_looking_takes_one_statement(as_, sam, margaret, django_assert_num_queries):
    with django_assert_num_queries(1):
        access_log.looked_at(margaret.pk, margaret.clinic_id)


def test_a_look_from_no_page_is_nobodys(db, margaret):
    access_log.looked_at(margaret.pk, margaret.clinic_id)
    entry = Entry.objects.filter(kind="read").get()
    assert (entry.person_id, entry.address, entry.what) == (None, None, "")
