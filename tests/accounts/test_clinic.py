"""The clinic's own page: what patients call, which day it is, and when they come up for a look."""

import zoneinfo

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction

from accounts import actions
from accounts import countries as table
from accounts.clinic_form import ClinicForm
from accounts.countries import countries
from accounts.models import AdminLogEntry, Clinic
from tests.factories import make_membership

HARBOUR = {
    "name": "Harbour Street Physiotherapy",
    "phone": "020 7946 0100",
    "country": "GB",
    "emergency_number": "999",
    "time_zone": "Europe/London",
    "on_track_from": "80",
    "alert_below": "50",
}


def stored(clinic: Clinic) -> dict[str, str]:
    return {name: str(value) for name, value in Clinic.objects.values(*HARBOUR).get(pk=clinic.pk).items()}


def test_the_page_shows_what_is_stored(as_, ruth, harbour):
    page = as_(ruth).get("/clinic/").text
    for words in (
        "Harbour Street Physiotherapy",
        'value="999"',
        "Britain (UK) (GB)",
        'value="80"',
        'value="50"',
    ):
        assert words in page


def test_all_of_it_can_be_changed(as_, ruth, harbour):
    new = {
        "name": "Quay Street Physiotherapy",
        "phone": "+353 1 555 0100",
        "country": "IE",
        "emergency_number": "112",
        "time_zone": "Europe/Dublin",
        "on_track_from": "90",
        "alert_below": "60",
    }
    answer = as_(ruth).post("/clinic/", new | {"number_checked": "on"})
    assert (answer.status_code, answer["Location"]) == (302, "/clinic/")
    assert stored(harbour) == new


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"phone": "ask at the desk"}, "phone", "Give a number that a phone can dial"),
        ({"phone": ""}, "phone", "This field is required."),
        ({"emergency_number": "nine", "number_checked": "on"}, "emergency_number", "a phone can dial"),
        ({"emergency_number": "9", "number_checked": "on"}, "emergency_number", "a phone can dial"),
        ({"country": "XX", "number_checked": "on"}, "country", "not one of the available choices"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone", "not one of the available choices"),
        ({"on_track_from": "101"}, "on_track_from", "less than or equal to 100"),
        ({"alert_below": "0"}, "alert_below", "greater than or equal to 1"),
        ({"alert_below": "-5"}, "alert_below", "greater than or equal to"),
        ({"alert_below": "81"}, "alert_below", "not be higher than the threshold for “On track”"),
        ({"alert_below": "half"}, "alert_below", "Enter a whole number."),
    ],
)
def test_bad_input_is_told_beside_the_field_and_changes_nothing(as_, ruth, harbour, fields, field, words):
    answer = as_(ruth).post("/clinic/", HARBOUR | {"name": "Typed"} | fields)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert "__all__" not in answer.context["form"].errors
    assert stored(harbour) == HARBOUR
    typed = "Typed" if field != "name" else ""
    assert f'name="name" value="{typed}"' in answer.text or field == "name"


@pytest.mark.parametrize("fields", [{"country": "US"}, {"emergency_number": "911"}])
def test_a_new_country_or_number_has_to_be_checked_by_a_person(as_, ruth, harbour, fields):
    client = as_(ruth)
    answer = client.post("/clinic/", HARBOUR | fields)
    assert answer.context["form"].errors == {"number_checked": ["Check the number and tick this."]}
    assert stored(harbour) == HARBOUR
    assert client.post("/clinic/", HARBOUR | fields | {"number_checked": "on"}).status_code == 302
    assert stored(harbour) == HARBOUR | fields


def test_equal_marks_are_in_order(as_, ruth, harbour):
    as_(ruth).post("/clinic/", HARBOUR | {"on_track_from": "70", "alert_below": "70"})
    assert stored(harbour) == HARBOUR | {"on_track_from": "70", "alert_below": "70"}


@pytest.mark.parametrize(
    "marks", [{"on_track_from": 101}, {"alert_below": 0}, {"alert_below": 81}, {"on_track_from": 49}]
)
def test_the_database_refuses_marks_out_of_order_or_range(harbour, marks):
    with pytest.raises(IntegrityError), transaction.atomic():
        Clinic.objects.filter(pk=harbour.pk).update(**marks)


def test_patients_see_the_new_numbers_at_once(as_, ruth, margaret):
    as_(ruth).post(
        "/clinic/", HARBOUR | {"emergency_number": "112", "phone": "020 7946 0999", "number_checked": "on"}
    )
    page = as_(margaret).get("/wrong/").text
    assert "112" in page
    assert "020 7946 0999" in page
    assert "tel:999" not in page


def test_saving_one_field_leaves_another_admins_change_alone(harbour, ruth):
    """The form was opened before the other admin saved; what this one did not touch is not written back."""
    form = ClinicForm(HARBOUR | {"name": "Quay Street"}, instance=Clinic.objects.get(pk=harbour.pk))
    Clinic.objects.filter(pk=harbour.pk).update(phone="020 7946 0999")
    assert form.is_valid(), form.errors
    actions.change_clinic(harbour, by=ruth, **form.changes())
    assert stored(harbour) == HARBOUR | {"name": "Quay Street", "phone": "020 7946 0999"}


def test_what_it_was_before_is_kept_with_who_changed_it(as_, ruth, harbour):
    client = as_(ruth)
    said = HARBOUR | {"time_zone": harbour.time_zone, "alert_below": "60", "emergency_number": "112"}
    client.post("/clinic/", said | {"number_checked": "on"})
    client.post("/clinic/", said)
    entry = AdminLogEntry.objects.get()
    assert (entry.kind, entry.clinic, entry.about, entry.by) == ("clinic_change", harbour, None, ruth)
    page = client.get("/clinic/").text
    assert "Clinic changed: emergency number: 999 → 112; alert below, percent: 50 → 60" in page


def test_each_admin_has_their_own_clinic(as_, ruth, ada, harbour, northgate):
    assert "Harbour Street" not in as_(ada).get("/clinic/").text
    assert as_(ruth).get(f"/clinic/?clinic={northgate.pk}").status_code == 404
    assert as_(ruth).post(f"/clinic/?clinic={northgate.pk}", HARBOUR).status_code == 404
    assert Clinic.objects.get(pk=northgate.pk).name == "Northgate Rehab"


def test_an_admin_of_two_says_which(as_, ruth, harbour, northgate):
    make_membership(ruth, northgate, "admin")
    client = as_(ruth)
    assert "Northgate Rehab" in client.get("/clinic/").text
    fields = HARBOUR | {"name": "Southgate", "number_checked": "on"}
    answer = client.post(f"/clinic/?clinic={northgate.pk}", fields)
    assert answer["Location"] == f"/clinic/?clinic={northgate.pk}"
    assert Clinic.objects.get(pk=northgate.pk).name == "Southgate"
    assert stored(harbour) == HARBOUR


def test_a_country_that_the_table_does_not_know_stays(as_, ruth, harbour):
    Clinic.objects.filter(pk=harbour.pk).update(country="XK")
    assert as_(ruth).post("/clinic/", HARBOUR | {"country": "XK", "name": "Quay"}).status_code == 302
    assert stored(harbour)["country"] == "XK"


def test_countries_come_from_the_time_zone_database_wherever_it_is(monkeypatch, tmp_path):
    known = countries()
    assert (known["IE"], known["ZW"]) == ("Ireland", "Zimbabwe")
    assert list(known.values()) == sorted(known.values())
    monkeypatch.setattr(zoneinfo, "TZPATH", (str(tmp_path),))
    countries.cache_clear()
    assert countries()["IE"] == "Ireland", "from the package tzdata"
    monkeypatch.setattr(table, "TABLE", "no-such-table")
    countries.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="tzdata"):
        countries()
    countries.cache_clear()
