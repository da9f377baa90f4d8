"""One's own settings: kept, checked, and felt on the next page."""

import pytest

from accounts.models import User

NEW = {
    "name": "Margaret A. Doyle",
    "time_zone": "America/New_York",
    "units": "imperial",
    "theme": "dark",
    "high_contrast": "on",
    "large_text": "on",
}


def test_all_of_them_are_kept_and_change_the_page(as_, margaret):
    client = as_(margaret)
    answer = client.post("/account/settings/", NEW)
    assert (answer.status_code, answer["Location"]) == (302, "/account/settings/")
    assert User.objects.filter(
        pk=margaret.user.pk,
        name="Margaret A. Doyle",
        time_zone="America/New_York",
        units="imperial",
        theme="dark",
        high_contrast=True,
        large_text=True,
    ).exists()
    page = client.get("/account/settings/").content.decode()
    assert 'data-bs-theme="dark"' in page
    assert 'data-contrast="high"' in page
    assert 'data-text="large"' in page


def test_boxes_can_be_cleared_again(as_, margaret):
    client = as_(margaret)
    client.post("/account/settings/", NEW)
    client.post(
        "/account/settings/", {k: v for k, v in NEW.items() if k not in {"high_contrast", "large_text"}}
    )
    margaret.user.refresh_from_db()
    assert (margaret.user.high_contrast, margaret.user.large_text) == (False, False)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 151), ("time_zone", "Moon/Base"), ("units", "cubits"), ("theme", "pink")],
)
def test_nonsense_is_told_and_nothing_changes(as_, margaret, field, value):
    client = as_(margaret)
    before = User.objects.values().get(pk=margaret.user.pk)
    answer = client.post("/account/settings/", NEW | {field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert User.objects.values().get(pk=margaret.user.pk) == before


def test_a_refused_name_is_kept_in_the_form_and_nowhere_else(as_, sam):
    page = as_(sam).post("/account/settings/", NEW | {"name": "Samuel", "units": "cubits"}).content.decode()
    assert page.count("Samuel") == 1


def test_nobody_changes_another_or_their_own_rights(as_, sam, leah):
    before = User.objects.values().get(pk=leah.pk)
    as_(sam).post(
        "/account/settings/", NEW | {"id": str(leah.pk), "is_superuser": "on", "email": "x@example.org"}
    )
    assert User.objects.values().get(pk=leah.pk) == before
    sam.refresh_from_db()
    assert (sam.is_superuser, sam.email, sam.name) == (False, "sam@example.org", "Margaret A. Doyle")


def test_a_zone_that_is_not_offered_stays_what_it_was(as_, sam):
    User.objects.filter(pk=sam.pk).update(time_zone="UTC")
    page = as_(sam).get("/account/settings/").content.decode()
    assert '<option value="UTC" selected>UTC</option>' in page


def test_times_are_shown_in_ones_own_zone(as_, ruth, sam, thursday):
    User.objects.update(time_zone="America/New_York")
    User.objects.filter(pk=sam.pk).update(last_login="2026-11-19T03:30:00Z")
    page = as_(type(ruth).objects.get(pk=ruth.pk)).get("/people/").content.decode()
    assert "Yesterday" in page


def test_the_more_page_has_the_clinics_phone_and_the_way_out(as_, margaret):
    page = as_(margaret).get("/more/").content.decode()
    assert 'href="tel:02079460100"' in page
    assert 'action="/account/logout/"' in page
    assert "999" in page


def test_a_signed_in_page_is_kept_in_no_cache(as_, margaret):
    assert as_(margaret).get("/account/settings/")["Cache-Control"] == "no-store, private"


def test_an_address_that_is_too_long_for_its_column_is_refused(as_, sam):
    answer = as_(sam).post(
        "/account/email/", {"email": f"{'x' * 60}@{'y.' * 100}example.org", "action_add": ""}
    )
    assert "too long" in answer.content.decode()
    assert list(sam.emailaddress_set.values_list("email", flat=True)) == ["sam@example.org"]
