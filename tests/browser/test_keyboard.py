"""Both main paths by keyboard alone: every stop shows where the focus is, and nothing covers it."""

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.keys import tab_to
from tests.browser.pages import AT_ONCE, DESK, NewContext, named, open_as
from tests.support.tabbing import skip_to_the_page
from therapy.care.models import Patient
from therapy.logbook.models import Set
from therapy.plans.models import Dose, Revision

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.always
def test_a_patient_logs_both_legs(
    thursday: None, revision: Revision, margaret: Patient, new_context: NewContext, live_server: LiveServer
) -> None:
    page = open_as(new_context, live_server, margaret.user, **AT_ONCE)
    page.goto("/today/")
    skip_to_the_page(page)
    tab_to(page, page.locator("main").get_by_role("link", name="One-leg heel raise"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name=named("Done as prescribed", "Left leg, set 1 of 3")))
    page.keyboard.press("Space")
    expect(page.locator("#set-l-1")).to_contain_text("8 reps")
    assert Set.objects.get().side == "L"

    tab_to(page, page.get_by_role("link", name=named("Different", "Right leg, set 1 of 1")))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Yes, or part of it"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Reps", exact=True))
    page.keyboard.type("6")
    pain = page.get_by_role("group", name="Pain in this set, 0 to 10")
    tab_to(page, pain.get_by_label("not said"))
    # From "not said", the last one, on to 0 and 1.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(pain.get_by_label("1", exact=True)).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Save: right leg"))
    page.keyboard.press("Enter")
    expect(page.locator("#set-r-1")).to_contain_text("6 reps")
    said = Set.objects.order_by("side").values_list("side", "outcome", "reps", "pain")
    assert list(said) == [("L", "done", 8, None), ("R", "partial", 6, 1)]


def test_a_therapist_changes_a_dose(
    thursday: None, revision: Revision, sam: User, new_context: NewContext, live_server: LiveServer
) -> None:
    page = open_as(new_context, live_server, sam, **AT_ONCE)
    page.set_viewport_size(DESK)
    page.goto("/patients/")
    skip_to_the_page(page)
    tab_to(page, page.get_by_role("link", name="Margaret Doyle"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("navigation", name="Patient").get_by_role("link", name="Plan"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Edit the plan"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("link", name="One-leg heel raise", exact=True))
    page.keyboard.press("Enter")
    left = page.get_by_role("group", name="Left leg")
    tab_to(page, left.get_by_label("Sets"))
    page.keyboard.type("4")
    tab_to(page, page.get_by_role("button", name="Save in the draft"))
    page.keyboard.press("Enter")
    expect(page.locator(".rx-list > li").filter(has_text="One-leg heel raise")).to_contain_text("4 × 8")

    heel = Dose.objects.filter(side="L", prescription__exercise__slug="heel-raise-single")
    by_revision = heel.order_by("prescription__phase__revision__number").values_list(
        "prescription__phase__revision__number", "sets"
    )
    # The published revision stays as it was.
    assert list(by_revision) == [(1, 3), (2, 4)]
