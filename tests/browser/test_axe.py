"""Every page that somebody may open: axe finds nothing, nothing scrolls sideways, the browser has no complaint.

The pages are those of the table of routes, so a new page is looked at without anybody remembering to add it here.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.pages import AT_ONCE, DESK, PHONE, Complaints, NewContext, axe_faults, open_as, sideways
from tests.factories import make_check, make_condition, make_patient, make_session, make_set
from tests.routes_table import PICTURE, ROUTES
from tests.support.routes import fill
from therapy.attention.models import Alert
from therapy.care.models import Patient
from therapy.logbook.screening.signs import BY_ID as SIGNS
from therapy.plans.models import Dose, Revision

pytestmark = pytest.mark.django_db(transaction=True)

NOT_PAGES = {
    "/healthz",
    "/readyz",
    "/sw.js",
    "/manifest.webmanifest",
    # Where it knows nobody it goes on by itself; test_player_states.py looks at all that it shows.
    "/player/shell/",
    "/account/session/",
    "/audit/export/",
    PICTURE,
    "/api/v1/today",
    "/api/v1/openapi.json",
}
PAGES_AT_ONCE = 15
# One page of each kind.
IN_THE_DARK = {
    "/account/login/",
    "/today/",
    "/days/<today>/<other.dose>/1/?did=skipped",
    "/progress/?weeks=52",
    "/learn/diabetes-and-feet/",
    "/library/heel-raise-single/",
    "/patients/",
    "/patients/<margaret>/",
    "/patients/<margaret>/progress/?weeks=52",
    "/patients/<margaret>/plan/draft/",
    "/people/",
    "/audit/",
}
# States of pages that no address of the table shows: by actor, an address and its answer.
MORE: dict[str, dict[str, int]] = {
    "nobody": {"/no-such-page/": 404, "/help/?kept=1": 200},
    "margaret": {
        "/library/?q=zebra": 200,
        "/learn/?q=zebra": 200,
        "/learn/diabetes-and-feet/": 200,
        "/learn/when-to-get-help/": 200,
        "/progress/?weeks=52": 200,
        "/days/<tomorrow>/": 200,
        "/days/<today>/<other.dose>/1/?did=skipped": 200,
        "/no-such-page/": 404,
    },
    "sam": {
        "/patients/?q=nobody+has+this+name": 200,
        "/patients/<edith>/": 200,
        "/patients/<edith>/plan/": 200,
        "/patients/<edith>/plan/new/": 200,
        "/patients/<edith>/progress/": 200,
        "/patients/<edith>/sessions/": 200,
        "/patients/<margaret>/progress/?weeks=52": 200,
        "/patients/<margaret>/plan/draft/items/<draft.item>/?side=R": 200,
        "/learn/our-pool/": 200,
        "/programmes/post-immobilisation-12wk/": 200,
        "/learn/diabetes-and-feet/": 200,
        "/diagnoses/?q=foot+drop": 200,
        "/no-such-page/": 404,
    },
    "ruth": {
        "/people/?state=off": 200,
        "/people/?q=nobody+has+this+name": 200,
        "/people/<ivy.user>/": 200,
        "/people/<leah.user>/hand-over/": 200,
        "/audit/?by=system": 200,
        "/audit/?who=nobody": 200,
        "/audit/?since=2026-11-20&until=2026-11-19": 422,
        "/no-such-page/": 404,
    },
}


@pytest.fixture
def clinic_at_work(
    thursday: None,
    people: dict[str, User | Patient | None],
    ids: dict[str, str],
    revision: Revision,
    margaret: Patient,
    sam: User,
) -> dict[str, str]:
    """The ids, and enough to see: library, programmes, four weeks of Margaret's sets, a patient without a plan."""
    call_command("load_library", verbosity=0)
    call_command("load_programmes", verbosity=0)
    doses = list(Dose.objects.filter(prescription__phase__revision=revision).select_related("prescription"))
    for back in range(1, 28, 3):
        session = make_session(margaret, revision, margaret.today - timedelta(days=back))
        for dose in doses:
            make_set(session, dose, pain=back % 5, reps=max(1, dose.reps - back // 6))
    heel_right = next(dose for dose in doses if dose.side == "R")
    edith = make_patient(margaret.clinic, sam, name="Edith Marsh")
    return ids | {
        "ivy.user": str(people["ivy"].pk),
        "leah.user": str(people["leah"].pk),
        "edith": str(edith.pk),
        "other.dose": str(heel_right.pk),
        "tomorrow": (margaret.today + timedelta(days=1)).isoformat(),
    }


def pages_of(actor: str) -> dict[str, int]:
    """The addresses that answer an actor with a page, and no actor before with the same one: an admin's like Sam's."""
    own = {address: 200 for address, row in ROUTES.items() if row[actor] == 200}
    before = {"nobody": ["sam"], "ruth": ["sam"]}.get(actor, [])
    seen = {address for other in before for address, row in ROUTES.items() if row[other] == 200}
    return {
        address: status for address, status in (own | MORE[actor]).items() if address not in NOT_PAGES | seen
    }


def parts() -> Iterator[Any]:
    """Some pages of one actor each, so that no worker has a long way to go alone."""
    for actor in MORE:
        addresses = list(pages_of(actor))
        for start in range(0, len(addresses), PAGES_AT_ONCE):
            part = addresses[start : start + PAGES_AT_ONCE]
            yield pytest.param(actor, part, id=f"{actor}-{start // PAGES_AT_ONCE + 1}")


@pytest.mark.parametrize(("actor", "addresses"), list(parts()))
def test_every_page_is_without_fault(
    actor: str,
    addresses: list[str],
    clinic_at_work: dict[str, str],
    people: dict[str, User | Patient | None],
    new_context: NewContext,
    live_server: LiveServer,
) -> None:
    person = people[actor]
    user = person.user if isinstance(person, Patient) else person
    page = open_as(new_context, live_server, user, **AT_ONCE)
    complaints = Complaints(page)
    wrong = []
    for address in addresses:
        where, status = fill(address, clinic_at_work), pages_of(actor)[address]
        faults = faults_at(page, where, status, complaints, in_the_dark=address in IN_THE_DARK)
        wrong += [f"{address} {fault}" for fault in faults]
    assert wrong == [], "\n" + "\n".join(wrong)


def test_the_pages_in_the_dark_are_pages() -> None:
    assert {address for actor in MORE for address in pages_of(actor)} >= IN_THE_DARK


def test_the_check_and_the_stop_are_without_fault(
    clinic_at_work: dict[str, str],
    margaret: Patient,
    sam: User,
    new_context: NewContext,
    live_server: LiveServer,
) -> None:
    """With feet and sugar, with answers missing, for every urgency, and what the therapist sees of it."""
    make_condition(margaret, cause="diabetes", code="E11.42", side="B")
    page = open_as(new_context, live_server, margaret.user, **AT_ONCE)
    complaints = Complaints(page)
    wrong = [f"/check/ {fault}" for fault in faults_at(page, "/check/", 200, complaints)]
    wrong += [f"/check/after/ {fault}" for fault in faults_at(page, "/check/after/", 200, complaints)]
    page.goto("/check/")
    page.get_by_role("group", name="Is one calf").get_by_text("Yes", exact=True).click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("group", name="Which of these fits?")).to_be_visible()
    wrong += [f"/check/ refused {fault}" for fault in [*axe_faults(page), *sideways(page)]]
    complaints.take()  # the browser notes the 422
    for sign in ("R14.burning", "R2.alone", "R1.heart"):
        Alert.objects.create(
            clinic=margaret.clinic,
            patient=margaret,
            rule="stop",
            cause=sign,
            level=SIGNS[sign].urgency,
            evidence={
                "check": str(make_check(margaret, sign=sign, kind="wrong").pk),
                "rules": [sign],
            },
        )
        for address in ("/stop/", "/today/"):
            faults = faults_at(page, address, 200, complaints, in_the_dark=True)
            wrong += [f"{address} {sign} {fault}" for fault in faults]
    desk = open_as(new_context, live_server, sam, **AT_ONCE)
    for address in ("/patients/", f"/patients/{margaret.pk}/", f"/patients/{margaret.pk}/open-again/"):
        wrong += [f"{address} {fault}" for fault in faults_at(desk, address, 200, Complaints(desk))]
    assert wrong == [], "\n" + "\n".join(wrong)


def faults_at(
    page: Page, address: str, status: int, complaints: Complaints, *, in_the_dark: bool = False
) -> list[str]:
    """What is wrong with one page, on a phone in the light and on a desk, there in the dark if asked.

    What axe looks for does not hang on the width. Colours do on the theme: `tests/base/test_contrast.py`.
    """
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    answer = page.goto(address)
    assert answer is not None
    faults = [] if answer.status == status else [f"answers {answer.status}"]
    faults += [line for line in complaints.take() if not is_the_answer_itself(line, status)]
    faults += [f"(360, light) {fault}" for fault in [*axe_faults(page), *sideways(page)]]
    page.set_viewport_size(DESK)
    faults += [f"(1280) {fault}" for fault in sideways(page)]
    if in_the_dark:
        page.emulate_media(color_scheme="dark")
        page.locator("html[data-bs-theme=dark]").wait_for(state="attached")
        faults += [f"(1280, dark) {fault}" for fault in axe_faults(page)]
    return faults + complaints.take()


def is_the_answer_itself(line: str, status: int) -> bool:
    """The browser notes every page that answers with an error, and is right."""
    return status != 200 and f"status of {status}" in line
