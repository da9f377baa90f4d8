"""`/library/`: search and filters narrow together; with htmx only the results come back."""

from collections.abc import Callable

import pytest
import yaml
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.models import Clinic, User
from tests.factories import make_exercise
from therapy.care.models import Patient
from therapy.library import actions, datafile
from therapy.library.exercise_labels import EQUIPMENT, MUSCLES
from therapy.library.models import Exercise

As = Callable[[User | Patient | None], Client]


@pytest.fixture
def library(db: None) -> None:
    actions.load_built_in(datafile.read())


def names(client: Client, query: str = "") -> set[str]:
    return {exercise.slug for exercise in client.get(f"/library/{query}").context["exercises"]}


def test_everyone_signed_in_sees_all_of_it(
    as_: As, library: None, sam: User, margaret: Patient, ruth: User
) -> None:
    for person in (sam, margaret, ruth):
        answer = as_(person).get("/library/")
        assert answer.status_code == 200
        assert "45 exercises" in answer.text
        assert "One-leg heel raise" in answer.text


def test_nobody_goes_to_sign_in(as_: As, library: None) -> None:
    answer = as_(None).get("/library/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/library/")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=circulation", {"ankle-pumps"}),  # another name
        ("?q=STEP+heel", {"heel-raise-single-step", "heel-raise-double-step"}),
        ("?q=quadriceps&position=seated", {"sit-to-stand"}),
        ("?category=stretch&muscle=soleus", {"wall-calf-stretch-bent"}),
        ("?position=walking", {"toe-walking", "heel-walking", "walk-steady", "walk-interval-pad"}),
        ("?equipment=machine", {"calf-press-machine", "stationary-bike"}),
        ("?load_tier=7", {"heel-raise-single-weighted"}),
        ("?load_tier=0&category=mobility", {"ankle-pumps"}),
        ("?equipment=nothing", {"ankle-pumps"}),
        ("?weight_bearing=partial&category=balance", {"weight-shift"}),
    ],
)
def test_search_and_filters_narrow_together(
    as_: As, library: None, sam: User, query: str, expected: set[str]
) -> None:
    found = names(as_(sam), query)
    by_hand = {item["id"] for item in _by_hand(query)}
    assert found == by_hand
    assert expected <= found


def _by_hand(query: str) -> list[dict]:
    """The same question asked of the file in plain Python."""
    wanted = QueryDict(query.removeprefix("?"))
    raw = yaml.safe_load(datafile.DATA_FILE.read_text(encoding="utf-8"))

    def fits(item: dict) -> bool:
        muscles = item["muscles"]["primary"] + item["muscles"]["secondary"]
        text = " ".join([item["name"], *item["aliases"]]).casefold()
        places = " ".join(f"{muscle} {MUSCLES[muscle]}" for muscle in muscles).casefold()
        kinds = {kind for thing in item["equipment"] for kind in EQUIPMENT[thing]} or {"nothing"}
        return (
            all(word in text or word in places for word in wanted.get("q", "").casefold().split())
            and wanted.get("category", item["category"]) == item["category"]
            and ("muscle" not in wanted or wanted["muscle"] in item["muscles"]["primary"])
            and (
                "position" not in wanted
                or wanted["position"] in [item["position"], *item.get("alt_positions", [])]
            )
            and ("equipment" not in wanted or wanted["equipment"] in kinds)
            and wanted.get("weight_bearing", item["weight_bearing"]) == item["weight_bearing"]
            and wanted.get("load_tier", str(item["load_tier"])) == str(item["load_tier"])
        )

    return [item for item in raw if fits(item)]


def test_a_plain_word_finds_its_muscles(as_: As, library: None, sam: User) -> None:
    assert "seated-heel-raise" in names(as_(sam), "?q=calf")
    assert "band-dorsiflexion" in names(as_(sam), "?q=shin")


def test_what_was_asked_stays_in_the_form(as_: As, library: None, sam: User) -> None:
    page = as_(sam).get("/library/?q=heel&category=strength&load_tier=5").text
    assert 'value="heel"' in page
    assert '<option value="strength" selected>' in page
    assert '<option value="5" selected>' in page


def test_htmx_gets_only_the_results(as_: As, library: None, sam: User) -> None:
    answer = as_(sam).get("/library/?q=ankle+pumps", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "Ankle pumps" in answer.text
    assert 'id="result-count" hx-swap-oob="innerHTML"' in answer.text
    assert "HX-Request" in answer["Vary"]


def test_going_back_gets_the_whole_page(as_: As, library: None, sam: User) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in as_(sam).get("/library/?q=ankle", headers=headers).text


def test_nothing_found_says_what_to_do(as_: As, library: None, sam: User) -> None:
    page = as_(sam).get("/library/?q=trampoline").text
    assert "0 exercises" in page
    assert "No exercise fits all of this" in page
    assert "Show all exercises" in page


def test_an_empty_library_says_so(as_: As, sam: User) -> None:
    assert "The library is empty" in as_(sam).get("/library/").text


def test_a_filter_that_does_not_exist_is_said_beside_it(as_: As, library: None, sam: User) -> None:
    answer = as_(sam).get("/library/?load_tier=9&category=stretch")
    assert "load_tier" in answer.context["form"].errors
    assert "Select a valid choice. 9 is not one of the available choices." in answer.text
    assert {exercise.category for exercise in answer.context["exercises"]} == {"stretch"}


def test_a_clinics_own_exercise_is_its_members_alone(
    as_: As, library: None, harbour: Clinic, sam: User, margaret: Patient, otto: User, nils: Patient
) -> None:
    make_exercise(clinic=harbour, slug="pool-walk", name="Pool walk", number=100)
    for person in (sam, margaret):
        assert "pool-walk" in names(as_(person))
    for person in (otto, nils):
        assert "pool-walk" not in names(as_(person))
        assert "Pool walk" not in as_(person).get("/library/?q=pool").text


def test_an_archived_exercise_is_not_listed(as_: As, library: None, sam: User) -> None:
    kept = [entry for entry in datafile.read() if entry.slug != "toe-arch-stretch"]
    actions.load_built_in(kept)
    assert len(names(as_(sam))) == 44


def test_queries_do_not_grow_with_the_list(
    as_: As, library: None, harbour: Clinic, sam: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(sam)
    with django_assert_num_queries(4):  # transaction (2), session with roles, exercises
        client.get("/library/")
    for number in range(20):
        make_exercise(clinic=harbour, slug=f"own-{number}")
    with django_assert_num_queries(4):
        client.get("/library/?q=e&category=strength")


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60))
def test_any_text_can_be_searched(db: None, text: str) -> None:
    assert list(Exercise.objects.matching(text)) == []


def test_a_null_character_is_refused_beside_the_field(as_: As, library: None, sam: User) -> None:
    answer = as_(sam).get("/library/?q=%00")
    assert answer.context["form"].errors["q"] == ["Null characters are not allowed."]
