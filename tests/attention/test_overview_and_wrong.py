"""One patient at a glance, and the page for when something is wrong."""

from datetime import date, timedelta

import pytest

from tests.factories import make_article, make_patient, make_plan, make_revision, make_session, make_set
from tests.support.page_text import text, tight

TODAY = date(2026, 11, 19)
pytestmark = pytest.mark.usefixtures("thursday")


def test_the_overview_says_plan_reasons_sessions_conditions_and_team(as_, sam, margaret, revision):
    session = make_session(margaret, revision, TODAY - timedelta(days=9))
    dose = revision.phases.get().prescriptions.first().doses.get(side="L")
    make_set(session, dose, 1)
    make_set(session, dose, 2, outcome="skipped")
    page = text(as_(sam).get(f"/patients/{margaret.pk}/"))
    assert "67, left leg, after cast or bed rest" in page
    assert "No session for 9 days" in page
    assert "Calf rebuild" in page
    assert "Week 5 of 12 · One leg at a time" in tight(page)
    assert "1 of 2 sets logged were done" in page
    assert f'href="/patients/{margaret.pk}/sessions/{session.pk}/"' in page
    assert "M62.562" in page
    assert "Sam Osei" in page


def test_without_a_plan_the_overview_offers_to_assign_one(as_, sam, margaret):
    page = text(as_(sam).get(f"/patients/{margaret.pk}/"))
    assert f'href="/patients/{margaret.pk}/plan/new/"' in page
    make_revision(make_plan(margaret), published=False)
    page = text(as_(sam).get(f"/patients/{margaret.pk}/"))
    assert f'href="/patients/{margaret.pk}/plan/draft/"' in page
    assert "Draft not published" in page


def test_the_overview_is_for_the_care_team(as_, margaret, leah, otto, ruth, tomasz):
    address = f"/patients/{margaret.pk}/"
    for stranger in (leah, otto, ruth, tomasz, margaret):
        assert as_(stranger).get(address).status_code == 404
    assert as_(None).get(address).url == f"/account/login/?next={address}"


def test_something_is_wrong_gives_the_clinics_own_numbers(as_, margaret, nils, northgate):
    page = text(as_(margaret).get("/wrong/"))
    assert 'href="tel:999"' in page
    assert 'href="tel:02079460100"' in page
    page = text(as_(nils).get("/wrong/"))
    assert 'href="tel:911"' in page
    assert "999" not in page


def test_something_is_wrong_leads_on_to_when_to_get_help(as_, client, margaret):
    assert "/learn/" not in text(as_(margaret).get("/wrong/"))  # nothing is loaded
    make_article(slug="when-to-get-help", title="When to get help")
    assert 'href="/learn/when-to-get-help/"' in text(as_(margaret).get("/wrong/"))
    assert "/learn/" not in text(client.get("/wrong/"))


def test_something_is_wrong_asks_for_no_sign_in(client, db):
    page = text(client.get("/wrong/"))
    assert "Call the emergency number now if" in page
    assert "tel:" not in page


def test_a_therapist_who_is_also_a_patient_elsewhere_gets_the_treating_clinics_numbers(
    as_, sam, northgate, otto
):
    from tests.factories import make_membership

    make_membership(sam, northgate, "patient")
    make_patient(northgate, otto, sam, name="Sam Osei")
    assert 'href="tel:911"' in text(as_(sam).get("/wrong/"))


def test_who_is_no_patient_reads_the_list(as_, sam):
    page = text(as_(sam).get("/wrong/"))
    assert "Call 999 now if" in page
    assert 'action="/wrong/tell/"' not in page


def test_it_names_no_diagnosis(as_, margaret):
    page = text(as_(margaret).get("/wrong/")).lower()
    for word in ("clot", "thrombosis", "stroke", "cauda", "charcot", "heart attack", "compartment", "cancer"):
        assert word not in page
    assert "does not say what you have" in page


def test_every_row_of_the_table_of_red_flags_is_asked(db):
    from therapy.attention.warnings import groups_of

    asked = {one for urgency in groups_of(None) for one in urgency.ids}
    assert asked == {f"R{number}" for number in range(1, 18)}
