"""Without JavaScript: logging, searching and recording by plain forms, errors beside their fields, nothing lost."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.pages import DESK, NewContext, choose, named, open_as
from therapy.care.models import Condition, Patient
from therapy.logbook.models import Set
from therapy.plans.models import Revision

pytestmark = pytest.mark.django_db(transaction=True)

HEEL_RAISE = "One-leg heel raise"


@pytest.fixture
def margarets(
    thursday: None, revision: Revision, margaret: Patient, new_context: NewContext, live_server: LiveServer
) -> Page:
    """Today, on Margaret's phone, on which no script runs."""
    page = open_as(new_context, live_server, margaret.user, java_script_enabled=False)
    page.goto("/today/")
    return page


@pytest.fixture
def sams(margaret: Patient, sam: User, new_context: NewContext, live_server: LiveServer) -> Page:
    """A desk of Sam's, on which no script runs."""
    page = open_as(new_context, live_server, sam, java_script_enabled=False)
    page.set_viewport_size(DESK)
    return page


def logged() -> list[tuple]:
    """All sets that are stored."""
    return list(Set.objects.order_by("side", "number").values_list("side", "number", "outcome", "reps"))


@pytest.mark.always
def test_a_set_as_prescribed_in_one_tap(margarets: Page) -> None:
    margarets.get_by_role("link", name=HEEL_RAISE).first.click()
    margarets.get_by_role("button", name=named("Done as prescribed", "Left leg, set 1 of 3")).click()
    expect(margarets.locator("#set-l-1")).to_contain_text("8 reps")
    assert logged() == [("L", 1, "done", 8)]
    done = Set.objects.get()
    assert (done.pain, done.effort, done.note) == (None, None, "")


def test_a_set_in_part_with_nonsense_first(margarets: Page) -> None:
    """5,000 repetitions are refused beside the field; all else that was typed stands there still."""
    margarets.get_by_role("link", name=HEEL_RAISE).first.click()
    margarets.get_by_role("link", name=named("Different", "Right leg, set 1 of 1")).click()
    reps = margarets.get_by_label("Reps", exact=True)
    pain = margarets.get_by_role("group", name="Pain in this set, 0 to 10").get_by_label("2", exact=True)
    effort = margarets.get_by_role("group", name="How hard was it, 0 to 10?").get_by_label("7", exact=True)
    kind = margarets.get_by_label("Tired or burning muscle")
    note = margarets.get_by_role("textbox", name="Note")
    choose(margarets.get_by_label("Yes, or part of it"))
    reps.fill("5000")
    margarets.get_by_label("Extra load, kg").fill("2.5")
    choose(pain)
    choose(kind)
    choose(effort)
    note.fill("The wall helped.")
    margarets.get_by_role("button", name="Save: right leg").click()

    expect(margarets.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(reps).to_have_value("5000")
    expect(reps).to_have_attribute("aria-invalid", "true")
    expect(reps).to_have_accessible_description(re.compile("At most 200"))
    expect(margarets.get_by_label("Yes, or part of it")).to_be_checked()
    expect(margarets.get_by_label("Extra load, kg")).to_have_value("2.5")
    expect(pain).to_be_checked()
    expect(kind).to_be_checked()
    expect(effort).to_be_checked()
    expect(note).to_have_value("The wall helped.")
    assert logged() == []

    reps.fill("5")
    margarets.get_by_role("button", name="Save: right leg").click()
    expect(margarets.locator("#set-r-1")).to_contain_text("5 reps")
    assert logged() == [("R", 1, "partial", 5)]
    done = Set.objects.get()
    assert (done.load_kg, done.pain, done.pain_kind, done.effort) == (2.5, 2, "muscle", 7)
    assert done.note == "The wall helped."


def test_a_set_skipped_with_a_reason(margarets: Page) -> None:
    """Without a reason it is not stored; with one no amount is, not even 0."""
    margarets.get_by_role("link", name=HEEL_RAISE).first.click()
    margarets.get_by_role("link", name=named("Skip", "Left leg, set 1 of 3")).click()
    expect(margarets.get_by_label("No, I skipped it")).to_be_checked()
    margarets.get_by_role("button", name="Save: left leg").click()
    expect(margarets.get_by_role("alert")).to_contain_text("Not saved yet")
    assert logged() == []
    choose(margarets.get_by_label("Too tired"))
    margarets.get_by_role("button", name="Save: left leg").click()
    expect(margarets.locator("#set-l-1")).to_contain_text("Skipped: Too tired")
    assert logged() == [("L", 1, "skipped", None)]
    assert Set.objects.get().skip_reason == Set.SkipReason.TIRED


def test_searching_the_library(sams: Page) -> None:
    call_command("load_library", verbosity=0)
    sams.goto("/library/")
    expect(sams.locator("#result-count")).to_contain_text("45 exercises")
    words = sams.get_by_role("searchbox")
    words.fill("soleus")
    sams.get_by_label("Position").select_option(label="Sitting on a chair")
    sams.get_by_role("button", name="Search").click()
    expect(sams.locator("#results")).to_contain_text("Seated heel raise")
    expect(sams.locator("#results")).not_to_contain_text(HEEL_RAISE)
    expect(words).to_have_value("soleus")
    sams.get_by_role("link", name="Seated heel raise").click()
    expect(sams.get_by_role("heading", name="Seated heel raise")).to_be_visible()


def test_adding_a_condition(sams: Page, margaret: Patient, sam: User) -> None:
    """Words first, then one of the codes that fit them, with the rest of the form kept."""
    sams.goto(f"/patients/{margaret.pk}/conditions/new/")
    sams.get_by_label("Diagnosis").fill("foot drop")
    sams.get_by_label("Right leg", exact=True).check()
    sams.get_by_label("Cause").select_option("nerve")
    sams.get_by_label("Brace or boot").fill("ankle splint")
    sams.get_by_role("button", name="Record the condition").click()
    expect(sams.get_by_role("alert")).to_contain_text("Nothing was saved yet")
    expect(sams.get_by_label("Right leg", exact=True)).to_be_checked()
    expect(sams.get_by_label("Brace or boot")).to_have_value("ankle splint")
    assert margaret.conditions.count() == 1
    sams.get_by_role("group", name="Choose one").get_by_label("M21.371").check()
    sams.get_by_role("button", name="Record the condition").click()
    expect(sams.get_by_role("heading", name="Margaret Doyle")).to_be_visible()
    expect(sams.get_by_text("M21.371")).to_be_visible()
    added = Condition.objects.get(code="M21.371")
    assert (added.patient, added.side, added.cause, added.brace) == (margaret, "R", "nerve", "ankle splint")
    assert added.recorded_by == sam
