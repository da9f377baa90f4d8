"""What a phone keeps, in a real IndexedDB: the player's `store.js` and `sync.js` as a browser runs them."""

from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

MARGARET = "11111111-1111-4111-8111-111111111111"
OTTO = "22222222-2222-4222-8222-222222222222"

# Shared by every script below: a session of one set, of which nothing was sent.
BEGIN = """
const { openStore, forgetPlans, persons } = await import("/static/player/store.js");
const { newSession, edit, unsent } = await import("/static/player/outbox.js");
const { begin, logAsPrescribed } = await import("/static/player/workout.js");
const now = "2026-11-23T12:00:00.000Z";
const steps = [1, 2].map((number) => ({ dose: "dose", number, round: 1 }));
const today = {
  person: "%(person)s", token: "t", today: "2026-11-23", days: [{ day: "2026-11-23", state: "due", steps }],
  doses: { dose: { prescription: "p", side: "L", sets: 2, reps: 8 } }, exercises: { p: { name: "Raise" } }, logged: [],
};
const store = await openStore("%(person)s");
const done = (record, id) => edit(record, (workout) => logAsPrescribed(workout, { id, now }), now);
const fresh = () => newSession("session", "%(person)s", begin(today, { day: "2026-11-23", now }));
const late = new Promise((_, no) => setTimeout(no, 8000, new Error("too slow")));
const within = (promise) => Promise.race([promise, late]);
"""


@pytest.fixture
def phone(page: Page, live_server: LiveServer) -> Page:
    page.goto(f"{live_server.url}/help/")
    return page


def run(page: Page, script: str, person: str = MARGARET) -> Any:
    """What the script returns, as the page of `person`."""
    begin = BEGIN % {"person": person}
    return page.evaluate(f"async () => {{ {begin} return within((async () => {{ {script} }})()); }}")


def test_what_is_kept_is_there_after_a_reload(phone: Page) -> None:
    run(
        phone,
        "await store.update('session', () => done(fresh(), 'one'));"
        "await store.keepPlan({ today, offset: 5, kept_at: now }); await store.keepFigures({ '/f.svg': '<svg/>' });",
    )
    phone.reload()
    found = run(
        phone,
        "const record = await store.get('session');"
        "return [record.doc.sets.map((set) => set.id), record.course.at, (await store.plan()).offset,"
        " await store.figure('/f.svg'), (await store.records()).length];",
    )
    assert found == [["one"], 1, 5, "<svg/>", 1]


def test_changes_at_once_all_count(phone: Page) -> None:
    found = run(
        phone,
        "const other = await openStore(store.person);"
        "await store.update('session', () => ({ ...fresh(), tries: 0 }));"
        "await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? store : other)"
        " .update('session', (record) => ({ ...record, tries: record.tries + 1 }))));"
        "return (await store.get('session')).tries;",
    )
    assert found == 40


def test_a_change_that_fails_changes_nothing(phone: Page) -> None:
    found = run(
        phone,
        "await store.update('session', fresh); let said = '';"
        "try { await store.update('session', (record) => { record.tries = 9; throw new Error('no'); }); }"
        "catch (error) { said = error.message; }"
        "try { await store.update('session', (record) => ({ ...record, broken: () => 1 })); }"
        "catch (error) { said += ' ' + error.name; }"
        "await store.update('session', () => undefined);"
        "const same = await store.update('session', (record) => record);"
        "const gone = await store.update('session', () => null);"
        "return [said, same.tries, gone, await store.get('session')];",
    )
    assert found == ["no DataCloneError", 0, None, None]


def test_a_connection_that_was_cut_is_made_anew(phone: Page) -> None:
    found = run(
        phone,
        "await store.update('session', fresh); store.close();"
        "return (await store.update('session', (record) => done(record, 'one'))).doc.sets.length;",
    )
    assert found == 1


@pytest.mark.always
def test_sign_out_leaves_what_is_unsent_and_nothing_else_of_anybody(phone: Page) -> None:
    run(
        phone,
        "await store.keepPlan({ today, offset: 0, kept_at: now }); await store.keepFigures({ '/f.svg': '<svg/>' });"
        "await store.update('session', () => done(fresh(), 'one'));"
        "await store.update('sent', () => ({ ...fresh(), id: 'sent' }));",
    )
    run(phone, "await store.keepPlan({ today, offset: 0, kept_at: now });", OTTO)
    found = run(
        phone,
        "await forgetPlans(); const otto = await openStore('22222222-2222-4222-8222-222222222222');"
        "const records = await store.records();"
        "return { plans: [await store.plan(), await otto.plan(), await store.figure('/f.svg')],"
        " records: records.map((record) => [record.id, record.course, unsent(record)]),"
        " persons: (await persons()).map(({ person, unsent }) => [person, unsent.sets]) };",
    )
    assert found == {
        "plans": [None, None, None],
        "records": [["session", None, ["one"]]],
        "persons": [[MARGARET, 1]],
    }


def test_figures_that_are_not_wanted_any_more_go(phone: Page) -> None:
    found = run(
        phone,
        "await store.keepFigures({ '/a.svg': 'a', '/b.svg': 'b' }); await store.keepFigures({ '/b.svg': 'c' });"
        "return [await store.figure('/a.svg'), await store.figure('/b.svg')];",
    )
    assert found == [None, "c"]


def test_two_tabs_flush_one_after_the_other(phone: Page) -> None:
    """The browser's own locks, between two pages; the set goes once."""
    script = """
    const { makeSync, lockOf } = await import("/static/player/sync.js");
    const channel = new BroadcastChannel("sent");
    const answer = (url, { body }) => {
      const sent = JSON.parse(body);
      channel.postMessage(sent.version);
      const sets = sent.sets.map((set) => set.id);
      const said = { session: "session", version: sent.version, day: sent.day, plan_then: "", finished: false, sets };
      return new Promise((done) => setTimeout(done, 300, new Response(JSON.stringify(said))));
    };
    const sync = makeSync({ store, fetch: answer, lock: lockOf(navigator.locks), now: () => Date.now() });
    """
    run(phone, "await store.update('session', () => done(fresh(), 'one'));")
    other = phone.context.new_page()
    other.goto(phone.url)
    watch = phone.context.new_page()
    watch.goto(phone.url)
    watch.evaluate(
        "() => { window.sent = []; new BroadcastChannel('sent').onmessage = ({ data }) => window.sent.push(data); }"
    )
    run(phone, script + "window.flushed = sync.flush();")
    unsent = run(other, script + "return (await sync.flush()).unsent.sets;")
    assert unsent == 0
    assert watch.evaluate("() => window.sent") == [1]
