"""What the table calls over its budget, and which rows `--only` chooses."""

import pytest

from tests.benchmarks.cases import Case, chosen
from tests.benchmarks.measure import Answer, Sample
from tests.benchmarks.report import Held, Load, Timed, size_line, time_line

ANSWER = Answer(1, b"12345", "text/html", 0, 0)


def case(name: str, budget: float | None = None, most: int | None = None, beside: str | None = None) -> Case:
    return Case(name, None, lambda: "/", budget, most, beside)


def sample(milliseconds: float) -> Sample:
    return Sample([milliseconds] * 3, [milliseconds / 2] * 3)


@pytest.mark.parametrize(
    ("milliseconds", "statements", "over"),
    [
        (6, 4, []),
        (6.1, 4, ["OVER the budget"]),
        (6, 5, ["OVER the statements"]),
        (9, 9, ["OVER the budget", "OVER the statements"]),
    ],
)
def test_budgets_are_multiples_of_the_bare_view(
    milliseconds: float, statements: int, over: list[str]
) -> None:
    timed = Timed(case("page", 3, 4), sample(milliseconds), sample(2), statements, ANSWER)
    assert timed.times == milliseconds / 2
    assert timed.over() == over
    assert all(words in time_line(timed) for words in over)


@pytest.mark.parametrize(
    ("milliseconds", "statements", "over"),
    [
        (11, 7, []),
        (12, 7, ["OVER: 1.20 x of few"]),
        (10, 9, ["OVER: 2 statements more than of few"]),
    ],
)
def test_a_row_held_against_another(milliseconds: float, statements: int, over: list[str]) -> None:
    few = Held(case("of few"), sample(10), 7)
    timed = Timed(case("of many", beside="of few"), sample(milliseconds), sample(1), statements, ANSWER, few)
    assert timed.over() == over


@pytest.mark.parametrize(
    ("load", "over"),
    [
        (Load("today", 61440, 12, 15360), ""),
        (Load("today", 61441, 12, 15360), "OVER first load"),
        (Load("player", 61441, 12, 15360), ""),
        (Load("player", 81921, 13, 15361), "OVER first load, OVER requests, OVER later page"),
    ],
)
def test_sizes(load: Load, over: str) -> None:
    assert size_line(load).split("  ")[-1].strip() == (over or str(load.later))


def test_only_chooses_by_a_part_of_the_name_with_what_the_row_is_held_against() -> None:
    cases = [case("Year"), case("ten years", beside="Year"), case("plan")]
    assert chosen(cases, None) == cases
    assert chosen(cases, "PLAN") == cases[2:]
    assert chosen(cases, "ten") == cases[:2]
    with pytest.raises(ValueError, match="no row is called 'year of plan'; there are: Year; ten years; plan"):
        chosen(cases, "year of plan")
