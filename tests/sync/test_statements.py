"""What storing a session costs: one request, and the same few statements however many sets it has."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support.device import SESSION, document, one_set
from therapy.care.models import Patient
from therapy.logbook.models import Correction, Set
from therapy.plans.models import Dose

Asked = Callable[[dict[str, Any]], int]


@pytest.fixture
def asked(margaret: Patient, as_: Callable[[Patient], Client]) -> Asked:
    """How many statements sending a document takes, without the savepoints of a transaction."""
    client = as_(margaret)

    def count(sent: dict[str, Any]) -> int:
        with CaptureQueriesContext(connection) as statements:
            answer = client.put(
                f"/api/v1/sessions/{SESSION}", json.dumps(sent), content_type="application/json"
            )
        assert answer.status_code == 200, answer.content
        return sum("SAVEPOINT" not in one["sql"] for one in statements)

    return count


def test_a_session_costs_eleven_statements_of_thirteen(
    asked: Asked, margaret: Patient, heel_left: Dose, heel_right: Dose, stretch_left: Dose
) -> None:
    sets = [one_set(dose, n) for dose in (heel_left, heel_right, stretch_left) for n in range(1, 6)]
    assert asked(document(margaret, *sets)) == 11
    assert Set.objects.count() == 15
    assert asked(document(margaret, *sets)) == 8, "the same once more"


def test_a_newer_version_costs_as_much_however_much_it_changes(
    asked: Asked, margaret: Patient, heel_left: Dose, heel_right: Dose, stretch_left: Dose
) -> None:
    sets = [one_set(dose, n) for dose in (heel_left, heel_right) for n in range(1, 6)]
    asked(document(margaret, *sets))
    changed = [one | {"outcome": "done", "reps": 3} for one in sets[1:]]
    added = [one_set(stretch_left, n) for n in range(1, 4)]
    few = asked(document(margaret, sets[0], *changed[:1], added[0], version=2, effort=4))
    assert Correction.objects.count() == 1 + 8, "one changed, eight taken back"
    first, *others = changed
    many = document(margaret, first | {"reps": 2}, *others, *added[1:], version=3, effort=6)
    assert asked(many) == few == 13
