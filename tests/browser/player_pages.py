"""What the tests of the player do again and again: opening it, answering its check, and asking where it stands."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.pages import NewContext, choose, open_as
from tests.factories import make_condition, make_session, make_set
from therapy.care.models import Patient
from therapy.logbook.models import Session
from therapy.plans.models import Dose, Revision

HEEL = "One-leg heel raise"
STRETCH = "Wall calf stretch, straight knee"
CHAIR = "Sit to stand"
# The day of the cast's plan in the player's order: the stretch begins with the leg that was at work.
STEPS = [
    *((HEEL, "Left leg", number) for number in (1, 2, 3)),
    (HEEL, "Right leg", 1),
    (STRETCH, "Right leg", 1),
    (STRETCH, "Left leg", 1),
    (CHAIR, "Both legs", 1),
    (CHAIR, "Both legs", 2),
]


def open_player(
    new_context: NewContext,
    server: LiveServer,
    patient: Patient,
    size: ViewportSize | None = None,
    **context: Any,
) -> Page:
    """The player on a phone of the patient's, when it has found out where it stands."""
    page = open_as(new_context, server, patient.user, **context)
    if size:
        page.set_viewport_size(size)
    page.goto("/player/")
    expect(heading(page)).not_to_have_text("One moment")
    return page


def heading(page: Page) -> Locator:
    return page.locator("#player h1")


def banner(page: Page) -> Locator:
    """The leg and the set that are asked for now."""
    return page.locator(".side-banner p")


def sheet(page: Page) -> Locator:
    return page.get_by_role("dialog")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def stands_at(page: Page, name: str, leg: str, number: int) -> None:
    """One exercise, one leg, one set."""
    expect(heading(page)).to_have_text(name)
    expect(banner(page).locator("strong")).to_have_text(leg)
    expect(banner(page).locator("small")).to_contain_text(f"et {number}")


def say_no_to_all(page: Page) -> None:
    """Nothing is wrong today."""
    for option in page.get_by_role("radio", name="No", exact=True).all():
        if option.is_visible():
            choose(option)


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name)


def answer(page: Page, question: str, number: str) -> None:
    """A number of a scale from 0 to 10."""
    choose(group(page, question).get_by_label(number, exact=True))


def wait_for(is_so: Callable[[], bool]) -> None:
    """Until the server has what the page has sent; the page goes on by itself and waits for no answer."""
    until = time.monotonic() + 15
    while not is_so():
        assert time.monotonic() < until, "the server never got it"
        time.sleep(0.05)


def with_diabetes_and_a_yesterday(patient: Patient, revision: Revision) -> Session:
    """Everything that a check can ask: both feet, blood sugar, and how the morning after yesterday's session was."""
    make_condition(patient, code="E11.42", cause="diabetes", side="")
    yesterday = make_session(patient, revision, patient.today - timedelta(days=1))
    heel = Dose.objects.get(prescription__exercise__slug="heel-raise-single", side="L")
    make_set(yesterday, heel)
    return yesterday


def every_state(page: Page) -> Iterator[str]:
    """The name of each state of the player, with the page in it. The patient is one `with_diabetes_and_a_yesterday`."""
    yield from _the_check(page)
    yield from _the_sets(page)
    yield from _the_end(page)


def _the_check(page: Page) -> Iterator[str]:
    yield "check"
    press(page, "Start the session")
    expect(page.get_by_text("Answer what is marked.")).to_be_visible()
    yield "check-errors"
    choose(page.get_by_role("radio", name="Yes", exact=True).nth(2))
    yield "check-follow-up"
    say_no_to_all(page)
    choose(page.get_by_role("radio", name="The same"))
    choose(page.get_by_role("radio", name="Insulin"))
    page.get_by_label("What does your meter say now?").fill("18")
    expect(page.get_by_text("Ketones")).to_be_visible()
    yield "check-high-sugar"
    page.get_by_label("What does your meter say now?").fill("much")
    press(page, "Start the session")
    expect(page.get_by_text("A number, such as")).to_be_visible()
    yield "check-wrong-number"
    page.get_by_label("What does your meter say now?").fill("5.1")
    press(page, "Start the session")
    expect(page.get_by_role("button", name="I have done that, start")).to_be_visible()
    yield "advice"
    press(page, "I have done that, start")


def _the_sets(page: Page) -> Iterator[str]:
    stands_at(page, *STEPS[0])
    expect(page.locator(".stage svg.figure, .stage-figure svg").first).to_be_visible()
    yield "step-left"
    for name, opener, faulty in (
        ("options", "Sound and more", ""),
        ("change", "Change", "Save: left leg"),
        ("skip", "Skip", "Save as skipped"),
        ("pain", "Pain", ""),
    ):
        page.locator(".player").get_by_role("button", name=opener).click()
        expect(sheet(page)).to_be_visible()
        yield f"sheet-{name}"
        if faulty:
            if name == "change":
                page.get_by_label("Reps", exact=True).fill("9999")
            press(page, faulty)
            expect(sheet(page).get_by_role("alert")).to_be_in_viewport()
            yield f"sheet-{name}-errors"
        if name == "pain":
            answer(page, "Pain in this set", "4")
            yield "sheet-pain-advice"
        page.keyboard.press("Escape")
        expect(sheet(page)).to_have_count(0)
    page.get_by_role("button", name="Start the timer").click()
    expect(page.locator(".t-word").first).to_have_text("get ready")
    yield "timer"
    press(page, "Done as prescribed")
    expect(page.locator(".rest-bar")).to_be_visible()
    yield "rest"
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.get_by_text("Logged: done")).to_be_visible()
    yield "logged"
    press(page, "Go on")
    for step in STEPS[1:3]:
        stands_at(page, *step)
        press(page, "Done as prescribed")
    stands_at(page, *STEPS[3])
    yield "step-right"
    yield from _without_a_network(page)
    yield from _a_red_pain(page)
    for step in STEPS[4:6]:
        stands_at(page, *step)
        press(page, "Done as prescribed")
    stands_at(page, *STEPS[6])
    yield "step-both"


def _without_a_network(page: Page) -> Iterator[str]:
    page.context.set_offline(True)
    press(page, "Done as prescribed")
    expect(page.get_by_text("1 set is waiting since")).to_be_visible()
    yield "step-unsent"
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("1 set is waiting since")).to_have_count(0)


def _a_red_pain(page: Page) -> Iterator[str]:
    page.locator(".player").get_by_role("button", name="Pain").click()
    answer(page, "Pain in this set", "7")
    press(page, "Save")
    expect(heading(page)).to_have_text("What is wrong?")
    yield "wrong"
    press(page, "Show me what to do")
    expect(page.get_by_text("Tick at least one line")).to_be_in_viewport()
    yield "wrong-errors"
    press(page, "Back")
    expect(page.get_by_text("stop this exercise for today")).to_be_visible()
    yield "step-pain-advice"


def _the_end(page: Page) -> Iterator[str]:
    for step in STEPS[6:]:
        stands_at(page, *step)
        press(page, "Done as prescribed")
    expect(heading(page)).to_have_text("How was it?")
    yield "finish"
    press(page, "Save and finish")
    expect(heading(page)).to_have_text("Look at both feet")
    yield "feet-after"
    say_no_to_all(page)
    press(page, "Save")
    expect(heading(page)).to_have_text("All done for today")
    yield "overview"
    press(page, "Something is wrong")
    page.locator(".choice").last.click()
    press(page, "Show me what to do")
    expect(heading(page)).to_contain_text("No exercise today")
    yield "stop"
    press(page, "I have called")
    expect(page.get_by_text("You called at")).to_be_visible()
    yield "stop-called"
