"""The dose of one prescription, a form for each side, and the rules between the sides."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from therapy.base.side import Side, side_sort_key
from therapy.base.units import LoadField, load_unit
from therapy.library.models import Exercise
from therapy.plans.doses import default_dose
from therapy.plans.editing import AMOUNTS
from therapy.plans.models import Dose, Prescription
from therapy.plans.sides import allowed_sides

SHARED = ("hold_s", "rest_s", "tempo", "load_kg", "band", "load_note")


def unit_of(exercise: Exercise, dose: Dose | None = None) -> str:
    """What a dose of the exercise counts: its own unit if there is one, else the library's."""
    if dose is not None:
        return next(unit for unit in AMOUNTS if getattr(dose, unit) is not None)
    if exercise.is_timed:
        return "minutes"
    return "metres" if exercise.is_walked else "reps"


def sides_offered(prescription: Prescription) -> list[Side]:
    """The sides that the exercise can train, and any that already has a dose."""
    prescribed = {Side(dose.side) for dose in prescription.doses.all()}
    return sorted(prescribed | set(allowed_sides(prescription.exercise)), key=side_sort_key)


class DoseForm(forms.ModelForm):
    """The dose of one side, or that it has none."""

    # A side may be left out, so the browser must not insist on its numbers.
    use_required_attribute = False
    left_out = forms.BooleanField(required=False)

    class Meta:
        model = Dose
        fields = ["sets", *AMOUNTS, *SHARED]
        field_classes = {"load_kg": LoadField}
        help_texts = {"load_note": _("Such as “body weight” or “hand on counter”.")}

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, side: Side, exercise: Exercise, **kw: Any
    ) -> None:
        super().__init__(data, prefix=side.value, **kw)
        self.side = side
        self.had_dose = not self.instance._state.adding
        self.unit = unit_of(exercise, self.instance if self.had_dose else None)
        self._keep_only(exercise)
        self.fields["left_out"].label = (
            _("Not both legs together") if side == Side.BOTH else _("Not this leg")
        )
        self.fields[self.unit].required = True

    def _keep_only(self, exercise: Exercise) -> None:
        """Leave out what the exercise does not count or record, unless the dose already says it."""
        for unit in AMOUNTS:
            if unit != self.unit:
                del self.fields[unit]
        if not exercise.logs_load and self.instance.load_kg is None:
            del self.fields["load_kg"]
        else:
            self.fields["load_kg"].label = _("load, %(unit)s") % {"unit": load_unit()}
        if not exercise.logs_band and not self.instance.band:
            del self.fields["band"]

    def full_clean(self) -> None:
        """A side that is left out is not asked for numbers; numbers typed for it all the same are an error."""
        super().full_clean()
        if not self.is_bound or not self.cleaned_data.get("left_out"):
            return
        typed = [name for name in self.fields if name != "left_out" and self[name].value() not in (None, "")]
        self.errors.clear()
        if typed and not self.had_dose:
            self.add_error("left_out", _("You entered a dose as well. Untick the box or clear the dose."))

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The short fields, which stand in rows."""
        return [
            self[name]
            for name in ("sets", self.unit, "hold_s", "rest_s", "load_kg", "band")
            if name in self.fields
        ]

    @property
    def words(self) -> list[forms.BoundField]:
        """The fields in words."""
        return [self[name] for name in ("load_note", "tempo")]

    @property
    def is_left_out(self) -> bool:
        """Whether the side gets no dose. Only after `is_valid`."""
        return bool(self.cleaned_data.get("left_out"))

    def fields_for_dose(self) -> dict[str, Any]:
        """Every field of the dose for the action, the units that do not count emptied."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "left_out"}
        return dict.fromkeys(AMOUNTS) | said


def dose_forms(
    prescription: Prescription, data: Mapping[str, Any] | None = None, add: str | None = None
) -> list[DoseForm]:
    """A form for each side that can have a dose; `add` is one to start with the other leg's dose, or the library's."""
    doses = {Side(dose.side): dose for dose in prescription.doses.all()}
    made = []
    for side in sides_offered(prescription):
        dose = doses.get(side)
        initial: dict[str, Any] = {"left_out": dose is None}
        if dose is None and add == side:
            initial = _starting_dose(prescription, doses) | {"left_out": False}
        # A copy: validation writes into the instance, and the prescription's own doses are still compared and shown.
        instance = Dose(side=side) if dose is None else copy(dose)
        made.append(
            DoseForm(data, side=side, exercise=prescription.exercise, instance=instance, initial=initial)
        )
    return made


def _starting_dose(prescription: Prescription, doses: Mapping[Side, Dose]) -> dict[str, Any]:
    """A suggestion, shown in the fields: the dose of another side, else the library's own dose."""
    if doses:
        return model_to_dict(next(iter(doses.values())), fields=["sets", *AMOUNTS, *SHARED])
    return {
        name: value for name, value in default_dose(prescription.exercise).items() if name != "days_per_week"
    }


def check_together(forms_by_side: list[DoseForm]) -> ValidationError | None:
    """What is wrong with the sides taken together; None when they fit. Only after each `is_valid`."""
    sides = {form.side for form in forms_by_side if not form.is_left_out}
    if not sides:
        return ValidationError(_("Prescribe it for at least one leg, or take the exercise out."))
    if Side.BOTH in sides and len(sides) > 1:
        return ValidationError(
            _("Choose each leg on its own, or both legs in one movement, not the two at once.")
        )
    return None
