"""What the tests of this folder do again and again: opening pages as somebody, and asking what is wrong with one."""

import re
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from axe_playwright_python.base import AXE_SCRIPT
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import PASSWORD, sign_in_as, totp_code

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PATIENCE = 20_000  # milliseconds: the machine may have other work

expect.set_options(timeout=PATIENCE)

# No smooth scrolling and no fading colours, so that a page is looked at as it comes to rest.
AT_ONCE = {"reduced_motion": "reduce"}

NewContext = Callable[..., BrowserContext]


def open_as(new_context: NewContext, server: LiveServer, user: User | None, **context: Any) -> Page:
    """An empty page of a phone on which `user` is signed in, or nobody; addresses are relative to `server`."""
    made = new_context(base_url=server.url, **context)
    made.set_default_timeout(PATIENCE)
    if user is not None:
        client = Client()
        sign_in_as(client, user)
        made.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}]
        )
    return made.new_page()


def named(words: str, of: str) -> re.Pattern[str]:
    """The name of a button or link whose `of` is for screen readers alone: browsers set that part off by a space."""
    return re.compile(f"{re.escape(words)} ?: {re.escape(of)}")


def choose(option: Locator) -> None:
    """A radio button of a segment, a scale or a card, by its label: that is what is drawn and takes the tap."""
    option.locator("xpath=..").click()
    expect(option).to_be_checked()


def sign_in(page: Page, email: str) -> None:
    """By the form, as a person does."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    if Authenticator.objects.filter(user__email=email).exists():
        cache.clear()  # a code works once, and a test may sign in twice within its 30 seconds
        page.get_by_label("Code").fill(totp_code())
        page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    """By the account menu of the staff's desk."""
    page.locator("summary.who").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def axe_faults(page: Page) -> list[str]:
    """What axe finds, each with the first elements that have it.

    The script is put into a page once, and only violations are sent back: a page is asked twice, and there are many.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)"
    )
    return [f"{fault['id']}: {[node['html'][:150] for node in fault['nodes'][:3]]}" for fault in found]


def sideways(page: Page) -> list[str]:
    """Whether the page is wider than the window."""
    width, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    if width <= room:
        return []
    outside = page.evaluate(
        "[...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > innerWidth)"
        ".slice(0, 3).map((one) => one.outerHTML.slice(0, 100))"
    )
    return [f"scrolls sideways: {width} in {room}, first of it {outside}"]


class Complaints:
    """What the browser said about a page since it was last asked: errors, warnings, broken policies."""

    def __init__(self, page: Page) -> None:
        self._said: list[str] = []
        page.on("console", lambda said: said.type in ("error", "warning") and self._said.append(said.text))
        page.on("pageerror", lambda error: self._said.append(str(error)))

    def take(self) -> list[str]:
        """What was said, which is then forgotten."""
        said, self._said = self._said, []
        return [f"console: {line}" for line in said]
