"""Every address of the project, asked by every actor, as a page and as htmx. The table is `routes_table.py`."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from accounts import actions
from accounts.models import Clinic, User
from tests.factories import (
    make_article,
    make_passkey,
    make_prescription,
    make_revision,
    make_session,
    make_set,
    sign_in_as,
)
from tests.routes_table import ACTORS, ROUTES, Answer
from tests.trail.traces import entries_after, expected, last_entry, trace_faults
from therapy.attention.models import Alert
from therapy.care.models import Patient
from therapy.library.figures.pictures import digest
from therapy.library.models import Exercise
from therapy.plans.models import Phase, Plan, Programme, Revision, RuleOverride

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/somewhere/"}
# Planted in Margaret's record; nobody who is denied may ever read one of them.
SENTINELS = ("Margaret Doyle", "Doyle", "margaret@example.org", "SENTINEL")
# Who may read her name on a page of their own: herself, who treats her, and the admin on the people pages.
KNOW_HER = {"margaret", "sam", "kwame", "ruth"}


@pytest.fixture
def people(margaret, tomasz, sam, kwame, leah, otto, ruth, ada, ivy) -> dict[str, User | Patient | None]:
    cast = [None, margaret, tomasz, sam, kwame, leah, otto, ruth, ada, ivy]
    return dict(zip(ACTORS, cast, strict=True))


@pytest.fixture
def ids(people, harbour: Clinic, revision: Revision, heel_raise: Exercise) -> dict[str, str]:
    """What the words in `<...>` stand for. Margaret has a plan in force, a draft of the next one, and a session."""
    margaret, sam, ruth = people["margaret"], people["sam"], people["ruth"]
    make_article(slug="why-it-happens")
    make_article(harbour, slug="our-pool", author=sam)
    Programme.objects.create(slug="calf-rebuild", title="Calf rebuild")
    item = revision.phases.get(number=1).prescriptions.get(exercise=heel_raise)
    dose = item.doses.get(side="L")
    session = make_session(margaret, revision, note="SENTINEL slept badly")
    invitation, token = actions.invite(
        clinic=harbour, email="jonas@example.org", name="Jonas Weir", role="therapist", by=ruth
    )
    return {
        "margaret": str(margaret.pk),
        "condition": str(margaret.conditions.get().pk),
        "place": str(margaret.care_team.get(therapist=sam).pk),
        "sam.user": str(sam.pk),
        "sam.membership": str(sam.memberships.get().pk),
        "sam.session": str(session_of(sam)),
        "passkey": str(make_passkey(sam).pk),
        "invitation": str(invitation.pk),
        "token": token,
        "figure": digest(heel_raise),
        "today": margaret.today.isoformat(),
        "prescription": str(item.pk),
        "dose": str(dose.pk),
        "session": str(session.pk),
        "alert": str(seen_alert(margaret, sam).pk),
        "set": str(make_set(session, dose).pk),
        **draft_ids(revision.plan, heel_raise, sam),
    }


def seen_alert(patient: Patient, by: User) -> Alert:
    """An alert that somebody has seen already, so that no page shows it."""
    return Alert.objects.create(
        clinic=patient.clinic,
        patient=patient,
        rule="stop",
        cause="SENTINEL",
        level="S",
        acknowledged_at=patient.created_at,
        acknowledged_by=by,
    )


def session_of(user: User) -> UUID:
    """The public id of a browser session in which `user` is signed in."""
    sign_in_as(Client(), user)
    return user.browser_sessions.latest("signed_in_at").public_id


def draft_ids(plan: Plan, exercise: Exercise, author: User) -> dict[str, str]:
    draft = make_revision(plan, published=False)
    Phase.objects.create(
        clinic=draft.clinic, patient=draft.patient, revision=draft, number=2, title="Stronger"
    )
    item = make_prescription(draft, exercise, {"L": {"sets": 3, "reps": 8}}, note="SENTINEL")
    override = RuleOverride.objects.create(
        clinic=draft.clinic,
        patient=draft.patient,
        revision=draft,
        rule="I1",
        finding="SENTINEL",
        reason="SENTINEL",
        by=author,
        prescription_key=item.key,
    )
    return {"draft.phase": str(item.phase.pk), "draft.item": str(item.pk), "override": str(override.pk)}


def fill(address: str, ids: dict[str, str]) -> str:
    return re.sub(r"<([\w.]+)>", lambda found: ids[found[1]], address)


def filled(answer: Answer, ids: dict[str, str]) -> Answer:
    return fill(answer, ids) if isinstance(answer, str) else answer


def all_routes() -> set[str]:
    return set(walk(get_resolver().url_patterns, ""))


def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        # As Django writes it into `ResolverMatch.route`.
        route = prefix + (str(pattern.pattern).removeprefix("^") if prefix else str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route


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


@pytest.mark.parametrize("actor", ACTORS)
def test_who_gets_what_and_which_trace_it_leaves(
    actor: str,
    people: dict[str, User | Patient | None],
    ids: dict[str, str],
    as_: Callable[[Any], Client],
):
    client = as_(people[actor])
    wrong = []
    for address, row in ROUTES.items():
        where = fill(address, ids)
        wanted = filled(row[actor], ids | {"here": quote(where, safe="")})
        cache.clear()  # the limits on tries count requests, and here come many
        for how, headers in (("page", {}), ("htmx", HTMX)):
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
