"""The 204 codes: found by code, word or synonym, the best first."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from therapy.care import diagnoses
from therapy.care.diagnoses import CodeSide
from therapy.care.models import Patient

As = Callable[[User | Patient | None], Client]

CODES = [diagnosis.code for diagnosis in diagnoses.every()]


def test_all_204_are_there_once_each() -> None:
    assert len(CODES) == 204
    assert len(set(CODES)) == 204


def test_the_last_digit_says_the_side() -> None:
    assert diagnoses.get("M62.561") == diagnoses.Diagnosis(
        "M62.561", "Muscle wasting and atrophy, not elsewhere classified, right lower leg", CodeSide.RIGHT
    )
    sides = {code: diagnoses.get(code).side for code in ("M62.562", "M62.569", "G57.33", "E11.9")}  # type: ignore[union-attr]
    assert sides == {"M62.562": "L", "M62.569": "U", "G57.33": "B", "E11.9": "-"}


def test_a_title_that_names_a_leg_has_its_side() -> None:
    for diagnosis in diagnoses.every():
        words = diagnosis.title.replace(",", " ").split()
        if "right" in words:
            assert diagnosis.side == CodeSide.RIGHT
        if "left" in words:
            assert diagnosis.side == CodeSide.LEFT
        if "bilateral" in words:
            assert diagnosis.side == CodeSide.BOTH


@given(code=st.sampled_from(CODES))
def test_an_exact_code_comes_first_however_it_is_typed(code: str) -> None:
    for typed in (code, code.lower(), code.replace(".", ""), f" {code} "):
        assert diagnoses.search(typed)[0].code == code
        found = diagnoses.get(typed)
        assert found is not None
        assert found.code == code


@given(code=st.sampled_from(CODES), length=st.integers(1, 8))
def test_the_beginning_of_a_code_finds_it_before_any_title(code: str, length: int) -> None:
    found = [diagnosis.code for diagnosis in diagnoses.search(code[:length])]
    assert code in found
    begins = [other.replace(".", "").startswith(code[:length].replace(".", "")) for other in found]
    assert begins == sorted(begins, reverse=True)


@given(text=st.text(max_size=80))
def test_any_text_can_be_searched(text: str) -> None:
    found = diagnoses.search(text)
    assert len({diagnosis.code for diagnosis in found}) == len(found)
    if not text.strip():
        assert found == []


@given(diagnosis=st.sampled_from(diagnoses.every()), data=st.data())
def test_words_of_a_title_find_it_in_any_order(diagnosis: diagnoses.Diagnosis, data: st.DataObject) -> None:
    words = data.draw(st.permutations(diagnosis.title.upper().split()))
    assert diagnosis in diagnoses.search(" ".join(words[:4]))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("foot drop", "M21.371"),
        ("drop foot left", "M21.372"),
        ("calf wasting", "M62.561"),
        ("achilles rupture left", "S86.012A"),
        ("peroneal palsy", "G57.30"),
        ("pad", "I70.201"),
        ("motor neurone", "G12.21"),
        ("cmt", "G60.0"),
        ("smoker", "F17.210"),
    ],
)
def test_what_people_say_finds_the_code(query: str, code: str) -> None:
    assert code in [diagnosis.code for diagnosis in diagnoses.search(query)]


def test_an_unknown_code_is_none() -> None:
    assert diagnoses.get("M62.56") is None
    assert diagnoses.get("") is None
    assert diagnoses.search("zebra") == []


def test_the_page_lists_what_fits(as_: As, sam: User) -> None:
    page = as_(sam).get("/diagnoses/?q=foot+drop").text
    assert "3 codes" in page
    assert "M21.371" in page
    assert "<html" in page


def test_the_page_without_a_query_lists_all(as_: As, sam: User) -> None:
    assert "204 codes" in as_(sam).get("/diagnoses/").text


def test_htmx_gets_only_the_options(as_: As, sam: User) -> None:
    # The field of a condition's form sends itself as `code`.
    answer = as_(sam).get("/diagnoses/?code=wasting", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert answer.text.count('name="code_choice"') == 12
    assert 'value="M62.551"' in answer.text
    assert "The first 12 of 12" not in answer.text


def test_htmx_says_when_there_are_more_or_none(as_: As, sam: User) -> None:
    client = as_(sam)
    headers = {"HX-Request": "true"}
    assert "The first 12 of " in client.get("/diagnoses/?code=leg", headers=headers).text
    assert "No code fits." in client.get("/diagnoses/?code=zebra", headers=headers).text
    exact = client.get("/diagnoses/?code=m62562", headers=headers).text
    assert "left lower leg" in exact
    assert "code_choice" not in exact


@pytest.mark.parametrize("who", ["margaret", "ruth"])
def test_only_therapists(as_: As, who: str, request: pytest.FixtureRequest) -> None:
    assert as_(request.getfixturevalue(who)).get("/diagnoses/?q=leg").status_code == 404


def test_nobody_goes_to_sign_in(as_: As, db: None) -> None:
    assert as_(None).get("/diagnoses/?q=leg").status_code == 302
