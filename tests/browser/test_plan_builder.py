"""The plan builder in a real browser: without script, and by keyboard alone."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import sign_in_as
from therapy.care.models import Patient
from therapy.plans.models import Dose, Revision


def sign_in(context: BrowserContext, live_server: LiveServer, user: User) -> None:
    client = Client()
    sign_in_as(client, user)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


@pytest.fixture
def address(live_server: LiveServer, sam: User, margaret: Patient, revision: Revision) -> str:
    return f"{live_server.url}/patients/{margaret.pk}/plan/"


@pytest.mark.parametrize("width", [360, 1280])
def test_without_script_a_dose_is_changed_and_published(
    browser: Browser, live_server: LiveServer, sam: User, address: str, width: int
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    sign_in(context, live_server, sam)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Edit the plan").click()
    page.get_by_role("link", name="Left leg 3 × 8").click()
    left = page.get_by_role("group", name="Left leg")
    left.get_by_label("Reps").fill("10")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.locator(".rx-dose.side-l").first.locator("del")).to_contain_text("8")
    expect(page.get_by_text("One-leg heel raise, left: 8 to 10 reps")).to_be_visible()
    page.get_by_role("button", name="Publish revision 2").click()
    expect(page.get_by_text("Revision 2 is published.")).to_be_visible()
    context.close()
    second = Revision.objects.get(number=2)
    assert second.published_at is not None
    doses = Dose.objects.filter(
        prescription__phase__revision=second, prescription__exercise__slug="heel-raise-single"
    )
    assert {dose.side: dose.reps for dose in doses} == {"L": 10, "R": 8}


@pytest.mark.always
def test_by_keyboard_an_exercise_is_taken_out(
    page: Page, live_server: LiveServer, sam: User, address: str
) -> None:
    sign_in(page.context, live_server, sam)
    page.goto(address)
    page.get_by_role("button", name="Edit the plan").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/draft/**")
    more = page.locator("summary").filter(has=page.get_by_label("More for Sit to stand"))
    more.focus()
    page.keyboard.press("Enter")
    for _place in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Take it out":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sit to stand is taken out of the draft.")).to_be_visible()
