"""Every state of the player: axe finds nothing, nothing scrolls sideways, and all of it can be reached and pressed."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.pages import DESK, PHONE, NewContext, axe_faults, open_as, sideways
from tests.browser.player_pages import (
    every_state,
    heading,
    open_player,
    with_diabetes_and_a_yesterday,
)
from tests.factories import make_check
from therapy.care.models import Patient
from therapy.plans.models import Revision

pytestmark = pytest.mark.django_db(transaction=True)

# A phone of 360 x 780 at 200 % zoom.
ZOOMED = {"width": 180, "height": 390}
# What has the focus and is covered by something that sticks, and what is too small for a finger.
FAULTS = """() => {
  const inside = document.querySelector("dialog[open]") ?? document;
  const found = [];
  const before = document.activeElement;
  for (const element of inside.querySelectorAll("a[href], button, input, select, textarea")) {
    const whole = element.closest("label") ?? element;
    if (!whole.checkVisibility({ visibilityProperty: true }) || element.closest(".skip-link")) continue;
    element.focus();
    if (document.activeElement !== element) found.push("takes no focus: " + element.outerHTML.slice(0, 150));
    const { left, top, width, height } = whole.getBoundingClientRect();
    if (Math.min(width, height) < 47.5) found.push(`${width} x ${height}: ` + element.outerHTML.slice(0, 150));
    const isSeen = [0.1, 0.5, 0.9].some((part) => {
      const seen = document.elementFromPoint(left + width * 0.5, top + height * part);
      return seen !== null && whole.contains(seen);
    });
    if (!isSeen) found.push("covered: " + element.outerHTML.slice(0, 150));
  }
  before?.focus({ preventScroll: true });
  return found;
}"""


def faults(page: Page) -> list[str]:
    """On a phone in the light, with large text, at 200 % zoom, and on a desk in the dark."""
    found = [f"phone: {one}" for one in [*axe_faults(page), *sideways(page), *page.evaluate(FAULTS)]]
    page.evaluate("document.documentElement.dataset.text = 'large'")
    found += [f"large text: {one}" for one in [*sideways(page), *page.evaluate(FAULTS)]]
    page.evaluate("delete document.documentElement.dataset.text")
    page.set_viewport_size(ZOOMED)
    found += [f"zoomed: {one}" for one in [*sideways(page), *page.evaluate(FAULTS)]]
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="dark")
    page.locator("html[data-bs-theme=dark]").wait_for(state="attached")
    found += [f"desk, dark: {one}" for one in [*axe_faults(page), *sideways(page), *page.evaluate(FAULTS)]]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    return found


def test_every_state(
    margaret: Patient, revision: Revision, new_context: NewContext, live_server: LiveServer
) -> None:
    with_diabetes_and_a_yesterday(margaret, revision)
    page = open_player(new_context, live_server, margaret, reduced_motion="reduce", color_scheme="light")
    found = [f"{name}, {fault}" for name in every_state(page) for fault in faults(page)]
    assert not found, "\n".join(found)


def test_with_nobody_and_without_a_network(
    margaret: Patient, revision: Revision, new_context: NewContext, live_server: LiveServer
) -> None:
    page = open_as(new_context, live_server, None, reduced_motion="reduce", color_scheme="light")
    page.goto("/player/shell/")
    expect(heading(page)).to_have_text("Nobody is signed in here")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert faults(page) == []
    page.route("**/api/v1/today", lambda route: route.abort())
    page.reload()
    expect(heading(page)).to_have_text("No connection, and no plan on this phone")
    assert faults(page) == []


def test_large_text_is_the_persons_own_choice(
    margaret: Patient, revision: Revision, new_context: NewContext, live_server: LiveServer
) -> None:
    assert margaret.user
    margaret.user.large_text = True
    margaret.user.save()
    make_check(margaret)
    page = open_player(new_context, live_server, margaret, reduced_motion="reduce")
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert page.evaluate(size) > 18.5
    # The page that a browser keeps knows nobody; what this phone was told is kept on it.
    page.context.clear_cookies()
    page.goto("/player/shell/")
    expect(heading(page)).to_have_text("One-leg heel raise")
    assert page.evaluate(size) > 18.5


def test_the_figure_stands_still_where_motion_is_reduced(
    margaret: Patient, revision: Revision, new_context: NewContext, live_server: LiveServer
) -> None:
    make_check(margaret)
    page = open_player(new_context, live_server, margaret, reduced_motion="reduce")
    figure = page.locator(".stage-figure > svg")
    expect(figure).to_be_visible()
    assert figure.evaluate("(svg) => svg.animationsPaused()")
    page.get_by_role("button", name="Start the timer").click()
    # The ring goes from second to second instead of gliding, and the count goes on.
    arc = page.locator(".ring .arc")
    left = page.locator(".ring .t-num")
    expect(left).to_have_text("4 s")
    at_four = arc.get_attribute("stroke-dasharray")
    page.wait_for_timeout(300)
    if left.text_content() == "4 s":
        assert arc.get_attribute("stroke-dasharray") == at_four
    expect(left).to_have_text("3 s")
    assert arc.get_attribute("stroke-dasharray") != at_four
    moving = open_player(new_context, live_server, margaret, reduced_motion="no-preference")
    other = moving.locator(".stage-figure > svg")
    expect(other).to_be_visible()
    assert not other.evaluate("(svg) => svg.animationsPaused()")
