"""The syllable counter against a pronouncing dictionary's counts, and the grade against one worked by hand."""

import pytest

from tests.readability import grade, syllables

# Counts of the CMU Pronouncing Dictionary. Each word is a rule of the counter, an exception, or near one.
KNOWN = {
    1: "a the leg calf nerve nerves makes walked stretched caused used rules aches squat breathe whole knee toe tea",
    2: "ankle muscle muscles needed started boxes changes places horses judges safely careful movement weakness "
    "numbness someone something surgeon going being doing seeing tired reason fluid swollen minute balance settled",
    3: "usual sexual easier exercise therapist amputate muscular area video idea dystrophy period",
    4: "diabetes dietitian material activity circulation repetition",
}


@pytest.mark.parametrize(
    ("word", "count"), [(word, count) for count, row in KNOWN.items() for word in row.split()]
)
def test_counts_syllables_as_the_dictionary_does(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(("figure", "count"), [("8", 1), ("12", 2), ("1,000", 4), ("22.5", 3)])
def test_a_figure_counts_a_syllable_for_each_digit(figure: str, count: int) -> None:
    assert syllables(figure) == count


def test_grade_is_flesch_and_kincaids() -> None:
    # 10 words in 2 sentences, 13 syllables: 0.39 * 5 + 11.8 * 1.3 - 15.59
    assert grade(["Your calf lifts the heel. The muscle needs some exercise!"]) == pytest.approx(1.70)


def test_a_block_ends_its_sentence_and_a_decimal_point_does_not() -> None:
    assert grade(["It grew by 22.5 a year", "It grew by 22.5 a year"]) == grade(["It grew by 22.5 a year."])


def test_a_hard_text_is_graded_hard() -> None:
    hard = "Immobilisation precipitates substantial deterioration of musculature within approximately a fortnight."
    assert grade([hard]) > 12


def test_no_text_has_no_grade() -> None:
    with pytest.raises(ValueError, match="no text"):
        grade(["", "—"])
