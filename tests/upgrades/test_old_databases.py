"""What an older version has left comes to the newest state with all that people entered."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import User
from tests.factories import sign_in_as
from tests.support.device import SESSION
from tests.support.old_databases import DUMPS, restored
from therapy.care.models import Patient
from therapy.logbook.models import Correction, Session, Set
from therapy.plans.models import Dose
from therapy.views import waiting_migrations

VERSIONS = sorted(path.name.removesuffix(".sql.gz") for path in DUMPS.glob("*.sql.gz"))


@pytest.fixture(scope="module", params=VERSIONS)
def upgraded(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The version whose database has just been brought to the newest state."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(restored(request.param))
        call_command("migrate", interactive=False, verbosity=0)
        yield request.param


def client_of(email: str) -> Client:
    client = Client()
    sign_in_as(client, User.objects.get(email=email))
    return client


def test_there_is_a_dump_of_the_first_release() -> None:
    assert "0.1.0" in VERSIONS


def test_every_migration_is_applied_and_the_trail_is_whole(upgraded: str) -> None:
    assert waiting_migrations() == 0
    said = StringIO()
    call_command(
        "check_audit", checkpoint=(DUMPS / f"{upgraded}.checkpoint").read_text().strip(), stdout=said
    )
    assert "rows of history checked" in said.getvalue()


def test_what_was_entered_is_there(upgraded: str) -> None:
    session = Session.objects.using("owner").get(pk=SESSION)
    assert (session.patient.name, session.version, session.note, session.pain_after) == (
        "Margaret Doyle",
        2,
        "A bit stiff",
        3,
    )
    sets = Set.objects.using("owner").filter(session=session).order_by("exercise__slug", "side", "number")
    assert [(one.exercise.slug, one.side, one.number, one.outcome, one.reps, one.pain) for one in sets] == [
        ("heel-raise-single", "L", 1, "done", 8, 2),
        ("heel-raise-single", "L", 2, "partial", 7, None),
        ("heel-raise-single", "L", 3, "partial", 5, None),
        ("heel-raise-single", "R", 1, "done", 8, None),
        ("wall-calf-stretch-straight", "L", 1, "skipped", None, None),
    ]
    assert Correction.objects.using("owner").filter(session=session).exists()
    assert Patient.objects.using("owner").count() == 3


def test_people_go_on_where_they_were(upgraded: str) -> None:
    margaret, sam = client_of("margaret@example.org"), client_of("sam@example.org")
    assert "A bit stiff" in margaret.get(f"/sessions/{SESSION}/").content.decode()
    for address in ("/today/", "/progress/", "/stop/", "/api/v1/today"):
        assert margaret.get(address).status_code == 200, address
    patient = Patient.objects.using("owner").get(name="Margaret Doyle").pk
    for tail in ("", "plan/", "progress/", "sessions/"):
        assert sam.get(f"/patients/{patient}/{tail}").status_code == 200, tail
    assert "Margaret Doyle" in sam.get("/patients/").content.decode()


def test_a_device_sends_what_it_kept(upgraded: str) -> None:
    """A whole session in the words of that version, stored under the plan of that time."""
    dose = Dose.objects.using("owner").get(prescription__exercise__slug="heel-raise-single", side="R")
    person = User.objects.get(email="margaret@example.org")
    moment = "2026-11-20T09:10:00Z"
    one = {
        "id": "5e700000-0000-4000-8000-000000000009",
        "dose": str(dose.pk),
        "number": 1,
        "outcome": "as_prescribed",
        "logged_at": moment,
    }
    sent = {
        "person": str(person.pk),
        "version": 1,
        "day": "2026-11-20",
        "sent_at": moment,
        "started_at": moment,
        "sets": [one],
    }
    answer = client_of(person.email).put(
        "/api/v1/sessions/5e551011-0000-4000-8000-000000000009",
        json.dumps(sent),
        content_type="application/json",
    )
    assert answer.status_code == 200, answer.content
    assert Set.objects.using("owner").get(pk=one["id"]).reps == 8
