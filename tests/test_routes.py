"""Every address of the project, asked by every actor, and as htmx where that may differ; see `routes_table.py`."""

import re
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import resolve
from django_htmx.middleware import HtmxDetails

from accounts.middleware import HtmxSignInMiddleware
from accounts.models import User
from tests.routes_table import ACTORS, ROUTES, Answer
from tests.support.routes import HTMX, all_routes, fill
from tests.trail.traces import entries_after, expected, last_entry, trace_faults
from therapy.care.models import Patient

# Where no view is reached: each kind of denial and of sending on, as htmx is told of it.
DENIED_TO_HTMX = {"/today/", "/patients/<margaret>/", "/account/second-step/totp/deactivate/"}
# Planted in Margaret's record; nobody who is denied may ever read one of them.
SENTINELS = ("Margaret Doyle", "Doyle", "margaret@example.org", "SENTINEL")
# Who may read her name on a page of their own: herself, who treats her, and the admin on the people pages.
KNOW_HER = {"margaret", "sam", "kwame", "ruth"}


def filled(answer: Answer, ids: dict[str, str]) -> Answer:
    return fill(answer, ids) if isinstance(answer, str) else answer


def told(response: Any) -> Answer:
    """An answer in the words of the table."""
    address = response.headers.get("HX-Redirect") or response.headers.get("Location", "")
    if address.startswith("/account/login/"):
        return "login"
    return address if address else response.status_code


def is_denial(answer: Answer) -> bool:
    return answer in {404, 403, 401, "login"}


def test_every_route_is_in_the_table_and_every_row_is_a_route(ids):
    listed = {resolve(fill(address, ids)).route for address in ROUTES}
    assert sorted(all_routes() - listed) == [], "add these to tests/routes_table.py"
    assert len(listed) == len(ROUTES), "two rows are of one route"


def test_the_walk_finds_routes_of_every_app():
    routes = all_routes()
    assert {"people/", "library/", "account/login/", "patients/<uuid:patient_id>/plan/"} <= routes
    assert any("confirm-email" in route and "key" in route for route in routes)


@pytest.fixture
def asked_whether_htmx(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Grows when a view asks whether it answers htmx: only such a view can answer it otherwise than a page.

    One middleware asks at every answer, about those that lead to the page of signing in.
    """
    asked: list[None] = []
    is_htmx = HtmxDetails.__bool__

    def asking(self: HtmxDetails) -> bool:
        if sys._getframe(1).f_code is not HtmxSignInMiddleware.__call__.__code__:
            asked.append(None)
        return is_htmx(self)

    monkeypatch.setattr(HtmxDetails, "__bool__", asking)
    return asked


def test_the_walk_notices_a_view_that_asks_for_htmx(as_, sam, asked_whether_htmx):
    client = as_(sam)
    client.get("/help/")
    assert not asked_whether_htmx
    client.get("/library/")
    assert asked_whether_htmx


@pytest.mark.slow("asks for every address there is")
@pytest.mark.always
@pytest.mark.parametrize("actor", ACTORS)
def test_who_gets_what_and_which_trace_it_leaves(
    actor: str,
    people: dict[str, User | Patient | None],
    ids: dict[str, str],
    as_: Callable[[Any], Client],
    asked_whether_htmx: list[None],
):
    client = as_(people[actor])
    wrong = []
    for address, row in ROUTES.items():
        where = fill(address, ids)
        wanted = filled(row[actor], ids | {"here": quote(where, safe="")})
        cache.clear()  # the limits on tries count requests, and here come many
        asked_whether_htmx.clear()
        for how, headers in (("page", {}), ("htmx", HTMX)):
            if how == "htmx" and not asked_whether_htmx and address not in DENIED_TO_HTMX:
                continue
            before = last_entry()
            response = client.get(where, headers=headers)
            faults = [] if told(response) == wanted else [f"{told(response)}, and it should be {wanted}"]
            faults += leaked(actor, response)
            faults += trace_faults(
                entries_after(before), expected(address, actor, wanted), where, actor, people
            )
            wrong += [f"{address} ({how}): {fault}" for fault in faults]
        if is_denial(wanted):
            response = client.post(where)
            # A page that takes no POST may say so before it looks at anything: that tells nothing of what there is.
            takes_no_post = told(response) == 405 and 405 not in row.values()
            faults = [] if told(response) == wanted or takes_no_post else [f"answers {told(response)}"]
            wrong += [f"{address} (post): {fault}" for fault in [*faults, *leaked(actor, response)]]
    assert wrong == [], "\n".join(wrong)


def leaked(actor: str, response: Any) -> list[str]:
    """Sentinels that `actor` reads in an answer: none in any denial, and none at all for who does not know Margaret."""
    if actor == "margaret" or (actor in KNOW_HER and not is_denial(told(response))):
        return []
    read = response.getvalue().decode()
    return [f"reads {word}" for word in SENTINELS if word in read]


def test_an_id_that_does_not_exist_is_denied_alike(people, ids, as_):
    """The page of a forbidden record and of none at all are the same, byte for byte."""
    nothing = "00000000-0000-4000-8000-000000000000"
    client = as_(people["leah"])
    for tail in ("", "plan/", "progress/", "sessions/", "edit/"):
        forbidden = client.get(f"/patients/{ids['margaret']}/{tail}")
        absent = client.get(f"/patients/{nothing}/{tail}")
        assert forbidden.status_code == absent.status_code == 404
        masked = forbidden.content.replace(ids["margaret"].encode(), nothing.encode())
        assert lasting(masked) == lasting(absent.content)


def lasting(page: bytes) -> bytes:
    """Without what differs from second to second: the masked token against forged requests, and the session's end."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"|data-left="\d+"', b"", page)


@pytest.mark.slow("asks for every address with three methods")
@pytest.mark.parametrize("actor", ["margaret", "sam", "ruth"])
def test_no_page_of_ours_takes_a_method_that_no_form_sends(actor, people, ids, as_):
    """Not those of signing in, where a PUT is taken as a POST, nor the one that devices send to."""
    client, wrong = as_(people[actor]), []
    for address, row in ROUTES.items():
        if row[actor] in {200, 405} and not address.startswith(
            ("/account/", "/api/v1/sessions/", "/api/v1/checks/")
        ):
            for method in ("put", "patch", "delete"):
                answer = getattr(client, method)(fill(address, ids))
                wrong += [] if answer.status_code == 405 else [f"{method} {address}: {answer.status_code}"]
    assert wrong == []
