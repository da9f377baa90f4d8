"""The page shows what the plan has now; what it had has a page of its own behind a link."""

import re
from datetime import date, timedelta

import pytest

from tests.factories import make_prescription, make_revision, make_session, make_set

TODAY = date(2026, 11, 19)
pytestmark = pytest.mark.usefixtures("thursday")


@pytest.fixture
def replaced(margaret, revision, sit_to_stand):
    """Heel raises until the 10th, sit to stand since; both were logged."""
    newer = make_revision(revision.plan, effective_from=date(2026, 11, 10))
    make_prescription(newer, sit_to_stand, {"B": {"sets": 2, "reps": 10}})
    heel = revision.phases.get().prescriptions.get(exercise__slug="heel-raise-single").doses.get(side="L")
    sit = newer.phases.get().prescriptions.get().doses.get()
    for back in (20, 15):
        make_set(make_session(margaret, revision, TODAY - timedelta(days=back)), heel, reps=7)
    for back in (5, 2):
        make_set(make_session(margaret, newer, TODAY - timedelta(days=back)), sit)


def charts(client, address):
    page = client.get(address).content.decode()
    return page, re.findall(r'<title id="x\d+-\w-t">([^<]+)</title>', page)


@pytest.mark.parametrize("who", ["patient", "team"])
def test_charts_are_of_the_plan_now_and_the_earlier_ones_behind_a_link(as_, margaret, sam, replaced, who):
    client, address = (
        (as_(margaret), "/progress/")
        if who == "patient"
        else (as_(sam), f"/patients/{margaret.pk}/progress/")
    )
    page, drawn = charts(client, address)
    assert set(drawn) == {"Sit to stand, repetitions, by side"}
    details = re.search(r"<details[^>]*>(?:(?!</details>).)*Earlier exercises.*?</details>", page, re.S)
    assert "One-leg heel raise" in details.group()
    [link] = re.findall(r'href="(\?weeks=12&amp;earlier=1)"', page)
    page, drawn = charts(client, address + link.replace("&amp;", "&"))
    assert drawn == ["One-leg heel raise, repetitions, by side"]
    assert 'href="?weeks=12"' in page
    assert 'href="?weeks=26&amp;earlier=1"' in page


def test_without_an_earlier_exercise_there_is_no_link_and_the_page_says_so(as_, margaret, revision):
    assert "earlier=1" not in as_(margaret).get("/progress/").content.decode()
    page, drawn = charts(as_(margaret), "/progress/?earlier=1")
    assert "there is no exercise that the plan has no more" in page
    assert drawn == []


def test_without_a_plan_in_force_every_exercise_is_shown(as_, margaret, plan, replaced):
    plan.ended_on = TODAY
    plan.save()
    page, drawn = charts(as_(margaret), "/progress/")
    assert {title.split(",")[0] for title in drawn} == {"Sit to stand", "One-leg heel raise"}
    assert "earlier=1" not in page


@pytest.mark.parametrize("value", ["0", "2", "yes"])
def test_another_value_leads_nowhere(as_, margaret, revision, value):
    assert as_(margaret).get("/progress/", {"earlier": value}).status_code == 404


def test_the_earlier_page_is_for_the_patient_and_the_team(as_, margaret, sam, leah, otto, revision):
    address = f"/patients/{margaret.pk}/progress/?earlier=1"
    assert as_(sam).get(address).status_code == 200
    for stranger in (leah, otto, margaret):
        assert as_(stranger).get(address).status_code == 404


def test_the_queries_of_the_earlier_page_are_few(as_, sam, margaret, replaced, django_assert_max_num_queries):
    client = as_(sam)
    with django_assert_max_num_queries(12):
        client.get(f"/patients/{margaret.pk}/progress/?earlier=1")
