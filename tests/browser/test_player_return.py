"""Leaving and coming back, a reload, a closed browser: the session stands where it stood."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.pages import NewContext, choose
from tests.browser.player_pages import STEPS, answer, heading, open_player, press, sheet, stands_at, wait_for
from tests.factories import make_check
from tests.support.chromium import FLAGS, chromium
from therapy.care.models import Patient
from therapy.logbook.models import Session, Set
from therapy.plans.models import Revision

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(margaret: Patient, revision: Revision, new_context: NewContext, live_server: LiveServer) -> Page:
    """Margaret at the first set of her day."""
    make_check(margaret)
    page = open_player(new_context, live_server, margaret, reduced_motion="reduce")
    stands_at(page, *STEPS[0])
    return page


def test_a_reload_and_a_leave_keep_the_place_and_what_was_said(page: Page) -> None:
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[1])
    page.locator(".player").get_by_role("button", name="Pain").click()
    answer(page, "Pain in this set", "3")
    press(page, "Save")
    expect(page.locator(".player").get_by_role("button", name="Pain")).to_contain_text("3 of 10")
    page.reload()
    stands_at(page, *STEPS[1])
    expect(page.locator(".player").get_by_role("button", name="Pain")).to_contain_text("3 of 10")
    page.get_by_role("button", name="Sound and more").click()
    press(page, "Pause, and come back later")
    page.wait_for_url("**/today/")
    page.goto("/player/")
    stands_at(page, *STEPS[1])
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[2])
    wait_for(lambda: Set.objects.count() == 2)
    assert list(Set.objects.order_by("number").values_list("pain", flat=True)) == [None, 3]
    assert Session.objects.count() == 1


def test_going_back_to_a_set_and_a_reload(page: Page) -> None:
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[1])
    press(page, "Skip")
    choose(sheet(page).get_by_role("radio", name="Too tired"))
    press(page, "Save as skipped")
    stands_at(page, *STEPS[2])
    press(page, "Back")
    stands_at(page, *STEPS[1])
    expect(page.get_by_text("Logged: skipped")).to_be_visible()
    page.reload()
    stands_at(page, *STEPS[1])
    expect(page.get_by_text("Logged: skipped")).to_be_visible()
    press(page, "Go on")
    stands_at(page, *STEPS[2])


def test_ending_early_and_going_back_leads_to_the_same_set(page: Page) -> None:
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[1])
    page.get_by_role("button", name="Sound and more").click()
    press(page, "End the session here")
    expect(heading(page)).to_have_text("How was it?")
    press(page, "Back to the sets")
    stands_at(page, *STEPS[1])


def test_a_closed_browser(
    margaret: Patient,
    revision: Revision,
    playwright: Playwright,
    live_server: LiveServer,
    tmp_path: Path,
    as_,
) -> None:
    """The battery is dead: another process with the same profile, which for now has no network."""
    make_check(margaret)
    client = as_(margaret)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}

    def browser():
        return playwright.chromium.launch_persistent_context(
            tmp_path, executable_path=chromium(), args=FLAGS, base_url=live_server.url,
            viewport={"width": 360, "height": 740}, locale="en-GB", timezone_id="Europe/London",
        )  # fmt: skip

    first = browser()
    first.add_cookies([cookie])
    page = first.new_page()
    page.goto("/player/")
    stands_at(page, *STEPS[0])
    page.route("**/api/v1/sessions/*", lambda route: route.abort())
    press(page, "Done as prescribed")
    stands_at(page, *STEPS[1])
    expect(page.get_by_text("1 set is waiting since")).to_be_visible()
    first.close()
    assert not Set.objects.exists()

    again = browser()
    again.add_cookies([cookie])
    page = again.new_page()
    page.goto("/player/")
    stands_at(page, *STEPS[1])
    wait_for(lambda: Set.objects.count() == 1)
    expect(page.get_by_text("1 set is waiting since")).to_have_count(0)
    again.close()
