"""The filters of the library."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from therapy.library.exercise_labels import EQUIPMENT_KINDS, LOAD_TIERS, MUSCLES, POSITIONS, muscle_label
from therapy.library.models import Exercise, ExerciseQuerySet

ANY = ("", _("Any"))


def _tier_label(tier: int) -> str:
    return f"{tier}: {LOAD_TIERS[tier]}"


class FilterForm(forms.Form):
    """Search and filters, all optional, which narrow the list together."""

    q = forms.CharField(
        label=_("Name or muscle"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    category = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *Exercise.Category.choices])
    muscle = forms.ChoiceField(label=_("Muscle"), required=False)
    position = forms.ChoiceField(label=_("Position"), required=False, choices=[ANY, *POSITIONS.items()])
    equipment = forms.ChoiceField(
        label=_("What you need"), required=False, choices=[ANY, *EQUIPMENT_KINDS.items()]
    )
    weight_bearing = forms.ChoiceField(
        label=_("Weight on the leg"), required=False, choices=[ANY, *Exercise.WeightBearing.choices]
    )
    load_tier = forms.TypedChoiceField(label=_("Load"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.unsaid = True  # no filter has to be set: that goes without saying
        self.fields["muscle"].choices = [ANY, *((muscle, muscle_label(muscle)) for muscle in sorted(MUSCLES))]  # type: ignore[attr-defined]
        self.fields["load_tier"].choices = [ANY, *((str(tier), _tier_label(tier)) for tier in LOAD_TIERS)]  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        """Whether a filter beside the search is in force, or was asked for in vain."""
        return any(self.data.get(name) for name in self.fields if name != "q")

    def apply(self, exercises: ExerciseQuerySet) -> ExerciseQuerySet:
        """The exercises that pass; a field with an error is said beside it and does not narrow."""
        self.is_valid()
        wanted = self.cleaned_data
        if text := wanted.get("q"):
            exercises = exercises.matching(text)
        if kind := wanted.get("equipment"):
            exercises = exercises.with_equipment(kind)
        if muscle := wanted.get("muscle"):
            exercises = exercises.filter(primary_muscles__contains=[muscle])
        if position := wanted.get("position"):
            exercises = exercises.in_position(position)
        for field in ("category", "weight_bearing", "load_tier"):
            if (value := wanted.get(field)) not in (None, ""):
                exercises = exercises.filter(**{field: value})
        return exercises
