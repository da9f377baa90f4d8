"""Which diagnoses a programme's code hints speak of."""

import pytest

from therapy.plans.hints import covers


@pytest.mark.parametrize(
    ("hint", "code", "fits"),
    [
        ("M62.562", "M62.562", True),
        ("M62.562", "M62.561", False),
        ("M62.56", "M62.562", False),
        ("S82.-", "S82.201D", True),
        ("S82.-", "S92.001D", False),
        ("S82.- with 7th character D", "S82.201D", True),
        ("S82.- with 7th character D", "S82.201A", False),
        ("S82.- with 7th character D", "S82.21D", False),
        ("S82.- with 7th character D", "S92.201D", False),
        ("S84.11-", "S84.11XD", True),
        ("I73.9", "I73.9", True),
    ],
)
def test_covers(hint: str, code: str, fits: bool) -> None:
    assert covers(hint, code) is fits
