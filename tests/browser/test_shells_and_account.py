"""Account pages and both shells in a real browser: axe finds nothing, nothing scrolls sideways, no script is needed."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.pages import sign_in, sign_out
from tests.factories import sign_in_as
from therapy.care.models import Patient

PUBLIC = [
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/password/reset/key/1-no/",
]
PERSONAL = ["/account/password/change/", "/account/email/", "/account/logout/"]


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator:
    """`open_page(path, user=None, width=360, **context)`: the page at a width, signed in or not."""
    contexts: list[BrowserContext] = []

    def opened(path: str, user: User | None = None, width: int = 360, **context: object) -> Page:
        contexts.append(
            browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 740}, **context)
        )
        if user:
            client = Client()
            sign_in_as(client, user)
            value = client.cookies["sessionid"].value
            contexts[-1].add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe found, and sideways scrolling."""
    found = Axe().run(page).response["violations"]
    result = [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]
    width, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    return result if width <= room else [*result, ("scrolls sideways", [f"{width} in {room}"])]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.django_db(transaction=True)
def test_signed_out_pages_have_no_fault(open_page, path: str, colours: str) -> None:
    assert faults(open_page(path, color_scheme=colours)) == []


@pytest.mark.parametrize("width", [180, 360])
@pytest.mark.parametrize("path", PERSONAL)
def test_the_patients_shell_has_no_fault(
    transactional_db: None, open_page, margaret: Patient, path: str, width: int
) -> None:
    assert faults(open_page(path, margaret.user, width)) == []


@pytest.mark.parametrize("width", [180, 360, 1280])
def test_the_desk_has_no_fault(transactional_db: None, open_page, sam: User, width: int) -> None:
    page = open_page("/account/email/", sam, width, color_scheme="dark")
    page.locator(".menu > summary").click()
    assert faults(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_high_contrast_and_large_text_have_no_fault(
    transactional_db: None, open_page, margaret: Patient, width: int
) -> None:
    margaret.user.high_contrast = margaret.user.large_text = True
    margaret.user.save()
    page = open_page("/account/password/change/", margaret.user, width)
    assert faults(page) == []
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "18.88px"


@pytest.mark.parametrize(
    ("chosen", "device", "seen"),
    [
        ("auto", "dark", "dark"),
        ("auto", "light", "light"),
        ("light", "dark", "light"),
        ("dark", "light", "dark"),
    ],
)
def test_the_theme_is_the_persons_or_else_the_devices(
    transactional_db: None, open_page, margaret: Patient, chosen: str, device: str, seen: str
) -> None:
    margaret.user.theme = chosen
    margaret.user.save()
    page = open_page("/account/email/", margaret.user, color_scheme=device)
    assert page.locator("html").get_attribute("data-bs-theme") == seen


@pytest.mark.django_db(transaction=True)
def test_a_change_of_the_device_is_followed(open_page) -> None:
    page = open_page("/account/login/", color_scheme="light")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_skip_link_comes_first_and_leads_to_the_page(
    transactional_db: None, open_page, sam: User
) -> None:
    page = open_page("/account/email/", sam, 1280)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_account_menu_closes_on_escape(transactional_db: None, open_page, sam: User) -> None:
    page = open_page("/account/email/", sam, 1280)
    page.locator(".menu > summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


def test_signing_in_and_out_works_without_script(transactional_db: None, open_page, sam: User) -> None:
    page = open_page("/account/login/", width=1280, java_script_enabled=False)
    sign_in(page, "sam@example.org")
    sign_out(page)
    expect(page.get_by_text("You are signed out.")).to_be_visible()


STEPPER = """
  const box = document.createElement("div");
  box.innerHTML = `<label for="reps">Reps</label>
    <div class="stepper-ctl is-plain" data-stepper data-less="less" data-more="more" data-start="8">
      <input id="reps" type="number" min="0" max="10" class="form-control"></div>`;
  document.querySelector("main").append(box);
  return import("/static/js/stepper.js").then((module) => module.enhance(box.querySelector("[data-stepper]")));
"""


@pytest.mark.django_db(transaction=True)
def test_a_stepper_starts_from_what_was_asked_and_can_be_unsaid_again(open_page) -> None:
    page = open_page("/account/login/")
    page.evaluate(f"() => {{ {STEPPER} }}")
    reps = page.locator("#reps")
    less, more = page.get_by_role("button", name="Reps: less"), page.get_by_role("button", name="Reps: more")
    expect(reps).to_have_value("")
    more.click()
    expect(reps).to_have_value("8")
    for _ in range(3):
        more.click()
    expect(reps).to_have_value("10")
    for _ in range(10):
        less.click()
    expect(reps).to_have_value("0")
    less.click()
    expect(reps).to_have_value("")
