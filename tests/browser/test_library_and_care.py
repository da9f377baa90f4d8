"""The library's and care's pages in a real browser: the keyboard, htmx, and no script at all."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import sign_in_as
from therapy.care import actions as care
from therapy.care.models import Patient
from therapy.library import actions, datafile

Opened = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Opened]:
    """`open_page(user, path, width=360, **context)`: the page of somebody who is signed in."""
    contexts: list[BrowserContext] = []

    def opened(user: User, path: str, width: int = 360, **context: object) -> Page:
        client = Client()
        sign_in_as(client, user)
        contexts.append(browser.new_context(viewport={"width": width, "height": 740}, **context))
        value = client.cookies["sessionid"].value
        contexts[-1].add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def library(transactional_db: None) -> None:
    actions.load_built_in(datafile.read())


@pytest.mark.always
def test_typing_narrows_the_list_and_going_back_undoes_it(
    library: None, open_page: Opened, sam: User
) -> None:
    page = open_page(sam, "/library/", 1280)
    expect(page.locator("#result-count")).to_contain_text("45 exercises")
    page.get_by_label("Name or muscle").press_sequentially("circulation")
    expect(page.locator("#result-count")).to_contain_text("1 exercise")
    expect(page.locator(".shelf li")).to_have_count(1)
    assert page.url.endswith(
        "?q=circulation&category=&muscle=&position=&equipment=&weight_bearing=&load_tier="
    )
    page.get_by_label("Name or muscle").fill("")
    page.get_by_label("Kind").select_option("stretch")
    expect(page.locator("#result-count")).to_contain_text("5 exercises")
    page.go_back()
    expect(page.locator(".shelf li")).not_to_have_count(5)
    expect(page.locator("h1")).to_have_text("Library")


def test_the_library_is_searched_without_javascript(
    library: None, open_page: Opened, margaret: Patient
) -> None:
    page = open_page(margaret.user, "/library/", java_script_enabled=False)
    page.get_by_text("Filters").click()
    page.get_by_label("Kind").select_option("stretch")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#result-count")).to_contain_text("5 exercises")
    expect(page.get_by_label("Kind")).to_be_visible()  # a filter in force stays in sight


def test_a_patient_is_added_by_keyboard_alone(transactional_db: None, open_page: Opened, sam: User) -> None:
    page = open_page(sam, "/patients/new/", 1280)
    page.get_by_label("Full name").focus()
    page.keyboard.type("Edith Marsh")
    page.keyboard.press("Tab")
    page.keyboard.type("02031958")
    page.get_by_label("Diagnosis").focus()
    page.keyboard.type("drop foot")
    expect(page.locator("#diagnosis-count")).to_have_text("3 codes fit.")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # the second of the list: the left foot
    expect(page.locator('input[value="M21.372"]')).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Nerve")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add the patient").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/patients/*-*/")
    patient = Patient.objects.get(name="Edith Marsh")
    assert patient.conditions.values_list("code", "side", "cause").get() == ("M21.372", "L", "nerve")


def test_a_code_is_found_without_javascript(
    transactional_db: None, open_page: Opened, margaret: Patient, sam: User
) -> None:
    page = open_page(sam, f"/patients/{margaret.pk}/conditions/new/", java_script_enabled=False)
    page.get_by_label("Diagnosis").fill("diabetic polyneuropathy")
    page.get_by_label("Not of one side").check()
    page.get_by_label("Cause").select_option("diabetes")
    page.get_by_role("button", name="Record the condition").click()
    expect(page.get_by_text("Nothing was saved yet")).to_be_visible()
    page.get_by_label("E11.42").check()
    page.get_by_role("button", name="Record the condition").click()
    page.wait_for_url(f"**/patients/{margaret.pk}/")
    assert margaret.conditions.filter(code="E11.42", side="", cause="diabetes").exists()


def test_ending_a_place_asks_first(
    transactional_db: None, open_page: Opened, margaret: Patient, sam: User, leah: User
) -> None:
    care.join_team(margaret, leah)
    page = open_page(sam, f"/patients/{margaret.pk}/team/", java_script_enabled=False)
    end = page.get_by_role("button", name="End the place now")
    expect(end).to_be_hidden()
    page.get_by_text("End this place Leah Brandt").click()
    end.click()
    expect(page.get_by_text("Leah Brandt is no longer on the care team")).to_be_visible()
    assert margaret.care_team.filter(until=None).get().therapist == sam
