"""Leaving a phone: what waits is sent or asked about, and no plan stays for whoever holds the phone next."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.pages import NewContext, axe_faults, sideways, sign_in
from tests.browser.phone import Phone, nothing_is_lost, open_phone, within
from tests.factories import make_plan, make_prescription, make_revision
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.logbook.models import Set
from therapy.plans.models import Revision

pytestmark = pytest.mark.django_db(transaction=True)

SESSIONS = "**/api/v1/sessions/*"
SERVER = "**/api/v1/**"
# All that the databases of this phone hold, and who was here.
EVERYTHING = """
const said = [localStorage.getItem("evenstep.person")];
for (const { name } of await indexedDB.databases()) {
  const db = await new Promise((done) => { indexedDB.open(name).onsuccess = ({ target }) => done(target.result); });
  for (const store of db.objectStoreNames) {
    const all = await new Promise((done) => {
      db.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => done(target.result);
    });
    said.push({ name, store, all });
  }
  db.close();
}
return JSON.stringify(said);
"""


@pytest.fixture
def phone(new_context: NewContext, live_server: LiveServer, margaret: Patient, revision: Revision) -> Phone:
    """Margaret's, with the check answered."""
    phone = open_phone(new_context, live_server, margaret.user)
    phone.begin()
    return phone


@pytest.fixture
def waiting(phone: Phone) -> Phone:
    """With two sets that the server does not take, on the More page."""
    phone.context.route(SESSIONS, lambda route: route.fulfill(status=500, body=""))
    phone.log(2)
    phone.open("/more/")
    return phone


def leave(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()


def asks(page: Page) -> Any:
    return page.get_by_role("dialog", name="Not everything is sent yet")


def signed_out(page: Page) -> None:
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_what_waits_is_shown_on_every_page_and_goes_when_it_is_asked_to(waiting: Phone):
    page = waiting.page
    for address in ("/today/", "/progress/", "/learn/", "/more/"):
        page.goto(address)
        expect(page.get_by_text("2 sets are waiting since")).to_be_visible()
    assert axe_faults(page) == sideways(page) == []
    assert not Set.objects.exists()
    waiting.context.unroute(SESSIONS)
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("sets are waiting")).to_have_count(0)
    nothing_is_lost(waiting, stored=2)


def test_opening_any_page_sends_it(waiting: Phone):
    waiting.context.unroute(SESSIONS)
    waiting.open("/progress/")
    waiting.wait_until_sent()
    nothing_is_lost(waiting, stored=2)


def test_where_nothing_waits_nothing_is_asked_of_the_server(phone: Phone):
    phone.log(1)
    phone.wait_until_sent()
    asked: list[str] = []
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.page.goto("/more/", wait_until="networkidle")
    assert asked
    assert [url for url in asked if "/api/" in url or "sync" in url] == []


@pytest.mark.always
def test_sign_out_with_nothing_waiting_takes_the_plan_along(phone: Phone):
    phone.log(2)
    phone.wait_until_sent()
    phone.open("/more/")
    # Sign-out itself, and not the sign-in page that comes after it.
    phone.context.route("**/forget.js", lambda route: route.abort())
    leave(phone.page)
    signed_out(phone.page)
    left = within(phone.page, EVERYTHING)
    assert '"outbox","all":[]' in left
    assert "heel raise" not in left
    assert left.startswith("[null")
    nothing_is_lost(phone, stored=2)


def test_sign_out_sends_first(waiting: Phone):
    waiting.context.unroute(SESSIONS)
    leave(waiting.page)
    signed_out(waiting.page)
    assert Set.objects.count() == 2
    assert '"outbox","all":[]' in within(waiting.page, EVERYTHING)


def test_what_cannot_be_sent_is_asked_about_and_one_may_stay(waiting: Phone):
    page = waiting.page
    leave(page)
    expect(asks(page)).to_be_visible()
    expect(asks(page).get_by_text("2 sets are waiting since")).to_be_visible()
    assert axe_faults(page) == sideways(page) == []
    asks(page).get_by_role("button", name="Stay signed in").click()
    expect(asks(page)).to_be_hidden()
    assert page.url.endswith("/more/")
    assert waiting.kept()["plan"]
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    nothing_is_lost(waiting, stored=0)


def test_what_stays_after_sign_out_goes_at_the_next_sign_in_of_the_same_person(
    waiting: Phone, margaret: Patient
):
    page = waiting.page
    leave(page)
    asks(page).get_by_role("button", name="Sign out, keep them on this phone for me").click()
    signed_out(page)
    left = within(page, EVERYTHING)
    assert not any(word in left for word in ("Margaret", "heel raise", "Harbour", "Sam Osei"))
    nothing_is_lost(waiting, stored=0)
    waiting.context.unroute(SESSIONS)
    sign_in(page, "margaret@example.org")
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    waiting.wait_until_sent()
    nothing_is_lost(waiting, stored=2)
    # And the player knows of them.
    waiting.open()
    expect(page.get_by_text("Set 3 of 3", exact=True)).to_be_visible()


def test_offline_there_is_no_way_out_and_no_plan_is_lost(phone: Phone):
    phone.context.route(SERVER, lambda route: route.abort())
    phone.log(1)
    phone.open("/more/")
    phone.context.set_offline(True)
    leave(phone.page)
    dialog = phone.page.get_by_role("dialog", name="You are offline")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button")).to_have_count(1)
    dialog.get_by_role("button", name="Stay signed in").click()
    assert phone.kept()["plan"]
    nothing_is_lost(phone, stored=0)


def test_the_page_of_sign_out_asks_too(waiting: Phone):
    waiting.page.goto("/account/logout/")
    leave(waiting.page)
    expect(asks(waiting.page)).to_be_visible()


def test_a_session_that_ended_otherwise_leaves_no_plan_at_the_sign_in_page(waiting: Phone):
    waiting.context.clear_cookies()
    waiting.page.goto("/today/")
    signed_out(waiting.page)
    waiting.page.wait_for_function("localStorage.getItem('evenstep.person') === null")
    for _n in range(50):
        left = within(waiting.page, EVERYTHING)
        if "heel raise" not in left:
            break
        waiting.page.wait_for_timeout(100)
    assert not any(word in left for word in ("Margaret", "heel raise", "Harbour"))
    nothing_is_lost(waiting, stored=0)


def test_a_player_that_is_open_in_another_tab_shows_nothing_any_more(phone: Phone):
    other = phone.context.new_page()
    other.goto("/more/")
    leave(other)
    signed_out(other)
    expect(phone.page.get_by_role("heading", name="Nobody is signed in here")).to_be_visible()
    assert "heel raise" not in phone.page.locator("main").inner_text()
    assert "heel raise" not in within(other, EVERYTHING)


@pytest.mark.always
def test_another_persons_sign_in_sends_nothing_and_shows_nothing(
    waiting: Phone, tomasz: Patient, heel_raise: Exercise
):
    revision = make_revision(make_plan(tomasz))
    make_prescription(revision, heel_raise, {"R": {"sets": 1, "reps": 8}})
    page = waiting.page
    leave(page)
    asks(page).get_by_role("button", name="Sign out, keep them on this phone for me").click()
    signed_out(page)
    sent: list[str] = []
    waiting.context.unroute(SESSIONS)
    waiting.context.route(SESSIONS, lambda route: note(route, sent))
    sign_in(page, "tomasz@example.org")
    for address in ("/today/", "/player/", "/more/"):
        page.goto(address, wait_until="networkidle")
        expect(page.get_by_text("waiting since")).to_have_count(0)
    assert sent == []
    nothing_is_lost(waiting, stored=0)


def note(route: Route, into: list[str]) -> None:
    into.append(route.request.url)
    route.continue_()


def test_without_script_sign_out_is_a_form(
    new_context: NewContext, live_server: LiveServer, margaret: Patient, revision: Revision
):
    user: User = margaret.user
    phone = open_phone(new_context, live_server, user, java_script_enabled=False)
    phone.open("/more/")
    leave(phone.page)
    signed_out(phone.page)
