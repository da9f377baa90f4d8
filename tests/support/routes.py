"""The records that `tests/routes_table.py` speaks of, and its addresses with their ids filled in."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

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
from tests.routes_table import ACTORS
from therapy.attention.models import Alert
from therapy.care.models import Patient
from therapy.library.figures.pictures import digest
from therapy.library.models import Exercise
from therapy.plans.models import Phase, Plan, Programme, Revision, RuleOverride

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/somewhere/"}


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
        "member": str(margaret.care_team.get(therapist=sam).pk),
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
