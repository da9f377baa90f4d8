"""The check's forms for patients, and the therapist's "open again". Nothing in them is filled in before the answer."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from therapy.base import clock
from therapy.base.widgets import ChoiceCardsMultipleWidget, ChoiceCardsWidget, ScaleWidget, SegmentWidget
from therapy.logbook.forms import Refusable
from therapy.logbook.models import Check
from therapy.logbook.screening import feet, glucose, morning, questions
from therapy.logbook.screening.checks import CheckEntry, Morning
from therapy.logbook.screening.last_session import MorningAfter
from therapy.logbook.screening.questions import FOLLOW_UP, NO, NO_OR_YES, SCREENING_QUESTIONS, YES
from therapy.logbook.screening.signs import SIGNS, signs_for
from therapy.logbook.screening.traits import Trait
from therapy.plans.wording import number

MG_DL, MMOL_L = "mg/dL", "mmol/L"
ANSWER_YES_OR_NO = _("Answer yes or no.")


def yes_or_no(label: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """Two radio buttons, neither of them chosen."""
    return forms.ChoiceField(
        label=label,
        choices=NO_OR_YES,
        widget=SegmentWidget,
        required=required,
        help_text=help_text,
        error_messages={"required": ANSWER_YES_OR_NO},
    )


def cards(label: Any, choices: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """One card a choice, none of them chosen."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=ChoiceCardsWidget,
        required=required,
        help_text=help_text,
        error_messages={"required": _("Pick the one that fits.")},
    )


class CheckBase(Refusable):
    """A form that becomes a check; its id makes sending it twice harmless."""

    kind: str
    # Whether something is needed depends on other answers, and the server says so beside the field.
    use_required_attribute = False

    check_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"check_id": uuid4()}, **kwargs)

    def answers(self) -> dict[str, str]:
        """Of a valid form: question or row to its answer."""
        return {}

    def entry(self, day: date) -> CheckEntry:
        """What a valid form says."""
        return CheckEntry(
            id=self.cleaned_data["check_id"],
            kind=self.kind,
            day=day,
            answered_at=clock.now(),
            answers=self.answers(),
            foot=self.foot(),
            glucose=self.sugar(),
            morning=self.morning(),
        )

    def foot(self) -> dict[str, bool] | None:
        """The seven points; None where they were not asked."""
        if f"foot_{feet.NAMES[0]}" not in self.fields:
            return None
        return {name: self.cleaned_data[f"foot_{name}"] == YES for name in feet.NAMES}

    def sugar(self) -> dict[str, Any] | None:
        """The glucose answers; None where they were not asked."""
        return None

    def morning(self) -> Morning | None:
        """The morning after; None where it was not asked or not said."""
        return None

    def _ask_feet(self) -> None:
        for point in feet.POINTS:
            self.fields[f"foot_{point.name}"] = yes_or_no(point.words)

    def bound(self, *prefixes: str) -> list[forms.BoundField]:
        """The fields of one part of the page."""
        return [self[name] for name in self.fields if name.startswith(prefixes)]

    @property
    def feet(self) -> list[forms.BoundField]:
        """The look at both feet."""
        return self.bound("foot_")

    @property
    def words(self) -> dict[str, Any]:
        """What stands above the parts, as in the player."""
        return {
            "title": questions.TITLE,
            "lead": questions.LEAD,
            "after_title": feet.AFTER_TITLE,
            "after_lead": feet.AFTER_LEAD,
            "feet": feet.QUESTION,
            "sugar": glucose.TITLE,
            "morning": morning.QUESTION,
        }


class BeforeForm(CheckBase):
    """The six questions; for diabetes feet and sugar; the morning after, if it is to be asked."""

    kind = Check.Kind.BEFORE

    def __init__(
        self, *args: Any, traits: frozenset[Trait], after: MorningAfter | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.after = after
        for question in SCREENING_QUESTIONS:
            self.fields[question.id] = yes_or_no(" ".join(question.asks(traits)))
            if self.data.get(question.id) == YES:
                choices = [(sign.id, capfirst(str(sign.words))) for sign in signs_for(traits, question.id)]
                self.fields[f"{question.id}_which"] = cards(FOLLOW_UP, choices)
        if Trait.DIABETES in traits:
            self._ask_feet()
            self._ask_sugar()
        if after:
            self._ask_morning()

    def _ask_sugar(self) -> None:
        """In the player's order. What it asks only above the border stands here with a hint, and may stay empty."""
        high = gettext("Only if your sugar is over %(mg)d mg/dL (%(mmol)s mmol/L).") % {
            "mg": glucose.KETONES_OVER,
            "mmol": number(round(Decimal(glucose.KETONES_OVER) / glucose.MG_DL_PER_MMOL_L, 1)),
        }
        self.fields["sugar_uses"] = cards(glucose.USES, glucose.Uses.choices)
        self.fields["sugar_reading"] = forms.DecimalField(
            label=glucose.READING,
            required=False,
            max_digits=6,
            decimal_places=1,
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1", "min": "0"}),
        )
        self.fields["sugar_unit"] = forms.ChoiceField(
            label=_("In which unit?"),
            required=False,
            choices=[(MMOL_L, "mmol/L"), (MG_DL, "mg/dL")],
            widget=SegmentWidget,
        )
        self.fields["sugar_helped"] = yes_or_no(glucose.HELPED)
        self.fields["sugar_unwell"] = yes_or_no(glucose.UNWELL, required=False, help_text=high)
        self.fields["sugar_ketones"] = cards(
            glucose.KETONES, glucose.Ketones.choices, required=False, help_text=high
        )

    def _ask_morning(self) -> None:
        self.fields["morning_pain"] = forms.IntegerField(
            label=morning.PAIN, required=False, min_value=0, max_value=10, widget=ScaleWidget()
        )
        self.fields["morning_compared"] = cards(morning.COMPARED, morning.Compared.choices, required=False)
        self.fields["morning_stiff"] = yes_or_no(morning.STIFF, required=False)

    def clean(self) -> dict[str, Any]:
        """A reading needs its unit, and lies within what a meter shows; a high one asks how the person feels.

        A morning says how it compares.
        """
        cleaned = super().clean() or {}
        if cleaned.get("sugar_reading") is not None:
            self._check_reading(cleaned)
        said = cleaned.get("morning_pain") is not None or bool(cleaned.get("morning_stiff"))
        if said and not cleaned.get("morning_compared"):
            self.add_error("morning_compared", _("Pick the one that fits."))
        return cleaned

    def _check_reading(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("sugar_unit"):
            self.add_error("sugar_unit", _("Say in which unit you measured."))
        elif not glucose.LOWEST <= _in_mg_dl(cleaned) <= glucose.HIGHEST:
            self.add_error("sugar_reading", _("A meter shows no such number. Check it, and the unit."))
        elif glucose.is_high(_in_mg_dl(cleaned)) and not cleaned.get("sugar_unwell"):
            self.add_error("sugar_unwell", ANSWER_YES_OR_NO)

    def answers(self) -> dict[str, str]:
        """Question to "no" or the id of a sign."""
        return {
            question.id: self.cleaned_data.get(f"{question.id}_which") or NO
            for question in SCREENING_QUESTIONS
        }

    def sugar(self) -> dict[str, Any] | None:
        """Readings in mg/dL."""
        if "sugar_uses" not in self.fields:
            return None
        said = self.cleaned_data
        return {
            "uses": said["sugar_uses"],
            "mg_dl": None if said["sugar_reading"] is None else _in_mg_dl(said),
            "helped": said["sugar_helped"] == YES,
            "unwell": {YES: True, NO: False}.get(said["sugar_unwell"]),
            "ketones": said["sugar_ketones"] or None,
        }

    def morning(self) -> Morning | None:
        """None unless something was said of it."""
        compared = self.cleaned_data.get("morning_compared")
        if self.after is None or not compared:
            return None
        stiff = {YES: True, NO: False}.get(self.cleaned_data["morning_stiff"])
        return Morning(self.after.session, self.cleaned_data["morning_pain"], compared, stiff)

    @property
    def questions(self) -> Iterator[list[forms.BoundField]]:
        """Each question, with its follow-up where it was answered with yes."""
        for question in SCREENING_QUESTIONS:
            yield [self[name] for name in (question.id, f"{question.id}_which") if name in self.fields]

    @property
    def sugars(self) -> list[forms.BoundField]:
        """The glucose part."""
        return self.bound("sugar_")

    @property
    def mornings(self) -> list[forms.BoundField]:
        """The part about the morning after."""
        return self.bound("morning_")


def _in_mg_dl(said: dict[str, Any]) -> Decimal:
    reading: Decimal = said["sugar_reading"]
    return reading * glucose.MG_DL_PER_MMOL_L if said["sugar_unit"] == MMOL_L else reading


class AfterForm(CheckBase):
    """The look at both feet after a session."""

    kind = Check.Kind.AFTER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_feet()


class WrongForm(CheckBase):
    """The full list, for everybody the same: who ticks a line is stopped, and the care team is told."""

    kind = Check.Kind.WRONG

    signs = forms.MultipleChoiceField(
        label=_("What is wrong? Tick all that fits."),
        widget=ChoiceCardsMultipleWidget,
        error_messages={"required": _("Tick what is wrong. If nothing fits and you are worried, call.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signs"].choices = [(sign.id, capfirst(str(sign.words))) for sign in SIGNS]  # type: ignore[attr-defined]

    def answers(self) -> dict[str, str]:
        """Row to the most urgent of its signs that was ticked: the list has them in that order."""
        answers: dict[str, str] = {}
        for sign in SIGNS:
            if sign.id in self.cleaned_data["signs"]:
                answers.setdefault(sign.row, sign.id)
        return answers


class StopForm(forms.Form):
    """What is said on the STOP screen."""

    CALLED, MISTAKE = "called", "mistake"
    said = forms.ChoiceField(choices=[(CALLED, CALLED), (MISTAKE, MISTAKE)])
    check_id = forms.UUIDField()

    def is_about(self, check_id: UUID) -> bool:
        """Whether the button is one of the check that is shown now."""
        return bool(self.cleaned_data["check_id"] == check_id)


class OpenAgainForm(Refusable):
    """Why the exercises may go on."""

    note = forms.CharField(
        label=_("Why may the exercises go on?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The patient does not see this note. It stays in the record."),
    )


def advice_words(advice: list[str]) -> str:
    """What to do before a session that may begin, in one notice."""
    return " ".join(advice) or gettext("Nothing to hold you back. You can start.")
