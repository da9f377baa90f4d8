"""Without a network: the page of help in the place of any other, from the phone itself; nothing else is ever kept."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.pages import Complaints, NewContext, axe_faults, open_as, sideways
from therapy.care.models import Patient
from therapy.plans.models import Revision

pytestmark = pytest.mark.django_db(transaction=True)

# Every address in every cache of the browser.
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url));
  }
  return found.map((url) => url.pathname + url.search);
}"""
# Whether it goes within ten seconds.
OLDER_IS_GONE = """async () => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (!(await caches.has("evenstep-help-000000000000"))) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}"""
READY = """() => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((done) => setTimeout(() => done(false), 15000)),
])"""


@pytest.fixture
def page(margaret: Patient, revision: Revision, new_context: NewContext, live_server: LiveServer) -> Page:
    """Today, on Margaret's phone, whose browser has had the time to keep what it keeps."""
    page = open_as(new_context, live_server, margaret.user)
    page.goto("/today/")
    assert page.evaluate(READY)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


@pytest.fixture
def context(page: Page) -> BrowserContext:
    return page.context


def test_without_a_network_help_is_shown_and_afterwards_today_again(page: Page, context: BrowserContext):
    context.set_offline(True)
    page.goto("/today/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop. Sit or lie down.")
    expect(page.get_by_text("No connection")).to_be_visible()
    expect(page.get_by_text("you have chest pain or tightness")).to_be_visible()
    expect(page.get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    assert page.url.endswith("/today/")
    context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Stop. Sit or lie down.")
    expect(page.get_by_text("One-leg heel raise").first).to_be_visible()


def test_it_is_drawn_as_it_is_with_one(page: Page, context: BrowserContext):
    page.goto("/help/")
    drawn = "getComputedStyle(document.querySelector('.stop-head')).backgroundColor"
    red = page.evaluate(drawn)
    assert red == "rgb(155, 27, 56)"
    context.set_offline(True)
    complaints = Complaints(page)
    page.goto("/progress/")
    assert page.evaluate(drawn) == red
    assert [line for line in complaints.take() if "ERR_INTERNET_DISCONNECTED" not in line] == []
    assert axe_faults(page) == sideways(page) == []


def test_nothing_of_a_person_is_kept(page: Page, context: BrowserContext):
    page.goto("/progress/")
    page.goto("/more/")
    kept = page.evaluate(KEPT)
    assert [address for address in kept if not address.startswith("/static/")] == ["/help/?kept=1"]
    assert any(address.startswith("/static/css/stop") for address in kept)
    context.set_offline(True)
    page.goto("/more/")
    assert "Margaret" not in page.content()
    assert "Harbour" not in page.content()
    assert "session-end" not in page.content()  # which only a page for somebody signed in has


def test_a_form_that_cannot_be_sent_is_left_to_the_browser(page: Page, context: BrowserContext):
    page.goto("/more/")
    context.set_offline(True)
    answered = page.evaluate("fetch('/account/logout/', { method: 'POST' }).then(() => true, () => false)")
    assert answered is False
    assert page.evaluate("fetch('/today/').then(() => true, () => false)") is False


def test_what_was_kept_before_is_thrown_away(page: Page):
    page.evaluate(
        "caches.open('evenstep-help-000000000000').then((cache) => cache.put('/old', new Response('old')))"
    )
    page.evaluate("caches.open('evenstep-else').then((cache) => cache.put('/else', new Response('else')))")
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.unregister())")
    page.goto("/today/")
    assert page.evaluate(READY)
    assert page.evaluate(OLDER_IS_GONE)
    assert "/else" in page.evaluate(KEPT)  # another part's
    assert "/help/?kept=1" in page.evaluate(KEPT)


def test_signed_out_too(new_context: NewContext, live_server: LiveServer):
    page = open_as(new_context, live_server, None)
    page.goto("/account/login/")
    assert page.evaluate(READY)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto("/wrong/")
    expect(page.get_by_text("No connection")).to_be_visible()
