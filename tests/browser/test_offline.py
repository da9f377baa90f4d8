"""Without a network: the plan where one is on the phone, else the page of help. No cache keeps anything of anybody."""

import time

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.pages import Complaints, NewContext, axe_faults, open_as, sideways
from tests.browser.phone import Phone, wait_for_worker, within
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
# Names and what a plan asks for; and what a page for somebody signed in has.
OF_SOMEBODY = ("Margaret", "Doyle", "Harbour", "Sam Osei", "heel raise", "Sit to stand", "calf stretch")
SIGNED_IN = ('id="session-end"', 'name="csrfmiddlewaretoken"', "sessionid=")
# Whether it goes within ten seconds.
OLDER_IS_GONE = """async () => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (!(await caches.has("evenstep-help-000000000000"))) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}"""
# Every address in every cache, with what was sent for it and what came.
ALL_KEPT = """
const found = [];
for (const name of await caches.keys()) {
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    const answer = await cache.match(request);
    const { pathname, search } = new URL(request.url);
    const headers = [...request.headers, ...answer.headers].flat().join(" ");
    found.push({ address: pathname + search, credentials: request.credentials, headers, text: await answer.text() });
  }
}
return found;
"""


@pytest.fixture
def page(margaret: Patient, revision: Revision, new_context: NewContext, live_server: LiveServer) -> Page:
    """Today, on Margaret's phone, whose browser has had the time to keep what it keeps."""
    page = open_as(new_context, live_server, margaret.user)
    page.goto("/today/")
    wait_for_worker(page)
    return page


@pytest.fixture
def context(page: Page) -> BrowserContext:
    return page.context


@pytest.mark.parametrize("address", ["/", "/today/", "/player/"])
def test_without_a_plan_on_the_phone_help_is_shown(page: Page, context: BrowserContext, address: str):
    context.set_offline(True)
    page.goto(address)
    expect(page.get_by_text("No connection")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop. Sit or lie down.")


def test_from_help_one_comes_back_to_today(page: Page, context: BrowserContext):
    context.set_offline(True)
    page.goto("/today/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop. Sit or lie down.")
    expect(page.get_by_text("No connection")).to_be_visible()
    expect(page.get_by_text("you have chest pain or tightness")).to_be_visible()
    expect(page.get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    assert page.url.endswith("/today/?kept=1")
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


@pytest.mark.parametrize("address", ["/", "/today/", "/player/"])
def test_with_a_plan_on_the_phone_the_player_is_shown(page: Page, context: BrowserContext, address: str):
    page.goto("/player/")
    expect(page.get_by_role("heading", name="Before you start")).to_be_visible()
    context.set_offline(True)
    complaints = Complaints(page)
    page.goto(address)
    expect(page.get_by_role("heading", name="Before you start")).to_be_visible()
    assert page.url.endswith(address)
    assert [line for line in complaints.take() if "ERR_INTERNET_DISCONNECTED" not in line] == []
    page.goto("/progress/")
    expect(page.get_by_text("No connection")).to_be_visible()


def test_a_network_that_does_not_answer_is_waited_for_three_seconds(page: Page, context: BrowserContext):
    page.goto("/player/")
    expect(page.get_by_role("heading", name="Before you start")).to_be_visible()
    # Asked for by the worker itself, and never answered.
    context.route("**/*", lambda route: None)
    began = time.monotonic()
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Before you start")).to_be_visible()
    assert 2.5 < time.monotonic() - began < 12


def test_a_server_that_is_away_is_no_reason_to_lose_the_plan(page: Page, context: BrowserContext):
    page.goto("/player/")
    expect(page.get_by_role("heading", name="Before you start")).to_be_visible()
    context.route(
        "**/*", lambda route: route.fulfill(status=503, body="<h1>Away</h1>", content_type="text/html")
    )
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Before you start")).to_be_visible()


def test_after_a_whole_session_the_caches_hold_public_things_alone(page: Page, margaret: Patient):
    phone = Phone(page, margaret.user)
    phone.begin()
    phone.log(8)
    page.get_by_role("button", name="Save and finish").click()
    expect(page.get_by_role("heading", name="All done for today")).to_be_visible()
    phone.wait_until_sent()
    for address in ("/today/", "/progress/", "/more/", "/sessions/"):
        page.goto(address)
    kept = within(page, ALL_KEPT)
    pages = [one["address"] for one in kept if not one["address"].startswith("/static/")]
    assert sorted(pages) == ["/help/?kept=1", "/player/shell/"]
    assert all(one["credentials"] == "omit" for one in kept if one["address"] in pages)
    addresses = {one["address"] for one in kept}
    assert {"/static/css/stop.css", "/static/player/ui/app.js"} <= addresses
    own = (str(margaret.pk), str(margaret.user_id), *phone.kept()["said"])
    for one in kept:
        everything = one["headers"] + one["text"]
        assert [word for word in (*OF_SOMEBODY, *SIGNED_IN, *own) if word in everything] == [], one["address"]


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
    wait_for_worker(page)
    assert page.evaluate(OLDER_IS_GONE)
    assert "/else" in page.evaluate(KEPT)  # another part's
    assert "/help/?kept=1" in page.evaluate(KEPT)


def test_signed_out_too(new_context: NewContext, live_server: LiveServer):
    page = open_as(new_context, live_server, None)
    page.goto("/account/login/")
    wait_for_worker(page)
    page.context.set_offline(True)
    page.goto("/wrong/")
    expect(page.get_by_text("No connection")).to_be_visible()
