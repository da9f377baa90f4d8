"""The programmes, for therapists to read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from therapy.care.models import Patient
from therapy.plans.models import Programme, ProgrammePhase

As = Callable[[User | Patient | None], Client]


@pytest.mark.parametrize("address", ["/programmes/", "/programmes/post-immobilisation-12wk/"])
@pytest.mark.parametrize("person", ["margaret", "ruth"])
def test_for_therapists_alone(
    as_: As, programmes: Any, request: pytest.FixtureRequest, address: str, person: str
) -> None:
    assert as_(request.getfixturevalue(person)).get(address).status_code == 404
    assert as_(None).get(address).headers["Location"] == f"/account/login/?next={address}"


def test_the_list_says_for_whom_and_for_whom_not(as_: As, sam: User, programmes: Any) -> None:
    page = as_(sam).get("/programmes/").content.decode()
    assert page.count("<h2>") == 3
    assert "Disuse wasting after ankle or lower-leg fracture" in page
    assert "Foot drop that is new, painless and getting worse" in page


def test_a_programme_says_who_does_what(as_: As, sam: User, programmes: Any) -> None:
    answer = as_(sam).get("/programmes/post-immobilisation-12wk/")
    first = answer.context["phases"][0]
    assert (first["phase"].title, first["weeks"]) == ("Wake up and move", "Weeks 1 to 2")
    said = {row["item"].exercise.slug: (row["side"], str(row["line"]), row["days"]) for row in first["items"]}
    assert said["band-plantarflexion"] == ("the affected leg", "3 × 12, yellow band", "5 days a week")
    assert said["ankle-pumps"] == ("the affected leg", "3 × 20", "every day")
    # The file says "both", but a bike is one movement of both legs, and is assigned as that.
    assert said["stationary-bike"] == ("both legs in one movement", "1 × 10 min", "4 days a week")
    page = answer.content.decode()
    assert "Full weight on the leg for 10 s with hands on a counter" in page
    assert "Any red flag" in page


def test_another_clinics_own_programme_is_absent(as_: As, sam: User, otto: User, nils: Patient) -> None:
    Programme.objects.create(clinic=nils.clinic, slug="theirs", title="Theirs")
    assert as_(otto).get("/programmes/theirs/").status_code == 200
    assert as_(sam).get("/programmes/theirs/").status_code == 404
    assert "Theirs" not in as_(sam).get("/programmes/").content.decode()


def test_a_clinics_own_comes_before_a_shipped_one_of_the_same_name(
    as_: As, sam: User, otto: User, nils: Patient
) -> None:
    Programme.objects.create(slug="calf", title="The shipped one")
    Programme.objects.create(clinic=nils.clinic, slug="calf", title="The own one")
    assert "The own one" in as_(otto).get("/programmes/calf/").content.decode()
    assert "The shipped one" in as_(sam).get("/programmes/calf/").content.decode()


def test_an_unknown_programme_is_not_found(as_: As, sam: User) -> None:
    assert as_(sam).get("/programmes/nothing/").status_code == 404


def test_more_programmes_take_no_more_queries(as_: As, sam: User, programmes: Any) -> None:
    client = as_(sam)

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get("/programmes/")
        return len(caught)

    client.get("/programmes/")
    few = count()
    for n in range(5):
        more = Programme.objects.create(slug=f"more-{n}", title=f"More {n}")
        ProgrammePhase.objects.create(programme=more, number=1, title="One")
    assert count() == few
