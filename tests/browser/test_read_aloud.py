"""Reading an article aloud, with a voice that only pretends: what is said, paused and gone on with."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.pages import AT_ONCE, NewContext, axe_faults, open_as
from tests.factories import make_article
from therapy.care.models import Patient

pytestmark = pytest.mark.django_db(transaction=True)

# Says nothing by itself: `voice.done()` ends the sentence that is being said.
VOICE = """
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const voice = {
    said: [], cancelled: 0, now: null, voices: %s, listeners: [],
    speak(words) { this.now = words; this.said.push([words.text, words.rate, words.lang, words.voice?.name]); },
    cancel() { this.cancelled += 1; const cut = this.now; this.now = null; cut?.onerror?.({ error: "canceled" }); },
    done() { const ended = this.now; this.now = null; ended.onend({}); },
    fail() { const ended = this.now; this.now = null; ended.onerror({ error: "synthesis-failed" }); },
    getVoices() { return this.voices; },
    addEventListener(name, listener) { this.listeners.push([name, listener]); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: voice });
"""
ENGLISH = '[{ name: "Remote", lang: "en-GB", localService: false }, { name: "Ann", lang: "en_GB", localService: true }]'
BODY = """Shoes hold your foot. They matter [BONE].

## What to look for

- A firm heel.
- Room:
  1. for toes

> Ask.

| Size | Fits |
|---|---|
| 5 | Yes |
"""
# Every sentence once, in its order, without the mark.
ALL = [
    *("Good shoes", "What to look for before you buy.", "Shoes hold your foot.", "They matter."),
    *("What to look for", "A firm heel.", "Room:", "for toes", "Ask.", "Size", "Fits", "5", "Yes"),
]


@pytest.fixture
def article(margaret: Patient) -> None:
    make_article(body=BODY, sources=[{"key": "BONE", "text": "Bone, 2019", "read": "the abstract"}])


@pytest.fixture
def page(article: None, margaret: Patient, new_context: NewContext, live_server: LiveServer) -> Page:
    page = open_as(new_context, live_server, margaret.user, **AT_ONCE)
    page.add_init_script(VOICE % ENGLISH)
    page.goto("/learn/good-shoes/")
    return page


def said(page: Page) -> list[str]:
    return [words for words, *_ in page.evaluate("speechSynthesis.said")]


def marked(page: Page) -> list[str]:
    return page.locator(".is-read-aloud").all_inner_texts()


def toggle(page: Page):
    return page.locator("[data-aloud-toggle]")


def test_reads_everything_once_and_marks_where_it_is(page: Page):
    toggle(page).click()
    for number, words in enumerate(ALL, start=1):
        assert said(page) == ALL[:number]
        (where,) = marked(page)
        assert words.rstrip(".") in where
        page.evaluate("speechSynthesis.done()")
    assert said(page) == ALL
    assert marked(page) == []
    expect(toggle(page)).to_have_accessible_name("Read aloud")
    expect(page.locator("[data-aloud-said]")).to_have_text("Stopped reading")


def test_speaks_the_language_of_the_page_with_a_voice_of_the_device(page: Page):
    toggle(page).click()
    assert page.evaluate("speechSynthesis.said") == [["Good shoes", 1, "en-gb", "Ann"]]


def test_pauses_at_a_sentence_and_goes_on_with_it(page: Page):
    toggle(page).click()
    page.evaluate("speechSynthesis.done()")
    expect(toggle(page)).to_have_accessible_name("Pause")
    toggle(page).click()
    expect(toggle(page)).to_have_accessible_name("Go on")
    assert page.evaluate("speechSynthesis.now") is None
    assert marked(page) == ["What to look for before you buy."]
    toggle(page).click()
    assert said(page) == ["Good shoes", ALL[1], ALL[1]]


def test_stops_and_begins_anew_by_keyboard(page: Page):
    toggle(page).focus()
    page.keyboard.press("Enter")
    page.evaluate("speechSynthesis.done()")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    expect(toggle(page)).to_be_focused()  # the button that had the focus is gone
    expect(page.locator("[data-aloud-stop]")).to_be_hidden()
    assert marked(page) == []
    page.keyboard.press("Enter")
    assert said(page)[-1] == "Good shoes"


def test_the_speed_is_kept_and_takes_effect_at_once(page: Page):
    toggle(page).click()
    page.get_by_label("Speed").select_option("Slow")
    assert [rate for _words, rate, *_ in page.evaluate("speechSynthesis.said")] == [1, 0.75]
    assert said(page) == ["Good shoes", "Good shoes"]
    page.reload()
    expect(page.get_by_label("Speed")).to_have_value("0.75")
    toggle(page).click()
    assert page.evaluate("speechSynthesis.said")[0][1] == 0.75


def test_leaving_the_page_stops_it(page: Page):
    toggle(page).click()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("speechSynthesis.now") is None
    expect(toggle(page)).to_have_accessible_name("Read aloud")


def test_a_voice_that_breaks_off_says_so(page: Page):
    toggle(page).click()
    page.evaluate("speechSynthesis.fail()")
    expect(page.get_by_text("Your device stopped reading")).to_be_visible()
    expect(toggle(page)).to_have_accessible_name("Read aloud")
    toggle(page).click()
    expect(page.get_by_text("Your device stopped reading")).to_have_count(0)


def test_axe_finds_nothing_while_it_reads(page: Page):
    toggle(page).click()
    assert axe_faults(page) == []


@pytest.mark.parametrize(
    "voices",
    [
        "[]",
        '[{ name: "Hedda", lang: "de-DE", localService: true }]',
        '[{ name: "Cloud", lang: "en-GB", localService: false }]',
    ],
)
def test_without_a_voice_of_the_device_for_the_language_nothing_is_offered(
    article: None, margaret: Patient, new_context: NewContext, live_server: LiveServer, voices: str
):
    page = open_as(new_context, live_server, margaret.user)
    page.add_init_script(VOICE % voices)
    page.goto("/learn/good-shoes/")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    expect(page.locator("[data-aloud]")).to_be_hidden()
    # Voices may come late.
    page.evaluate("speechSynthesis.voices = [{ name: 'Ann', lang: 'en', localService: true }]")
    page.evaluate("speechSynthesis.listeners.forEach(([name, tell]) => name === 'voiceschanged' && tell())")
    expect(page.locator("[data-aloud]")).to_be_visible()


def test_without_script_the_article_is_all_there(
    article: None, margaret: Patient, new_context: NewContext, live_server: LiveServer
):
    page = open_as(new_context, live_server, margaret.user, java_script_enabled=False)
    page.goto("/learn/good-shoes/")
    expect(page.get_by_text("A firm heel.")).to_be_visible()
    expect(page.locator("[data-aloud]")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    page.goto("/learn/")
    page.get_by_label("Search the articles").fill("laces")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("No article has all of these words")).to_be_visible()


def test_a_mark_leads_to_its_source_and_typing_narrows_the_list(
    article: None, margaret: Patient, new_context: NewContext, live_server: LiveServer
):
    page = open_as(new_context, live_server, margaret.user)
    page.goto("/learn/good-shoes/")
    page.get_by_role("link", name="Source 1").press("Enter")
    assert page.url.endswith("#source-1")
    expect(page.locator("#source-1")).to_be_in_viewport()
    page.goto("/learn/")
    expect(page.locator(".shelf li")).to_have_count(1)
    page.get_by_label("Search the articles").press_sequentially("zebra")
    expect(page.get_by_text("No article has all of these words")).to_be_visible()
    assert page.url.endswith("?q=zebra")
