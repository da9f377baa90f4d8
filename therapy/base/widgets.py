"""Form widgets for thumbs: a 0 to 10 scale, a segment, choice cards and a number with minus and plus.

All are plain inputs that work without script and by keyboard, and none is filled in before the person answers. They do
not inherit RadioSelect: crispy-forms would then draw Bootstrap's radios instead of these templates.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.forms.widgets import ChoiceWidget
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = str | Promise

NOT_SAID = gettext_lazy("not said")


class ScaleWords(NamedTuple):
    """What the numbers `low` to `high` of a scale mean."""

    low: int
    high: int
    words: Words


class _Options(ChoiceWidget):
    """One `<label>` around each input. The empty choice is shown only when `unsaid` gives it words."""

    input_type = "radio"
    checked_attribute = {"checked": True}
    option_inherits_attrs = False
    use_fieldset = True

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        unsaid: Words = "",
    ) -> None:
        super().__init__(attrs, choices)
        self.unsaid = unsaid

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """No single input answers for the group, so its label is a legend without `for`."""
        return super().id_for_label(id_, index) if index is not None else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The template's `options`: what each input is called, its value, and whether it is chosen."""
        context = super().get_context(name, value, attrs)
        options = [option for _group, group, _index in context["widget"]["optgroups"] for option in group]
        context["options"] = [self._worded(option) for option in options if self._is_shown(option)]
        return context

    def _is_shown(self, option: dict[str, Any]) -> bool:
        return str(option["value"]) != "" or bool(self.unsaid)

    def _worded(self, option: dict[str, Any]) -> dict[str, Any]:
        is_unsaid = str(option["value"]) == ""
        return {**option, "is_unsaid": is_unsaid, "label": self.unsaid if is_unsaid else option["label"]}


class ScaleWidget(_Options):
    """0 to 10 and “not said”, for an IntegerField. Without an answer “not said” is marked, and None is stored, not 0.

    `words` explain ranges below the scale: `[ScaleWords(0, 0, _("no pain")), ScaleWords(1, 3, _("fine, go on"))]`.
    A required field leaves out “not said”.
    """

    template_name = "parts/widgets/scale.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        words: Iterable[ScaleWords] = (),
        unsaid: Words = NOT_SAID,
    ) -> None:
        choices = [*((str(number), str(number)) for number in range(11)), ("", "")]
        super().__init__(attrs, choices, unsaid=unsaid)
        self.words = tuple(words)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds `words`: the number or range, what it means, and whether the answer lies in it."""
        context = super().get_context(name, value, attrs)
        chosen = str(value) if value is not None else ""
        context["words"] = [
            {
                "range": str(entry.low) if entry.low == entry.high else _range_words(entry),
                "words": entry.words,
                "is_on": chosen in map(str, range(entry.low, entry.high + 1)),
            }
            for entry in self.words
        ]
        return context

    def _is_shown(self, option: dict[str, Any]) -> bool:
        return not (self.is_required and str(option["value"]) == "") and super()._is_shown(option)


class SegmentWidget(_Options):
    """Two to four short answers in one row. `unsaid=_("not said")` shows the empty choice too."""

    template_name = "parts/widgets/segment.html"


class ChoiceCardsWidget(_Options):
    """One card a choice, with an optional line under it: `hints={"reclined": _("Lying or half lying")}`."""

    template_name = "parts/widgets/choices.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        unsaid: Words = "",
        hints: Mapping[str, Words] | None = None,
    ) -> None:
        super().__init__(attrs, choices, unsaid=unsaid)
        self.hints = dict(hints or {})

    def _worded(self, option: dict[str, Any]) -> dict[str, Any]:
        return {**super()._worded(option), "hint": self.hints.get(str(option["value"]), "")}


class ChoiceCardsMultipleWidget(ChoiceCardsWidget):
    """Cards of which several may be ticked, for a MultipleChoiceField."""

    allow_multiple_selected = True
    input_type = "checkbox"

    def use_required_attribute(self, initial: Any) -> bool:
        """Never: `required` on a checkbox would ask for every one of them."""
        return False

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Unknown: browsers send nothing for boxes that are not ticked."""
        return False


class StepperInput(forms.NumberInput):
    """A number with a minus and a plus that `static/js/stepper.js` adds; without script a plain number input.

    `start` is where the first tap on plus or minus begins, such as the target. It is never
    filled in by itself: empty stays empty, shown as “not said”.
    """

    template_name = "parts/widgets/stepper.html"

    class Media:
        js = [forms.Script("js/stepper.js", type="module")]

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        start: int | float | Decimal | None = None,
        unsaid: Words = NOT_SAID,
    ) -> None:
        super().__init__(
            {"class": "form-control", "inputmode": "decimal", "placeholder": unsaid, **(attrs or {})}
        )
        self.start = start

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds `start` for the script."""
        context = super().get_context(name, value, attrs)
        context["start"] = self.start
        return context


def _range_words(entry: ScaleWords) -> str:
    return _("%(low)d to %(high)d") % {"low": entry.low, "high": entry.high}
