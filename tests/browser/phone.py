"""A patient's phone with the player on it: what a thumb does there, and what is kept there."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.pages import NewContext, open_as
from therapy.logbook.models import Set

# A promise that never settles would hang the test for ever.
WITHIN = """async () => {
  const late = new Promise((_, no) => setTimeout(no, 15000, new Error("the browser took too long")));
  return Promise.race([late, (async () => { %s })()]);
}"""
READY = """() => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((done) => setTimeout(() => done(false), 20000)),
])"""
# What a person's own store holds: ids of sets that were said, acknowledged, and still wait.
KEPT = """
const { openStore } = await import("/static/player/store.js");
const { unsent } = await import("/static/player/outbox.js");
const store = await openStore("%s");
const records = (await store.records()).filter((record) => record.kind === "session");
const plan = await store.plan();
store.close();
return {
  plan: Boolean(plan),
  sessions: records.map((record) => record.id),
  said: records.flatMap((record) => record.doc.sets.map((set) => set.id)),
  acknowledged: records.flatMap((record) => (record.base?.sets ?? []).map((set) => set.id)),
  waiting: records.flatMap((record) => unsent(record)).filter((name) => name !== "answers"),
};
"""


def within(page: Page, script: str) -> Any:
    """What the body of an async function returns, in the page; fails after 15 seconds."""
    return page.evaluate(WITHIN % script)


def wait_for_worker(page: Page) -> None:
    """Until the page is under the service worker, which has then kept what it keeps."""
    assert page.evaluate(READY)
    page.wait_for_function("navigator.serviceWorker.controller !== null")


@dataclass
class Phone:
    """One browser of one person. `taps` counts the sets that were logged on it."""

    page: Page
    person: User
    taps: int = 0
    acknowledged: set[str] = field(default_factory=set)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def open(self, address: str = "/player/") -> None:
        self.page.goto(address)

    def answer_check(self) -> None:
        """No to everything, and start."""
        expect(self.page.get_by_role("heading", name="Before you start")).to_be_visible()
        self.page.evaluate(
            "document.querySelectorAll('input[value=no]').forEach((input) => { input.checked = true; })"
        )
        self.page.get_by_role("button", name="Start the session").click()
        expect(self.page.locator(".player")).to_be_visible()

    def begin(self) -> None:
        """Open the player and pass the check."""
        self.open()
        self.answer_check()

    def log(self, sets: int = 1) -> None:
        """`sets` times "Done as prescribed", each kept before the next."""
        for _n in range(sets):
            screen = self.page.locator(".player").element_handle()
            self.page.get_by_role("button", name="Done as prescribed").click()
            self.taps += 1
            screen.wait_for_element_state("hidden")

    def kept(self) -> dict[str, Any]:
        """What the person's own store on this phone holds."""
        found = within(self.page, KEPT % self.person.pk)
        self.acknowledged |= set(found["acknowledged"])
        return found

    def try_again(self) -> None:
        """As when the network comes back."""
        self.page.evaluate("void window.dispatchEvent(new Event('online'))")

    def wait_until_sent(self) -> None:
        """Until nothing waits on it any more."""
        expect(self.page.get_by_text("waiting since")).to_have_count(0)
        for _n in range(100):
            if not self.kept()["waiting"]:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"still waiting: {self.kept()}")


def open_phone(new_context: NewContext, server: LiveServer, person: User, **context: Any) -> Phone:
    """A phone on which `person` is signed in."""
    return Phone(open_as(new_context, server, person, **context), person)


def nothing_is_lost(*phones: Phone, stored: int | None = None) -> None:
    """Each tap is a set; what a phone has heard of as stored is in the database once, all else waits on the phone.

    `stored` says how many sets the database has to have.
    """
    for phone in phones:
        kept = phone.kept()
        waiting = set(kept["waiting"])
        everything = phone.acknowledged | waiting
        assert len(everything) == phone.taps, f"{phone.taps} taps, and these sets: {kept}"
        assert set(kept["said"]) >= waiting
        found = list(Set.objects.filter(pk__in=phone.acknowledged).values_list("dose", "number"))
        assert len(found) == len(phone.acknowledged), "acknowledged, and not in the database"
    rows = [str(pk) for pk in Set.objects.values_list("pk", flat=True)]
    said = set().union(*(phone.acknowledged | set(phone.kept()["waiting"]) for phone in phones))
    assert set(rows) <= said, "stored, and nobody said it"
    if stored is not None:
        assert len(rows) == stored
