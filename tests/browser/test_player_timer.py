"""The timer counts and never logs: full holds on both legs, rest, pause. The browser's clock is the test's."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.pages import NewContext, open_as
from tests.browser.player_pages import HEEL, STEPS, STRETCH, press, stands_at, wait_for
from tests.factories import make_check, make_prescription, make_revision
from therapy.base import clock
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.logbook.models import Session, Set
from therapy.plans.models import Plan, Revision

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stretch_alone(plan: Plan, wall_stretch: Exercise) -> Revision:
    """Every day two holds of 30 seconds, left and right, and 15 seconds between the legs."""
    revision = make_revision(plan)
    dose = {"sets": 1, "reps": 2, "hold_s": 30, "rest_s": 15}
    make_prescription(revision, wall_stretch, {"L": dose, "R": dose})
    return revision


@pytest.fixture
def page(margaret: Patient, new_context: NewContext, live_server: LiveServer) -> Page:
    """Margaret's phone, whose clock goes on only when it is told to; not yet in the player."""
    make_check(margaret)
    page = open_as(new_context, live_server, margaret.user)
    page.clock.install(time=clock.now())
    return page


def begin(page: Page) -> None:
    page.goto("/player/")
    # The page itself waits for nothing on a clock; what it shows first has no timer running.
    expect(page.locator(".side-banner")).to_be_visible()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)


def word(page: Page) -> Locator:
    return page.locator(".ring .t-word").first


def left(page: Page) -> Locator:
    return page.locator(".ring .t-num")


def shows(page: Page, said: str, seconds: int) -> None:
    expect(word(page)).to_have_text(said)
    expect(left(page)).to_have_text(f"{seconds} s")


def test_every_hold_of_both_legs_is_counted_fully_and_nothing_is_logged(
    stretch_alone: Revision, page: Page
) -> None:
    begin(page)
    for leg in ("Left leg", "Right leg"):
        stands_at(page, STRETCH, leg, 1)
        if leg == "Left leg":
            shows(page, "hold", 30)
            page.get_by_role("button", name="Start the timer: Hold 30 seconds, 2 times").click()
        else:
            shows(page, "rest", 15)
            page.clock.run_for(15_000)  # the rest between the legs, after which it counts by itself
        shows(page, "get ready", 5)
        page.clock.run_for(5_100)
        shows(page, "hold", 30)
        expect(page.locator(".side-banner small")).to_contain_text("hold 1 of 2")
        page.clock.run_for(29_000)
        shows(page, "hold", 1)
        page.clock.run_for(1_000)
        shows(page, "let go", 3)
        page.clock.run_for(3_000)
        shows(page, "hold", 30)
        expect(page.locator(".side-banner small")).to_contain_text("hold 2 of 2")
        page.clock.run_for(30_000)
        expect(word(page)).to_have_text("done")
        page.clock.run_for(60_000)
        stands_at(page, STRETCH, leg, 1)
        assert Set.objects.count() == (0 if leg == "Left leg" else 1)
        press(page, "Done as prescribed")
    expect(page.get_by_role("heading", name="How was it?")).to_be_visible()
    wait_for(lambda: Set.objects.count() == 2)


def test_pause_stops_the_count_and_goes_on_where_it_was(revision: Revision, page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="Start the timer").click()
    page.clock.run_for(2_000)
    shows(page, "get ready", 3)
    page.get_by_role("button", name="Pause the timer").click()
    page.clock.run_for(60_000)
    shows(page, "get ready", 3)
    page.get_by_role("button", name="Go on with the timer").click()
    page.clock.run_for(1_000)
    shows(page, "get ready", 2)
    assert not Session.objects.filter(sets__isnull=False).exists()


def test_rest_after_a_set_can_be_cut_short_and_logs_nothing(revision: Revision, page: Page) -> None:
    begin(page)
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[1])
    rest = page.locator(".rest-bar")
    expect(rest).to_contain_text("90 s, then Left leg")
    page.clock.run_for(30_000)
    expect(rest).to_contain_text("60 s, then Left leg")
    press(page, "Start now")
    expect(rest).to_be_hidden()
    # Nobody had started the timer of the first set: this one waits, too.
    page.clock.run_for(10_000)
    shows(page, "move", 1)
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[2])
    page.clock.run_for(91_000)
    expect(rest).to_be_hidden()
    stands_at(page, HEEL, "Left leg", 3)
    wait_for(lambda: Set.objects.count() == 2)


def test_a_session_that_runs_past_midnight_goes_on(revision: Revision, page: Page) -> None:
    begin(page)
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[1])
    wait_for(lambda: Set.objects.count() == 1)
    page.clock.fast_forward(24 * 60 * 60 * 1000)
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[2])
    wait_for(lambda: Set.objects.count() == 2)
    assert Session.objects.count() == 1
