"""An exercise's page says what the reader's own plan asks of it, and nobody else's."""

import pytest
from django.test import Client

from tests.factories import make_plan, make_prescription, make_revision

HEEL = "/library/heel-raise-single/"
pytestmark = pytest.mark.usefixtures("thursday")


def page(client: Client, address: str = HEEL) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_patient_sees_her_dose_for_each_leg(as_, margaret, revision):
    shown = page(as_(margaret))
    assert "In your plan" in shown
    assert "3 sets of 8" in shown
    assert "1 set of 8" in shown


def test_the_figure_is_for_the_leg_that_the_plan_names_first(as_, tomasz, heel_raise):
    make_prescription(
        make_revision(make_plan(tomasz)), heel_raise, {"R": {"sets": 2, "reps": 6}}, note="Slowly, please"
    )
    client = as_(tomasz)
    shown = page(client)
    assert "/r.svg" in shown
    assert "2 sets of 6" in shown
    assert "Slowly, please" in shown
    assert "/l.svg" in page(client, f"{HEEL}?leg=L")


@pytest.mark.parametrize("who", ["tomasz", "sam", "leah", "otto", "ruth"])
def test_nobody_else_sees_it(as_, margaret, revision, who, request):
    shown = page(as_(request.getfixturevalue(who)))
    assert "In your plan" not in shown
    assert "/l.svg" in shown


def test_what_is_not_in_the_plan_is_not_said_to_be(as_, tomasz, heel_raise, sit_to_stand):
    make_prescription(make_revision(make_plan(tomasz)), sit_to_stand, {"B": {"sets": 2, "reps": 10}})
    client = as_(tomasz)
    assert "In your plan" not in page(client)
    assert "In your plan" in page(client, "/library/sit-to-stand/")


def test_a_page_with_a_plan_asks_few_questions(as_, margaret, revision, django_assert_max_num_queries):
    client = as_(margaret)
    client.get(HEEL)
    with django_assert_max_num_queries(20):
        client.get(HEEL)
