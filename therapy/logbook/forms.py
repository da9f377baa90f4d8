"""Forms of the logbook. Nothing in them is filled in before the person answers; empty is "not said".

What cannot be true is decided by `validation` alone, through the actions; `add_errors` puts it beside the fields.
"""

from collections.abc import Sequence
from typing import Any, cast
from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from therapy.base.amount_words import number
from therapy.base.side import Side
from therapy.base.side_labels import leg_label
from therapy.base.units import LoadField, load_unit, load_words, shown
from therapy.base.widgets import ChoiceCardsWidget, ScaleWidget, ScaleWords, SegmentWidget, StepperInput
from therapy.logbook import limits
from therapy.logbook.entries import AMOUNTS, DONE, SESSION_FIELDS, SKIPPED, SetEntry
from therapy.logbook.models import Session, Set
from therapy.logbook.validation import Refused, untrained_leg
from therapy.plans.models import Band, Dose, Prescription

PAIN_WORDS = (
    ScaleWords(0, 0, _("no pain")),
    ScaleWords(1, 3, _("fine, go on")),
    ScaleWords(4, 5, _("keep the load as it is, no rise")),
    ScaleWords(6, 10, _("stop this exercise")),
)
# Own words for the numbers (clinical-facts 2.4).
EFFORT_WORDS = (
    ScaleWords(2, 2, _("easy")),
    ScaleWords(4, 4, _("somewhat easy")),
    ScaleWords(6, 6, _("somewhat hard")),
    ScaleWords(8, 8, _("hard, about 2 left in you")),
    ScaleWords(10, 10, _("all I had")),
)
# The smallest step of each amount, and so which amounts are whole numbers.
STEPS = {"reps": "1", "hold_s": "1", "minutes": "0.5", "metres": "1", "load_kg": "0.5"}
WHOLE = ("reps", "hold_s", "metres")
UNSAID = ("", _("not said"))


class Refusable(forms.Form):
    """A form whose last word is the action's: what it refuses is shown beside the fields, and nothing was stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def add_errors(self, refused: Refused) -> None:
        """Shows each message beside its field, or above the form where the form has no such field."""
        for name, message in refused.errors.items():
            self.add_error(name if name in self.fields else None, message)


def scale(label: Any, words: Sequence[ScaleWords] = ()) -> forms.IntegerField:
    """0 to 10 or not said."""
    return forms.IntegerField(label=label, required=False, widget=ScaleWidget(words=words))


class SetForm(Refusable):
    """What was done in one set, or that it was skipped and why. Only the amounts that the exercise logs are asked."""

    use_required_attribute = False  # whether a reason is needed depends on another answer

    did = forms.ChoiceField(
        label=_("Did you do this set?"),
        choices=[(DONE, _("Yes, or part of it")), (SKIPPED, _("No, I skipped it"))],
        widget=SegmentWidget,
        error_messages={"required": _("Say whether you did this set.")},
    )
    side = forms.ChoiceField(label=_("Which leg?"), widget=SegmentWidget)
    skip_reason = forms.ChoiceField(
        label=_("Why? Pick the closest"),
        choices=[("", ""), *Set.SkipReason.choices],
        widget=ChoiceCardsWidget,
        error_messages={"required": _("Pick the closest reason.")},
    )
    pain = scale(_("Pain in this set, 0 to 10"), PAIN_WORDS)
    pain_kind = forms.ChoiceField(
        label=_("What kind of pain?"),
        required=False,
        choices=[("", ""), *Set.PainKind.choices],
        widget=ChoiceCardsWidget(unsaid=_("not said")),
    )
    effort = scale(_("How hard was it, 0 to 10?"), EFFORT_WORDS)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=limits.MAX_SET_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    set_id = forms.UUIDField(widget=forms.HiddenInput)
    session_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, dose: Dose, prescription: Prescription, logged: Set | None, **kwargs: Any
    ) -> None:
        self.dose, self.logged = dose, logged
        self.doses = {one.side: one for one in prescription.doses.all()}
        super().__init__(*args, initial=_initial(dose, logged) | kwargs.pop("initial", {}), **kwargs)
        for name in amounts_of(dose, prescription, logged):
            self.fields[name] = _amount_field(name, dose)
        self._offer_sides()

    def _offer_sides(self) -> None:
        """The legs that the plan trains in this exercise; another is refused by name. A new set's is its page's."""
        trained = [(side, leg_label(side)) for side in self.doses]
        field = cast(forms.ChoiceField, self.fields["side"])
        field.choices = trained
        if len(trained) == 1 or self.logged is None:
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Only a skipped set needs a reason; and a leg that is not trained is told by name."""
        cleaned = super().clean() or {}
        if cleaned.get("did") != SKIPPED and not self.data.get(self.add_prefix("skip_reason")):
            self.errors.pop("skip_reason", None)
            cleaned["skip_reason"] = ""
        sent = self.data.get(self.add_prefix("side"), "")
        if "side" in self.errors and sent in Side.values:
            self.errors["side"] = self.error_class([untrained_leg(sent)], renderer=self.renderer)
        return cleaned

    @property
    def amounts(self) -> list[forms.BoundField]:
        """The amounts that this form asks."""
        return [self[name] for name in AMOUNTS if name in self.fields]

    def entry(self) -> SetEntry:
        """What a valid form says. What it did not ask stays as it was stored."""
        said = self.cleaned_data
        shown = {name: self._said(name) for name in AMOUNTS if name in self.fields}
        base = SetEntry.of(self.logged) if self.logged else SetEntry(dose=self.dose, number=1, outcome=DONE)
        skipped = said["did"] == SKIPPED
        if skipped:
            shown = dict.fromkeys(AMOUNTS) | {"band": ""} | self._typed_anew(shown)
        return base.changed(
            id=said["set_id"],
            dose=self.doses[said["side"]],
            outcome=said["did"],
            skip_reason=said["skip_reason"] if skipped or "skip_reason" in self.changed_data else "",
            pain=said["pain"],
            pain_kind=said["pain_kind"],
            effort=said["effort"],
            note=said["note"],
            **shown,
        )

    def _said(self, name: str) -> Any:
        value = self.cleaned_data[name]
        return "" if name == "band" and value is None else value

    def _typed_anew(self, shown: dict[str, Any]) -> dict[str, Any]:
        """Amounts that somebody typed now; those that merely stood there give way when the set turns out skipped."""
        return {name: value for name, value in shown.items() if name in self.changed_data}


def amounts_of(dose: Dose, prescription: Prescription, logged: Set | None) -> list[str]:
    """Which amounts the form asks: what the dose names, what the exercise logs, and what is stored."""
    exercise = prescription.exercise
    logs = {
        "hold_s": "hold_s" in exercise.log_fields and dose.reps is not None,
        "minutes": "duration_min" in exercise.log_fields,
        "metres": "distance_m" in exercise.log_fields,
        "load_kg": exercise.logs_load,
        "band": exercise.logs_band,
    }
    stored = [name for name in AMOUNTS if logged is not None and getattr(logged, name) not in (None, "")]
    return [name for name in AMOUNTS if getattr(dose, name) or logs.get(name) or name in stored]


AMOUNT_LABELS = {
    "reps": _("Reps"),
    "hold_s": _("Hold, seconds"),
    "minutes": _("Minutes"),
    "metres": _("Metres"),
    "load_kg": _("Extra load"),
    "band": _("Band"),
}


def _amount_field(name: str, dose: Dose) -> forms.Field:
    label, target = AMOUNT_LABELS[name], getattr(dose, name)
    if name == "band":
        return forms.ChoiceField(
            label=label, required=False, help_text=_target_words(target), choices=[UNSAID, *Band.choices]
        )
    whole = name in WHOLE
    widget = StepperInput(
        {"min": "0", "step": STEPS[name], "inputmode": "numeric" if whole else "decimal"}, start=target
    )
    if whole:
        return forms.IntegerField(label=label, required=False, help_text=_target_words(target), widget=widget)
    if name == "load_kg":
        # `target` is in kilograms, and the stepper starts from it in the reader's units.
        widget.start = None if target is None else shown(target)
        words = (
            gettext("Target: none")
            if target is None
            else gettext("Target: %(amount)s") % {"amount": load_words(target)}
        )
        return LoadField(label=f"{label}, {load_unit()}", required=False, help_text=words, widget=widget)
    return forms.DecimalField(label=label, required=False, help_text=_target_words(target), widget=widget)


def _target_words(target: Any) -> str:
    if target in (None, ""):
        return gettext("Target: none")
    words = Band(target).label if target in Band.values else number(target)
    return gettext("Target: %(amount)s") % {"amount": words}


def _initial(dose: Dose, logged: Set | None) -> dict[str, Any]:
    """What is stored; for a new set nothing but its leg and the ids that make sending it twice harmless."""
    if logged is None:
        return {"side": dose.side, "set_id": uuid4(), "session_id": uuid4()}
    entry = SetEntry.of(logged)
    said = ("skip_reason", *AMOUNTS, "pain", "pain_kind", "effort", "note")
    ids = {"set_id": logged.pk, "session_id": logged.session_id}
    return {name: getattr(entry, name) for name in said} | {"did": entry.outcome, "side": logged.side} | ids


class FinishForm(Refusable):
    """How the whole session was."""

    pain_before = scale(_("Pain before you started, 0 to 10"))
    pain_after = scale(_("Pain now, after it, 0 to 10"))
    effort = scale(_("How hard was all of it, 0 to 10?"), EFFORT_WORDS)
    note = forms.CharField(
        label=_("Anything your therapist should know"),
        required=False,
        max_length=limits.MAX_SESSION_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        """What the session says so far."""
        return {name: getattr(session, name) for name in SESSION_FIELDS}


class SessionForm(FinishForm):
    """The same, and the day on which it was done, to put right what was logged on the wrong one."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    field_order = ("day", "pain_before", "pain_after", "effort", "note")

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        """What the session says so far."""
        return FinishForm.initial_of(session) | {"day": session.local_day}
