"""Pages ask the database the same number of times, however much there is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.factories import make_exercise, make_prescription
from tests.support.logging import as_prescribed, log_session
from therapy.care.models import Patient
from therapy.logbook.actions import correct_set
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Session
from therapy.plans.models import Dose, Revision

As = Callable[[User | Patient | None], Client]


def queries(client: Client, url: str) -> int:
    """Statements of one GET, without the savepoint that a test's transaction adds.

    Two of them are for every page of a record: one says for whom the transaction works, one that somebody looked.
    """
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def log_everything(patient: Patient, revision: Revision, days: int) -> list[Session]:
    entries = as_prescribed(revision)
    return [log_session(patient, entries, patient.today - timedelta(days=back)) for back in range(days)]


@pytest.mark.usefixtures("thursday")
def test_today_asks_at_most_thirteen_times(as_: As, margaret: Patient, revision: Revision) -> None:
    client = as_(margaret)
    empty = queries(client, "/today/")
    for slug in ("one", "two", "three"):
        make_prescription(revision, make_exercise(slug=slug), {side: {"sets": 3, "reps": 8} for side in "LR"})
    log_everything(margaret, revision, 4)
    full = queries(client, "/today/")
    assert full <= 11
    assert full == empty


@pytest.mark.usefixtures("thursday")
def test_the_list_of_sessions_asks_the_same_however_long_it_is(
    as_: As, sam: User, margaret: Patient, revision: Revision
) -> None:
    log_everything(margaret, revision, 1)
    pages = [(as_(margaret), "/sessions/"), (as_(sam), f"/patients/{margaret.pk}/sessions/")]
    few = [queries(client, url) for client, url in pages]
    log_everything(margaret, revision, 24)
    many = [queries(client, url) for client, url in pages]
    assert few == many
    assert max(many) <= 8


@pytest.mark.usefixtures("thursday")
def test_a_session_asks_the_same_however_many_sets_and_corrections(
    as_: As, margaret: Patient, revision: Revision
) -> None:
    session = log_everything(margaret, revision, 1)[0]
    client, url = as_(margaret), f"/sessions/{session.pk}/"
    before = queries(client, url)
    for logged in session.sets.all():
        correct_set(logged=logged, entry=SetEntry.of(logged).changed(pain=3), by=margaret.user)
    assert session.corrections.count() == 8
    assert queries(client, url) == before <= 9


@pytest.mark.usefixtures("thursday")
def test_an_exercise_and_a_set_ask_few_times(as_: As, margaret: Patient, heel_left: Dose) -> None:
    client = as_(margaret)
    assert queries(client, f"/days/2026-11-19/{heel_left.prescription_id}/") <= 10
    assert queries(client, f"/days/2026-11-19/{heel_left.pk}/1/") <= 10
