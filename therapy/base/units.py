"""Loads in the reader's units. Everything is stored in kilograms; pounds exist only on the page.

Which units count for a request is set by `UnitsMiddleware`; outside a request it is metric.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

METRIC = "metric"
IMPERIAL = "imperial"
KG_PER_POUND = Decimal("0.45359237")  # the international pound, exactly
CENT = Decimal("0.01")

_units: ContextVar[str] = ContextVar("units", default=METRIC)


@contextmanager
def use(units: str) -> Iterator[None]:
    """Show and read loads in `units` inside the block. Raises ValueError for units that there are not."""
    if units not in (METRIC, IMPERIAL):
        raise ValueError(f"{units!r} are no units")
    token = _units.set(units)
    try:
        yield
    finally:
        _units.reset(token)


def load_unit() -> str:
    """The abbreviation that stands after a load: "kg" or "lb"."""
    return _("lb") if _units.get() == IMPERIAL else _("kg")


def shown(kg: Decimal) -> Decimal:
    """A load as a number in the reader's units, to two places, without zeros at the end.

    A hundredth of a pound is finer than a hundredth of a kilogram, so showing and reading back changes nothing.
    """
    value = kg / KG_PER_POUND if _units.get() == IMPERIAL else kg
    value = value.quantize(CENT, ROUND_HALF_UP).normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def to_kg(value: Decimal) -> Decimal:
    """A load that was typed in the reader's units, in kilograms; pounds are rounded to two places of them."""
    if _units.get() == METRIC:
        return value
    return (value * KG_PER_POUND).quantize(CENT, ROUND_HALF_UP)


def load_words(kg: Decimal | float) -> str:
    """A load in words: "5 kg", "11 lb". Pounds are given to a tenth, as a scale in a gym does."""
    value = shown(Decimal(str(kg)))
    if _units.get() == IMPERIAL:
        value = value.quantize(Decimal("0.1"), ROUND_HALF_UP).normalize()
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    return f"{number_format(value)} {load_unit()}"


class LoadField(forms.DecimalField):
    """A load that is typed in the reader's units and cleaned to kilograms, which its limits are in, too."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        """Kilograms, or None where nothing was typed. Raises ValidationError for what is no number."""
        typed = super().to_python(value)
        return None if typed is None else to_kg(typed)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the input: a stored load in the reader's units, or what was typed as it was typed."""
        return shown(value) if isinstance(value, Decimal) else value
