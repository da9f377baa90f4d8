"""The forms of plans: assigning, the draft's phases and items, publishing, pausing and ending."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import dates
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from therapy.base.side import AffectedSide
from therapy.base.widgets import SegmentWidget
from therapy.library.models import Exercise
from therapy.plans.models import Phase, Plan, Prescription, Programme

# How far from today a plan may start or a change may take effect: further off is a slip of the finger.
FAR_DAYS = 366
# Each sign is a box to tick before going on. The shipped programmes have far fewer; more is a slip of the clipboard.
MOST_SIGNS = 30
BLANK = "blank"
WEEKDAY_CHOICES = [(number, dates.WEEKDAYS[number - 1]) for number in range(1, 8)]


def day_field(label: Any, **kw: Any) -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control-narrow"}),
        **kw,
    )


def reason_field(label: Any, max_length: int) -> forms.CharField:
    """A reason that has to be given, in one line."""
    return forms.CharField(
        label=label,
        max_length=max_length,
        min_length=3,
        error_messages={
            "required": _("Say why, in a few words."),
            "min_length": _("Say why, in a few words."),
        },
    )


class BasedOnForm(forms.Form):
    """A form that says which state of the draft the person was looking at."""

    based_on = forms.CharField(widget=forms.HiddenInput)


def rebase(form: forms.BaseForm, current: str) -> None:
    """Let a form that is shown again be based on `current`: sending it once more, with that in view, is a decision."""
    data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, which is a mapping that can be copied
    data["based_on"] = current
    form.data = data


class AssignForm(forms.Form):
    """Which programme, for which leg, from when. `today` is the patient's local day."""

    programme = forms.ChoiceField(
        label=_("Programme"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a programme, or start blank.")},
    )
    title = forms.CharField(
        label=_("Title of the plan"),
        max_length=150,
        required=False,
        help_text=_("Needed for a blank plan. A programme brings its own, unless you give one here."),
    )
    affected_side = forms.ChoiceField(
        label=_("Affected leg"),
        choices=AffectedSide.choices,
        widget=SegmentWidget,
        error_messages={"required": _("Choose the affected leg.")},
    )
    starts_on = day_field(_("First day"), help_text=_("The patient’s own day."))
    weeks = forms.IntegerField(
        label=_("Weeks"), min_value=1, max_value=104, required=False, help_text=_("Only for a blank plan.")
    )

    def __init__(self, *args: Any, programmes: list[Programme], today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.today = today
        self.programmes = {str(programme.pk): programme for programme in programmes}
        field = cast("forms.ChoiceField", self.fields["programme"])
        field.choices = [*((pk, p.title) for pk, p in self.programmes.items()), (BLANK, _("Start blank"))]

    @property
    def chosen(self) -> Programme | None:
        """The programme chosen, None for a blank plan. Only after `is_valid`."""
        return self.programmes.get(self.cleaned_data["programme"])

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if abs(day - self.today) > timedelta(days=FAR_DAYS):
            raise ValidationError(_("Choose a day within a year of today."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("programme") == BLANK and not cleaned.get("title"):
            self.add_error("title", _("Give the blank plan a title."))
        return cleaned


class AddExerciseForm(forms.Form):
    """Pick one exercise of the library, grouped by category."""

    exercise = forms.ChoiceField(label=_("Exercise"), error_messages={"required": _("Choose an exercise.")})

    def __init__(self, *args: Any, exercises: list[Exercise], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.exercises = {str(exercise.pk): exercise for exercise in exercises}
        groups: dict[str, list[tuple[str, str]]] = {}
        for exercise in exercises:
            groups.setdefault(str(exercise.get_category_display()), []).append(
                (str(exercise.pk), exercise.name)
            )
        field = cast("forms.ChoiceField", self.fields["exercise"])
        field.choices = [("", _("Choose an exercise")), *groups.items()]

    @property
    def chosen(self) -> Exercise:
        """The exercise chosen. Only after `is_valid`."""
        return self.exercises[self.cleaned_data["exercise"]]


class PhaseForm(forms.ModelForm):
    """Title, weeks, aim and the criteria of one phase."""

    go_on_when = forms.CharField(
        label=_("Go on when"), required=False, widget=forms.Textarea, help_text=_("One sign a line.")
    )
    step_back_when = forms.CharField(
        label=_("Step back when"), required=False, widget=forms.Textarea, help_text=_("One sign a line.")
    )
    based_on = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Phase
        fields = ["title", "weeks", "aim", "session_rule"]
        labels = {"session_rule": _("How to train in this phase")}
        help_texts = {"weeks": _("Such as 3-5, or in words.")}

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        for name in ("go_on_when", "step_back_when"):
            self.initial[name] = "\n".join(getattr(self.instance, name))

    def clean_go_on_when(self) -> list[str]:
        return self._lines("go_on_when")

    def clean_step_back_when(self) -> list[str]:
        return self._lines("step_back_when")

    def _lines(self, name: str) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data[name].splitlines() if line.strip()]
        if any(len(line) > 250 for line in lines):
            raise ValidationError(_("Keep each line under 250 letters."))
        if len(lines) > MOST_SIGNS:
            raise ValidationError(_("Write at most %(most)d lines.") % {"most": MOST_SIGNS})
        return lines

    def fields_for_phase(self) -> dict[str, Any]:
        """What an action is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "based_on"}


class ItemForm(forms.ModelForm):
    """When one prescription is due, its effort cap and its note."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days"),
        choices=WEEKDAY_CHOICES,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Leave them all empty to let Evenstep spread the days. Ticked days count instead of the number."
        ),
    )
    note = forms.CharField(
        label=_("Note to the patient"),
        max_length=300,
        required=False,
        help_text=_("In plain words. The patient sees it."),
    )
    based_on = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Prescription
        fields = ["days_per_week", "weekdays", "times_per_day", "effort_max", "note"]
        labels = {"effort_max": _("Effort at most, 0 to 10")}

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.initial["note"] = self.instance.own_note

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("weekdays"):
            cleaned["days_per_week"] = len(cleaned["weekdays"])
        return cleaned

    def fields_for_prescription(self) -> dict[str, Any]:
        """What an action is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "based_on"}


class OverrideForm(forms.Form):
    """Override a rule, with the reason for the record.

    `finding`, `message` and `amounts` name the point as the person saw it, so that a reason never answers a point that
    changed.
    """

    finding = forms.CharField(widget=forms.HiddenInput)
    message = forms.CharField(widget=forms.HiddenInput)
    amounts = forms.CharField(widget=forms.HiddenInput)
    reason = reason_field(_("Why keep it?"), 300)


class PublishForm(BasedOnForm):
    """From which day the patient sees the draft, and a note on what changed."""

    effective_from = day_field(_("From"), help_text=_("The patient’s own day."))
    note = forms.CharField(
        label=_("Note on what changed"),
        max_length=300,
        required=False,
        help_text=_("The care team sees it in the history."),
    )

    def __init__(self, *args: Any, today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.today = today

    def clean_effective_from(self) -> date:
        day: date = self.cleaned_data["effective_from"]
        if day < self.today:
            raise ValidationError(_("You cannot change past days. Choose today or a later date."))
        if day > self.today + timedelta(days=FAR_DAYS):
            raise ValidationError(_("Choose a day within a year of today."))
        return day


class GoOnForm(forms.Form):
    """The therapist's word that each sign for going on is there (P9): one box a line, all of them needed."""

    def __init__(self, *args: Any, signs: list[str], **kw: Any) -> None:
        super().__init__(*args, **kw)
        for index, sign in enumerate(signs):
            self.fields[f"sign_{index}"] = forms.BooleanField(
                label=capfirst(sign), error_messages={"required": _("Tick this when you have seen it.")}
            )


class EndForm(forms.Form):
    """The first day without the plan, and why."""

    on = day_field(_("First day without the plan"))
    reason = reason_field(_("Why does it end?"), 200)

    def __init__(self, *args: Any, plan: Plan, today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.plan, self.today = plan, today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < self.plan.starts_on:
            raise ValidationError(_("The plan had not started on that day."))
        if day > self.today + timedelta(days=FAR_DAYS):
            raise ValidationError(_("Choose a day within a year of today."))
        return day


class PauseForm(forms.Form):
    """Days on which nothing is due, and why."""

    first_day = day_field(_("First day of the pause"))
    last_day = day_field(_("Last day of the pause"))
    reason = reason_field(_("Why pause?"), 200)

    def __init__(self, *args: Any, plan: Plan, today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.plan, self.today = plan, today

    def clean_first_day(self) -> date:
        day: date = self.cleaned_data["first_day"]
        if day < self.plan.starts_on:
            raise ValidationError(_("The plan had not started on that day."))
        return day

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day > self.today + timedelta(days=FAR_DAYS):
            raise ValidationError(_("Choose a day within a year of today."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first day."))
        return cleaned
