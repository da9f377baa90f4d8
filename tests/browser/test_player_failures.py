"""Whatever fails on the way: what a phone has heard of as stored is in the database once, all else is still on it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Error, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.pages import NewContext
from tests.browser.phone import Phone, nothing_is_lost, open_phone, wait_for_worker
from tests.factories import make_revision
from tests.sync.dying.kill import AFTER_COMMIT, BEFORE_ANSWER, BEFORE_COMMIT
from tests.sync.dying.server import dying_server
from therapy.base import clock
from therapy.care.models import Patient
from therapy.logbook.models import Session, Set
from therapy.plans.actions import end_plan
from therapy.plans.models import Revision

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

SESSIONS = "**/api/v1/sessions/*"
API = "**/api/v1/**"
SETS = 8  # that the day asks for


@pytest.fixture
def another(
    new_context: NewContext, live_server: LiveServer, margaret: Patient, revision: Revision
) -> Callable[..., Phone]:
    """One more phone on which Margaret is signed in."""
    return lambda **context: open_phone(new_context, live_server, margaret.user, **context)


@pytest.fixture
def phone(another: Callable[..., Phone]) -> Phone:
    """Margaret's, at the first set."""
    phone = another()
    phone.begin()
    return phone


def cut(route: Route) -> None:
    """Stored, and half of the answer arrives."""
    answer = route.fetch()
    route.fulfill(status=answer.status, content_type="application/json", body=answer.body()[:60])


def lost(route: Route) -> None:
    """Stored, and no answer arrives."""
    route.fetch()
    route.abort("connectionreset")


PAGE = "<!doctype html><title>Sign in</title><h1>Sign in</h1>"
# What happens to what is sent, and whether it is stored all the same.
FAULTS: dict[str, tuple[Callable[[Route], None], bool]] = {
    "500": (lambda route: route.fulfill(status=500, content_type="text/html", body=PAGE), False),
    "302": (lambda route: route.fulfill(status=302, headers={"Location": "/account/login/"}), False),
    "200 with HTML": (lambda route: route.fulfill(status=200, content_type="text/html", body=PAGE), False),
    "200 with nothing": (
        lambda route: route.fulfill(status=200, content_type="application/json", body=""),
        False,
    ),
    "no answer": (lambda route: route.abort(), False),
    "cut body": (cut, True),
    "lost answer": (lost, True),
}


def test_every_answer_that_is_none_keeps_the_set_on_the_phone(phone: Phone):
    for n, (name, (fault, is_stored)) in enumerate(FAULTS.items()):
        phone.context.route(SESSIONS, fault)
        phone.log()
        expect(phone.page.get_by_text("1 set is waiting since")).to_be_visible()
        for _n in range(100):
            if not is_stored or Set.objects.count() == n + 1:
                break
            phone.page.wait_for_timeout(50)
        assert len(phone.kept()["waiting"]) == 1, name
        nothing_is_lost(phone, stored=n + is_stored)
        phone.context.unroute(SESSIONS)
        phone.try_again()
        phone.wait_until_sent()
        nothing_is_lost(phone, stored=n + 1)


@pytest.mark.always
def test_offline_from_the_first_set_to_the_last_with_a_reload_in_the_middle(phone: Phone):
    page = phone.page
    wait_for_worker(page)
    phone.context.set_offline(True)
    phone.log(3)
    nothing_is_lost(phone, stored=0)
    page.reload()
    expect(page.get_by_text("3 sets are waiting since")).to_be_visible()
    phone.log(SETS - 3)
    page.get_by_role("button", name="Save and finish").click()
    expect(page.get_by_role("heading", name="All done for today")).to_be_visible()
    nothing_is_lost(phone, stored=0)
    phone.context.set_offline(False)
    phone.wait_until_sent()
    nothing_is_lost(phone, stored=SETS)
    assert Session.objects.get().finished_at is not None


def test_a_server_that_is_killed_between_request_and_answer(phone: Phone, tmp_path: Path):
    """By `kill -9`: before what it stores is committed, after it, and with the answer ready."""
    order = tmp_path / "order"

    def pass_on(route: Route) -> None:
        request = route.request
        address = f"http://127.0.0.1:{port}/api/" + request.url.split("/api/", 1)[1]
        headers = {**request.all_headers(), "origin": f"http://127.0.0.1:{port}", "connection": "close"}
        try:
            route.fulfill(response=route.fetch(url=address, headers=headers))
        except Error:
            route.abort("connectionreset")

    with dying_server(order) as port:
        phone.context.route(SESSIONS, pass_on)
        for n, moment in enumerate((BEFORE_COMMIT, AFTER_COMMIT, BEFORE_ANSWER)):
            order.write_text(moment)
            phone.log()
            expect(phone.page.get_by_text("1 set is waiting since")).to_be_visible()
            for _n in range(200):
                if not order.exists():
                    break
                phone.page.wait_for_timeout(50)
            assert not order.exists(), "nobody was killed"
            assert len(phone.kept()["waiting"]) == 1
            nothing_is_lost(phone, stored=n + (moment != BEFORE_COMMIT))
            phone.try_again()
            phone.wait_until_sent()
            nothing_is_lost(phone, stored=n + 1)


def test_two_tabs(phone: Phone):
    other = Phone(phone.context.new_page(), phone.person)
    other.open()
    expect(other.page.get_by_text("Set 1 of 3", exact=True)).to_be_visible()
    phone.log()
    # What it shows is logged by now: the tap is about that set, and makes no other.
    other.log()
    expect(other.page.get_by_text("Set 2 of 3", exact=True)).to_be_visible()
    other.log()
    phone.taps = 2
    phone.wait_until_sent()
    nothing_is_lost(phone, stored=2)
    numbers = Set.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]


def test_two_devices(phone: Phone, another: Callable[..., Phone]):
    tablet = another()
    tablet.open()
    expect(tablet.page.locator(".player")).to_be_visible()
    tablet.context.set_offline(True)
    phone.log(2)
    phone.wait_until_sent()
    tablet.log(1)
    nothing_is_lost(phone, tablet, stored=2)
    tablet.context.set_offline(False)
    tablet.wait_until_sent()
    nothing_is_lost(phone, tablet, stored=3)
    # What either did is known to the other.
    third = another()
    third.open()
    expect(third.page.get_by_text("Set 3 of 3", exact=True)).to_be_visible()


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_that_is_two_days_wrong(another: Callable[..., Phone], margaret: Patient, days: int):
    phone = another()
    shift = days * 24 * 3600 * 1000
    phone.context.add_init_script(
        f"""const Real = Date;
        Date = class extends Real {{
          constructor(...all) {{ super(...(all.length ? all : [Real.now() + {shift}])); }}
          static now() {{ return Real.now() + {shift}; }}
        }};"""
    )
    phone.begin()
    phone.context.route(API, lambda route: route.abort())
    phone.log(2)
    nothing_is_lost(phone, stored=0)
    phone.context.unroute(API)
    phone.try_again()
    phone.wait_until_sent()
    nothing_is_lost(phone, stored=2)
    assert Session.objects.get().local_day == margaret.today
    for logged in Set.objects.all():
        assert abs(logged.logged_at - clock.now()) < timedelta(minutes=10)


@pytest.mark.parametrize("how", ["revised", "ended"])
def test_a_plan_that_changed_meanwhile(phone: Phone, revision: Revision, margaret: Patient, how: str):
    phone.context.route(API, lambda route: route.abort())
    plan, today = revision.plan, margaret.today
    if how == "revised":
        make_revision(plan, effective_from=today, published_at=clock.now())
    else:
        with transaction.atomic(), clock.at(clock.now() - timedelta(days=1)):
            end_plan(plan, on=today - timedelta(days=1), reason="Walks well", by=plan.created_by)
    phone.log(2)
    nothing_is_lost(phone, stored=0)
    phone.context.unroute(API)
    phone.try_again()
    phone.wait_until_sent()
    nothing_is_lost(phone, stored=2)
    if how == "ended":
        assert Session.objects.get().plan_then == "ended"


def test_signed_out_meanwhile(phone: Phone):
    cookies = phone.context.cookies()
    phone.context.clear_cookies()
    phone.log(2)
    expect(phone.page.get_by_text("2 sets are waiting since")).to_be_visible()
    expect(phone.page.get_by_role("link", name="Sign in")).to_be_visible()
    nothing_is_lost(phone, stored=0)
    phone.context.add_cookies(cookies)
    phone.try_again()
    phone.wait_until_sent()
    nothing_is_lost(phone, stored=2)


def test_what_the_server_refuses_is_shown_and_holds_up_nothing(phone: Phone):
    sent = []

    def refuse_first(route: Route) -> None:
        """The first set, whenever it is among those that are sent."""
        sets = [one["id"] for one in route.request.post_data_json["sets"]]
        sent.append(sets)
        if sent[0][0] in sets:
            errors = {f"sets.{sets.index(sent[0][0])}.reps": "Too many."}
            route.fulfill(status=422, json={"errors": errors})
        else:
            route.continue_()

    phone.context.route(SESSIONS, refuse_first)
    phone.log(3)
    expect(phone.page.get_by_text("Could not be stored: One-leg heel raise, Left leg, 1")).to_be_visible()
    for _n in range(100):
        if Set.objects.count() == 2:
            break
        phone.page.wait_for_timeout(50)
    nothing_is_lost(phone, stored=2)
    assert len(phone.kept()["waiting"]) == 1
