"""Figures in a real browser: they load and move, stand still for who wants no motion, and can be stopped and held."""

import base64
import re

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.pages import open_as
from therapy.library import actions, datafile

HEEL = "/library/heel-raise-single/"
LOADED = "image => image.complete && image.naturalWidth > 0"


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def open_page(new_context, live_server: LiveServer, transactional_db, complaints):
    actions.load_built_in(datafile.read())

    def opened(user: User, path: str, **context) -> Page:
        page = open_as(new_context, live_server, user, **context)

        def keep(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                complaints.append(message.text)

        page.on("console", keep)
        page.goto(path)
        return page

    return opened


def test_it_moves_by_itself(open_page, sam, complaints):
    page = open_page(sam, HEEL, java_script_enabled=False)
    figure = page.locator(".stage-figure img")
    expect(figure).to_have_js_property("complete", True)
    assert figure.evaluate(LOADED)
    page.wait_for_timeout(200)
    first = figure.screenshot()
    # A repetition takes 5.7 seconds; something moves in the first of them.
    page.wait_for_timeout(1500)
    assert figure.screenshot() != first
    assert complaints == []


def test_it_stands_still_for_who_wants_no_motion(open_page, sam):
    page = open_page(sam, HEEL, reduced_motion="reduce")
    figure = page.locator(".stage-figure img")
    assert figure.evaluate("image => image.currentSrc").endswith("/l2.svg")
    first = figure.screenshot()
    page.wait_for_timeout(1500)
    assert figure.screenshot() == first


@pytest.mark.parametrize(("theme", "scheme"), [("auto", "dark"), ("dark", "light")])
def test_it_is_dark_where_the_page_is(open_page, sam, theme, scheme):
    light = open_page(sam, HEEL, color_scheme="light", reduced_motion="reduce")
    by_day = light.locator(".stage-figure img").screenshot()
    sam.theme = theme
    sam.save()
    page = open_page(sam, HEEL, color_scheme=scheme, reduced_motion="reduce")
    figure = page.locator(".stage-figure img")
    assert shirt_of(page, figure.screenshot()) == [124, 147, 139]
    assert shirt_of(page, by_day) == [108, 131, 123]


def shirt_of(page: Page, png: bytes) -> list[int]:
    """The colour of the shirt, by day or by night; nothing where there is neither."""
    data = base64.b64encode(png).decode()
    return page.evaluate(
        """async data => {
            const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
            const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
            const canvas = new OffscreenCanvas(image.width, image.height);
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            const found = {};
            const pixels = context.getImageData(0, 0, image.width, image.height).data;
            for (let i = 0; i < pixels.length; i += 4) {
                const colour = [pixels[i], pixels[i + 1], pixels[i + 2]].join();
                found[colour] = (found[colour] ?? 0) + 1;
            }
            for (const shirt of ["108,131,123", "124,147,139"]) {
                if (found[shirt] > 200) return shirt.split(",").map(Number);
            }
            return [];
        }""",
        data,
    )


def test_it_can_be_stopped_and_goes_on(open_page, sam, complaints):
    page = open_page(sam, f"{HEEL}moving/")
    box = page.locator(".stage-box").first
    figure = box.locator("svg")
    expect(figure).to_be_visible()
    button = box.get_by_role("button", name="Pause")
    button.focus()
    page.keyboard.press("Enter")
    expect(box.get_by_role("button", name="Go on")).to_be_focused()
    first = figure.screenshot()
    page.wait_for_timeout(1200)
    assert figure.screenshot() == first
    page.keyboard.press("Enter")
    expect(box.get_by_role("button", name="Pause")).to_be_focused()
    page.wait_for_timeout(1200)
    assert figure.screenshot() != first
    assert complaints == []


@pytest.mark.always
def test_each_figure_of_a_page_has_its_own_name(open_page, sam):
    """Both legs' figures bring the same ids; which of the two arrives first is left to the network."""
    page = open_page(sam, f"{HEEL}moving/")
    for leg, figure in (("left", "svg >> nth=0"), ("right", "svg >> nth=1")):
        figure = page.locator(".stage-box").locator(figure)
        expect(figure).to_have_accessible_name(re.compile(f"^One-leg heel raise, {leg} leg "))
        title, description = figure.get_attribute("aria-labelledby").split()
        assert [page.locator(f"#{part}").count() for part in (title, description)] == [1, 1]
        assert figure.locator(f"#{description}").text_content().strip()


def test_a_hold_lasts_as_long_as_the_dose_asks(open_page, sam):
    page = open_page(sam, "/library/towel-calf-stretch/moving/")
    words = page.locator("[data-figure-words]").first
    # Two seconds to get there, and then 30 to hold.
    expect(words).to_have_text("Hold: 30")
    expect(words).to_have_text("Hold: 28")


def test_the_picture_waits_for_the_hold(open_page, sam):
    """Two seconds up, a hold that takes 1 in the picture and 10 for the patient, three down and a pause."""
    page = open_page(sam, HEEL)
    found = page.evaluate(
        """async () => {
            const { phasesOf, phaseAt, timeAt } = await import("/static/js/phases.js");
            const phases = phasesOf("1:0-2+1 0:3-6+0.7", 10);
            const times = [0, 1, 2, 7, 11.5, 12, 14.5, 15.2, 22.7];
            return times.map(now => [timeAt(phases, now), phaseAt(phases, now).left]);
        }"""
    )
    shown = [(0, 0), (1, 0), (2, 10), (2, 5), (2, 0.5), (3, 0), (5.5, 0), (6, 0.5), (2, 5)]
    assert [pair for row in found for pair in row] == pytest.approx(
        [number for pair in shown for number in pair]
    )


def test_calm_people_start_it_themselves(open_page, sam):
    page = open_page(sam, f"{HEEL}moving/", reduced_motion="reduce")
    box = page.locator(".stage-box").first
    expect(box.get_by_role("button", name="Go on")).to_be_visible()


def test_paper_has_every_frame_at_once(open_page, sam):
    page = open_page(sam, "/library/heel-raise-2up1down/paper/")
    images = page.locator(".frames-paper img")
    expect(images).to_have_count(10)
    page.wait_for_load_state("networkidle")
    assert images.evaluate_all(f"images => images.every({LOADED})")
