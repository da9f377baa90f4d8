"""Loads in kilograms and pounds: shown, read, and never changed by being looked at."""

from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from therapy.base import units


class LoadForm(forms.Form):
    load = units.LoadField(required=False, min_value=0, max_value=300)


def test_kilograms_are_the_default() -> None:
    assert units.load_words(Decimal("5.00")) == "5 kg"
    assert units.load_words(2.5) == "2.5 kg"


def test_pounds_are_shown_to_a_tenth() -> None:
    with units.use("imperial"):
        assert units.load_words(Decimal("5.00")) == "11 lb"
        assert units.load_words(Decimal("2.50")) == "5.5 lb"


def test_units_end_with_their_block() -> None:
    with units.use("imperial"):
        pass
    assert units.load_unit() == "kg"


def test_units_that_do_not_exist_are_an_error() -> None:
    with pytest.raises(ValueError, match="stone"), units.use("stone"):
        pass


def test_a_typed_load_is_cleaned_to_kilograms() -> None:
    with units.use("imperial"):
        form = LoadForm({"load": "11"})
        assert form.is_valid()
        assert form.cleaned_data["load"] == Decimal("4.99")


def test_the_limit_is_in_kilograms_and_what_was_typed_is_kept() -> None:
    with units.use("imperial"):
        form = LoadForm({"load": "700"})
        assert not form.is_valid()
        assert 'value="700"' in str(form["load"])


def test_nothing_typed_stays_unknown() -> None:
    form = LoadForm({"load": ""})
    assert form.is_valid()
    assert form.cleaned_data["load"] is None


@given(
    kg=st.decimals(Decimal(0), Decimal(300), places=2),
    units_of_reader=st.sampled_from(["metric", "imperial"]),
)
def test_showing_a_load_and_reading_it_back_changes_nothing(kg: Decimal, units_of_reader: str) -> None:
    with units.use(units_of_reader):
        assert units.to_kg(units.shown(kg)) == kg
