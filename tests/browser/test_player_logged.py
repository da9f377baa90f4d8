"""What was said in the player stands in the database: amounts, reasons, pain, what was taken back, and the end."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.pages import NewContext, choose
from tests.browser.player_pages import (
    STEPS,
    STRETCH,
    answer,
    heading,
    open_player,
    press,
    say_no_to_all,
    sheet,
    stands_at,
    wait_for,
    with_diabetes_and_a_yesterday,
)
from tests.factories import make_check
from therapy.care.models import Condition, Patient
from therapy.logbook.models import Check, Session, Set
from therapy.plans.models import Revision

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(margaret: Patient, revision: Revision, new_context: NewContext, live_server: LiveServer) -> Page:
    """Margaret at the first set of her day; her check was clean."""
    make_check(margaret)
    page = open_player(new_context, live_server, margaret, reduced_motion="reduce")
    stands_at(page, *STEPS[0])
    return page


def logged(count: int, *fields: str) -> list[tuple]:
    """These fields of the sets in the order of their logging, as soon as there are so many."""
    wait_for(lambda: Set.objects.count() == count)
    return list(Set.objects.order_by("logged_at").values_list(*fields))


@pytest.mark.always
def test_done_as_prescribed_is_one_tap(page: Page) -> None:
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[1])
    fields = ("side", "number", "outcome", "reps", "hold_s", "pain", "effort", "session__source")
    assert logged(1, *fields) == [("L", 1, "done", 8, 1, None, None, "player")]


def test_what_was_really_done(page: Page) -> None:
    press(page, "Change")
    for label, value in (("Reps", "6"), ("Hold, seconds", "2"), ("Extra load, kg", "2.5")):
        sheet(page).get_by_label(label, exact=True).fill(value)
    answer(page, "Pain in this set", "2")
    choose(sheet(page).get_by_role("radio", name="Tired or burning muscle"))
    answer(page, "How hard was it", "7")
    sheet(page).get_by_label("Note").fill("  held the chair ")
    press(page, "Save: left leg")
    stands_at(page, *STEPS[1])
    fields = ("outcome", "reps", "hold_s", "load_kg", "pain", "pain_kind", "effort", "note")
    assert logged(1, *fields) == [("partial", 6, 2, 2.5, 2, "muscle", 7, "held the chair")]
    # The muscle may burn: no traffic light.
    expect(page.get_by_role("status").filter(has_text="A tired or burning muscle is fine")).to_be_visible()


def test_a_set_that_says_nothing_of_reps_stays_unsaid(page: Page) -> None:
    press(page, "Change")
    press(page, "Save: left leg")
    stands_at(page, *STEPS[1])
    assert logged(1, "outcome", "reps", "hold_s", "load_kg") == [("done", None, None, None)]


def test_too_much_is_refused_beside_the_field_and_kept(page: Page) -> None:
    press(page, "Change")
    reps = sheet(page).get_by_label("Reps", exact=True)
    reps.fill("9999")
    press(page, "Save: left leg")
    expect(sheet(page).get_by_role("alert")).to_contain_text("Look at what is marked.")
    expect(reps).to_be_focused()
    expect(reps).to_have_value("9999")
    assert not Session.objects.exists()


def test_skipped_with_a_reason(page: Page) -> None:
    press(page, "Skip")
    press(page, "Save as skipped")
    expect(sheet(page).get_by_role("alert")).to_contain_text("Pick the closest reason.")
    choose(sheet(page).get_by_role("radio", name="Too tired"))
    press(page, "Save as skipped")
    stands_at(page, *STEPS[1])
    expect(page.locator(".rest-bar")).to_be_hidden()
    assert logged(1, "outcome", "skip_reason", "reps") == [("skipped", "tired", None)]


def test_the_rest_of_an_exercise_skipped(page: Page) -> None:
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[1])
    press(page, "Skip")
    choose(sheet(page).get_by_role("radio", name="No time"))
    choose(sheet(page).get_by_role("radio", name="All that is left of this exercise"))
    press(page, "Save as skipped")
    expect(heading(page)).to_have_text(STRETCH)
    wait_for(lambda: Set.objects.count() == 4)
    found = Set.objects.order_by("side", "number").values_list("side", "number", "outcome", "skip_reason")
    assert list(found) == [
        ("L", 1, "done", ""),
        ("L", 2, "skipped", "time"),
        ("L", 3, "skipped", "time"),
        ("R", 1, "skipped", "time"),
    ]


@pytest.mark.parametrize(
    ("pain", "words"),
    [
        (3, "Pain 3: fine, go on."),
        (4, "Pain 4: keep the load as it is."),
    ],
)
def test_pain_gets_its_advice_and_stays_with_the_set(page: Page, pain: int, words: str) -> None:
    page.locator(".player").get_by_role("button", name="Pain").click()
    answer(page, "Pain in this set", str(pain))
    expect(sheet(page).get_by_role("status")).to_contain_text(words)
    press(page, "Save")
    expect(page.locator(".player").get_by_role("status").filter(has_text=words)).to_be_visible()
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[1])
    assert logged(1, "outcome", "pain") == [("done", pain)]


def test_bad_pain_opens_the_list_once(page: Page) -> None:
    page.locator(".player").get_by_role("button", name="Pain").click()
    answer(page, "Pain in this set", "7")
    press(page, "Save")
    expect(heading(page)).to_have_text("What is wrong?")
    expect(page.get_by_role("link", name="999")).to_have_attribute("href", "tel:999")
    press(page, "Back")
    stands_at(page, *STEPS[0])
    expect(page.get_by_text("stop this exercise for today")).to_be_visible()
    press(page, "Skip the rest of this exercise")
    expect(sheet(page).get_by_role("radio", name="It hurt")).to_be_checked()
    press(page, "Save as skipped")
    expect(heading(page)).to_have_text(STRETCH)
    wait_for(lambda: Set.objects.count() == 4)
    found = Set.objects.order_by("side", "number").values_list("outcome", "skip_reason", "pain")
    assert list(found) == [("skipped", "pain", 7), *[("skipped", "pain", None)] * 3]


def test_pain_of_a_numb_foot_has_no_traffic_light(
    margaret: Patient, revision: Revision, new_context: NewContext, live_server: LiveServer
) -> None:
    Condition.objects.update(loss_of_feeling=True)
    make_check(margaret)
    page = open_player(new_context, live_server, margaret, reduced_motion="reduce")
    page.locator(".player").get_by_role("button", name="Pain").click()
    answer(page, "Pain in this set", "8")
    expect(sheet(page).get_by_role("status")).to_contain_text("A numb foot cannot warn you by pain.")
    press(page, "Save")
    stands_at(page, *STEPS[0])
    expect(page.get_by_text("A numb foot cannot warn you by pain.")).to_be_visible()


def test_taken_back_corrected_and_one_more(page: Page) -> None:
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[1])
    wait_for(lambda: Set.objects.count() == 1)
    press(page, "Back")
    expect(page.get_by_text("Logged: done")).to_be_visible()
    press(page, "Change")
    sheet(page).get_by_label("Reps", exact=True).fill("5")
    press(page, "Save: left leg")
    wait_for(lambda: Set.objects.filter(reps=5, outcome="partial").count() == 1)
    stands_at(page, *STEPS[1])
    press(page, "Back")
    press(page, "Take back")
    expect(page.get_by_role("button", name="Done as prescribed")).to_be_visible()
    wait_for(lambda: Set.objects.count() == 0)
    page.get_by_role("button", name="Sound and more").click()
    press(page, "One more set")
    expect(page.locator(".side-banner small")).to_have_text("Extra set 4")
    press(page, "Done as prescribed")
    assert logged(1, "side", "number", "outcome") == [("L", 4, "done")]


def test_everything_that_is_asked_before_and_after(
    margaret: Patient, revision: Revision, new_context: NewContext, live_server: LiveServer
) -> None:
    yesterday = with_diabetes_and_a_yesterday(margaret, revision)
    page = open_player(new_context, live_server, margaret, reduced_motion="reduce")
    answer(page, "Pain that morning", "2")
    choose(page.get_by_role("radio", name="A little more, 1 point"))
    say_no_to_all(page)
    choose(page.get_by_role("radio", name="Neither"))
    press(page, "Start the session")
    stands_at(page, *STEPS[0])
    before = Check.objects.get(kind="before")
    assert (before.urgency, before.morning_of, before.morning_pain) == ("", yesterday.pk, 2)
    assert (before.morning_compared, before.answers["G1"], before.foot["cut"]) == ("little", "no", False)

    press(page, "Done as prescribed")
    stands_at(page, *STEPS[1])
    page.get_by_role("button", name="Sound and more").click()
    press(page, "End the session here")
    expect(heading(page)).to_have_text("How was it?")
    answer(page, "Pain now", "3")
    answer(page, "How hard was all of it", "6")
    page.get_by_label("Anything your therapist should know").fill("Windy.")
    press(page, "Save and finish")
    expect(heading(page)).to_have_text("Look at both feet")
    say_no_to_all(page)
    choose(page.get_by_role("group", name="A blister").get_by_role("radio", name="Yes"))
    press(page, "Save")
    expect(heading(page)).to_contain_text("No exercise today")
    wait_for(lambda: Check.objects.filter(kind="after").exists())
    assert Check.objects.get(kind="after").urgency == "S"
    session = Session.objects.exclude(pk=yesterday.pk).get()
    assert (session.pain_after, session.effort, session.note) == (3, 6, "Windy.")
    assert session.finished_at is not None


@pytest.mark.always
def test_a_sign_stops_it_with_what_to_do(page: Page) -> None:
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[1])
    press(page, "Something is wrong")
    groups = page.locator("fieldset legend")
    expect(groups).to_have_text(
        [
            "You need help now. Do not wait.",
            "A doctor needs to see this today.",
            "Tell your therapist before the next session.",
        ]
    )
    page.get_by_text("You felt a pop or a kick").click()
    press(page, "Show me what to do")
    expect(heading(page)).to_contain_text("No exercise today")
    expect(page.get_by_text("Sam Osei was told at")).to_be_visible()
    press(page, "I have called")
    expect(page.get_by_text("You called at")).to_be_visible()
    expect(page.get_by_role("button", name="I have called")).to_be_hidden()
    wait_for(lambda: Check.objects.filter(kind="wrong", called_at__isnull=False).exists())
    found = Check.objects.get(kind="wrong")
    assert (found.urgency, len(found.rules)) == ("S", 1)
    page.reload()
    expect(heading(page)).to_contain_text("No exercise today")
    assert Set.objects.count() == 1
