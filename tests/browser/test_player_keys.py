"""A whole session by keyboard alone, from today's list to "All done for today"."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.keys import tab_to
from tests.browser.pages import AT_ONCE, NewContext, open_as
from tests.browser.player_pages import STEPS, heading, sheet, stands_at, wait_for
from therapy.care.models import Patient
from therapy.logbook.models import Check, Session, Set
from therapy.plans.models import Revision

pytestmark = pytest.mark.django_db(transaction=True)


def by_key(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Tab to it and press it; whatever comes then has the focus somewhere."""
    tab_to(page, wanted)
    page.keyboard.press(key)


def keeps_the_focus(page: Page) -> None:
    page.wait_for_function("document.activeElement !== document.body")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_a_whole_session(
    margaret: Patient, revision: Revision, new_context: NewContext, live_server: LiveServer
) -> None:
    page = open_as(new_context, live_server, margaret.user, **AT_ONCE)
    page.goto("/today/")
    by_key(page, page.locator('a[href="/player/"]').first)
    expect(heading(page)).to_have_text("Before you start")
    for question in page.locator(".check-question").all():
        by_key(page, question.get_by_role("radio", name="No", exact=True), "Space")
        keeps_the_focus(page)
    by_key(page, button(page, "Start the session"))
    stands_at(page, *STEPS[0])
    keeps_the_focus(page)

    player = page.locator(".player")
    for name in ("Sound and more", "Change", "Skip", "Pain"):
        opener = player.get_by_role("button", name=name)
        by_key(page, opener)
        expect(sheet(page)).to_be_visible()
        assert sheet(page).evaluate("(sheet) => sheet.contains(document.activeElement)")
        page.keyboard.press("Escape")
        expect(sheet(page)).to_have_count(0)
        expect(opener).to_be_focused()

    tab_to(page, button(page, "Done as prescribed"), "Shift+Tab")
    page.keyboard.press("Enter")
    stands_at(page, *STEPS[1])
    expect(heading(page)).to_be_focused()
    _change_by_arrows(page)
    stands_at(page, *STEPS[2])
    expect(heading(page)).to_be_focused()
    _skip_by_arrows(page)
    for step in STEPS[3:]:
        stands_at(page, *step)
        expect(heading(page)).to_be_focused()
        by_key(page, button(page, "Done as prescribed"), "Space")
    expect(heading(page)).to_have_text("How was it?")
    effort = page.get_by_role("group", name="How hard was all of it")
    tab_to(page, effort.get_by_label("not said"))
    page.keyboard.press("ArrowLeft")  # round from "not said" to 10
    expect(effort.get_by_label("10", exact=True)).to_be_checked()
    by_key(page, button(page, "Save and finish"))
    expect(heading(page)).to_have_text("All done for today")
    keeps_the_focus(page)

    wait_for(lambda: Session.objects.filter(finished_at__isnull=False).exists())
    found = Set.objects.order_by("logged_at").values_list(
        "side", "number", "outcome", "skip_reason", "reps", "pain"
    )
    assert list(found)[:3] == [
        ("L", 1, "done", "", 8, None),
        ("L", 2, "partial", "", 5, 0),
        ("L", 3, "skipped", "tired", None, None),
    ]
    assert [one[:3] for one in found][3:] == [
        ("R", 1, "done"), ("R", 1, "done"), ("L", 1, "done"), ("B", 1, "done"), ("B", 2, "done")
    ]  # fmt: skip
    assert Session.objects.get().effort == 10
    assert Check.objects.get().urgency == ""


def _change_by_arrows(page: Page) -> None:
    by_key(page, button(page, "Change"))
    tab_to(page, sheet(page).get_by_label("Reps", exact=True))
    page.keyboard.type("5")
    pain = page.get_by_role("group", name="Pain in this set")
    tab_to(page, pain.get_by_label("not said"))
    page.keyboard.press("ArrowRight")  # round to 0
    expect(pain.get_by_label("0", exact=True)).to_be_checked()
    by_key(page, button(page, "Save: left leg"))


def _skip_by_arrows(page: Page) -> None:
    by_key(page, button(page, "Skip"))
    reasons = page.get_by_role("group", name="Why? Pick the closest")
    tab_to(page, reasons.get_by_role("radio", name="It hurt"))
    page.keyboard.press("ArrowDown")
    expect(reasons.get_by_role("radio", name="Too tired")).to_be_checked()
    by_key(page, button(page, "Save as skipped"))
