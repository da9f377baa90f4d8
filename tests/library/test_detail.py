"""`/library/<slug>/`: how it is done, what its numbers mean, and what lies below and above it."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Clinic, User
from tests.factories import make_exercise
from therapy.base import clock
from therapy.care.models import Patient
from therapy.library import actions, datafile
from therapy.library.models import Exercise

As = Callable[[User | Patient | None], Client]


@pytest.fixture
def library(db: None) -> None:
    actions.load_built_in(datafile.read())


def test_shows_steps_mistakes_care_dose_and_variants(as_: As, library: None, margaret: Patient) -> None:
    page = as_(margaret).get("/library/heel-raise-single/").text
    assert "<h1>One-leg heel raise</h1>" in page
    assert "Stand on one leg with your fingertips on the wall." in page
    assert "Watch for" in page
    assert "leaning on the wall" in page
    assert "Take care" in page
    assert "3 sets of 10" in page
    assert "take 2 seconds to come back" in page
    assert 'href="/library/heel-raise-2up1down/"' in page
    assert 'href="/library/heel-raise-single-step/"' in page
    assert "5 of 7: your weight on one leg" in page
    assert "soleus (calf)" in page


def test_evidence_and_notes_are_for_therapists(
    as_: As, library: None, margaret: Patient, sam: User, ruth: User
) -> None:
    evidence = Exercise.objects.get(slug="heel-raise-single-weighted").evidence
    note = "8-12 reps at effort 7-8"
    for person, shown in ((sam, True), (margaret, False), (ruth, False)):
        page = as_(person).get("/library/heel-raise-single-weighted/").text
        assert (evidence in page) is shown
        assert (note in page) is shown


@pytest.mark.slow("draws the pages of 45 exercises")
@pytest.mark.always
def test_every_exercise_has_its_page(as_: As, library: None, sam: User) -> None:
    client = as_(sam)
    answers = {entry.slug: client.get(f"/library/{entry.slug}/").status_code for entry in datafile.read()}
    assert set(answers.values()) == {200}


def test_an_unknown_one_is_404(as_: As, library: None, sam: User) -> None:
    assert as_(sam).get("/library/no-such-thing/").status_code == 404


def test_nobody_goes_to_sign_in(as_: As, library: None) -> None:
    answer = as_(None).get("/library/ankle-pumps/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/library/ankle-pumps/")


def test_a_clinics_own_comes_before_the_built_in(
    as_: As, library: None, harbour: Clinic, sam: User, otto: User
) -> None:
    make_exercise(clinic=harbour, slug="ankle-pumps", name="Harbour ankle pumps")
    assert "<h1>Harbour ankle pumps</h1>" in as_(sam).get("/library/ankle-pumps/").text
    assert "<h1>Ankle pumps</h1>" in as_(otto).get("/library/ankle-pumps/").text


def test_another_clinics_own_is_404(as_: As, harbour: Clinic, otto: User, nils: Patient) -> None:
    make_exercise(clinic=harbour, slug="pool-walk")
    assert as_(otto).get("/library/pool-walk/").status_code == 404
    assert as_(nils).get("/library/pool-walk/").status_code == 404


def test_another_clinics_own_is_no_variant_either(
    as_: As, library: None, harbour: Clinic, sam: User, otto: User
) -> None:
    own = make_exercise(clinic=harbour, slug="pool-walk", name="Pool walk")
    own.harder.add(Exercise.objects.get(slug="ankle-pumps"))
    assert "Pool walk" in as_(sam).get("/library/ankle-pumps/").text
    assert "Pool walk" not in as_(otto).get("/library/ankle-pumps/").text


def test_one_taken_out_of_use_can_still_be_read(as_: As, library: None, margaret: Patient) -> None:
    Exercise.objects.filter(slug="ankle-pumps").update(archived_at=clock.now())
    answer = as_(margaret).get("/library/ankle-pumps/")
    assert answer.status_code == 200
    assert "No longer in the library" in answer.text
    assert "Ankle pumps" not in as_(margaret).get("/library/seated-heel-toe-rocks/").text


def test_constant_queries(
    as_: As, library: None, sam: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(sam)
    # Transaction (2), session, user, memberships, the walls, the reader's own record (none), exercise, easier, harder.
    with django_assert_num_queries(8):
        client.get("/library/ankle-pumps/")
