"""Forms of care. They say what is wrong beside the field; `actions` writes."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.mail import validate_address
from accounts.models import Clinic, User
from therapy.base.side import AffectedSide
from therapy.care import actions, condition_rules, diagnoses
from therapy.care.diagnoses import Diagnosis
from therapy.care.models import Condition, Patient

Choices = list[tuple[str, str | Promise]]

NOT_RECORDED = ("", _("Not recorded"))
# A condition of no side is stored as an empty side; in a form an empty side is one that nobody has chosen yet.
NO_SIDE = "none"
MOST_SUGGESTIONS = 12


def _choices(choices: Any) -> Choices:
    """The choices of a model's field, "not recorded" in front."""
    return [NOT_RECORDED, *(choice for choice in choices if choice[0] != "")]


# Fields of the groups "Limits" and "What was found".
_MAY_STAY_EMPTY = actions.CONDITION_FIELDS - {"code", "side", "cause", "onset"}


class DayField(forms.DateField):
    """A day of the calendar, by the browser's own picker where there is one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"], **kwargs)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not recorded (None)."""

    def __init__(self, **kwargs: Any) -> None:
        choices: Choices = [NOT_RECORDED, ("yes", _("Yes")), ("no", _("No"))]
        super().__init__(
            choices=choices, coerce=lambda value: value == "yes", empty_value=None, required=False, **kwargs
        )


class PatientForm(forms.Form):
    """Who the patient is."""

    name = forms.CharField(
        label=_("Full name"), max_length=150, widget=forms.TextInput({"autocomplete": "off"})
    )
    birth_date = DayField(label=_("Date of birth"))
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        max_length=254,
        validators=[validate_address],
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text=_("Needed only if they are to log at home. You invite them later."),
    )
    sex = forms.ChoiceField(
        label=_("Sex, for norms"),
        required=False,
        choices=_choices(Patient.Sex.choices),
        help_text=_("Some tests have norms by age and sex. Nothing else uses it."),
    )
    clinic = forms.ModelChoiceField(label=_("Clinic"), queryset=Clinic.objects.none())

    def __init__(
        self, *args: Any, clinics: Collection[Clinic] = (), patient: Patient | None = None, **kw: Any
    ) -> None:
        """For a new patient of one of `clinics`, which is asked only if there are several; or to change `patient`."""
        if patient is not None:
            fields = ("name", "birth_date", "email", "sex")
            kw["initial"] = {name: getattr(patient, name) for name in fields}
        super().__init__(*args, **kw)
        self.patient = patient
        self.only_clinic = next(iter(clinics)) if len(clinics) == 1 else None
        if patient is not None or self.only_clinic is not None:
            del self.fields["clinic"]
        else:
            ids = [clinic.pk for clinic in clinics]
            self.fields["clinic"].queryset = Clinic.objects.filter(pk__in=ids)  # type: ignore[attr-defined]

    @property
    def chosen_clinic(self) -> Clinic | None:
        """The clinic of a new patient; None while none has been chosen."""
        return self.only_clinic or getattr(self, "cleaned_data", {}).get("clinic")

    def clean(self) -> dict[str, Any]:
        """The date of birth against the clinic's own day."""
        data = super().clean() or {}
        clinic = self.patient.clinic if self.patient else self.chosen_clinic
        born: date | None = data.get("birth_date")
        if clinic and born and (said := actions.birth_date_problem(born, actions.clinics_today(clinic))):
            self.add_error("birth_date", str(said))
        return data

    def values(self) -> dict[str, Any]:
        """What `actions.add_patient` and `actions.change_patient` take."""
        return {name: self.cleaned_data[name] for name in ("name", "birth_date", "email", "sex")}


class ConditionForm(forms.Form):
    """A condition with its side, cause and limits. An empty limit is "not recorded", never "no limit"."""

    code = forms.CharField(
        label=_("Diagnosis"),
        max_length=100,
        help_text=_("Type a code such as M62.562, or words such as “foot drop”, and choose from the list."),
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "hx-get": reverse_lazy("care:diagnoses"),
                "hx-trigger": "input changed delay:250ms",
                "hx-target": "#diagnosis-options",
                "hx-sync": "this:replace",
            }
        ),
    )
    code_choice = forms.CharField(required=False, max_length=10)
    side = forms.ChoiceField(
        label=_("Side"),
        choices=[*AffectedSide.choices, (NO_SIDE, _("Not of one side"))],
        widget=forms.RadioSelect,
    )
    cause = forms.ChoiceField(
        label=_("Cause"),
        choices=[("", _("Choose a cause")), *Condition.Cause.choices],
        help_text=_("The plan’s safety rules go by it."),
    )
    onset = DayField(
        label=_("Onset"), required=False, help_text=_("The day of the injury, or when it was first noticed.")
    )

    wb_status = forms.ChoiceField(
        label=_("Weight on the leg"), required=False, choices=_choices(Condition.WeightBearingStatus.choices)
    )
    wb_percent = forms.IntegerField(
        label=_("Part weight, percent"), required=False, min_value=1, max_value=99
    )
    wb_until = DayField(label=_("Weight limit ends"), required=False)
    df_limit_deg = forms.IntegerField(
        label=_("Toes-up limit, degrees (0 is a right angle)"), required=False, min_value=-50, max_value=45
    )
    df_limit_until = DayField(label=_("Toes-up limit ends"), required=False)
    stretch_allowed_from = DayField(label=_("Calf stretch from"), required=False)
    resisted_pf_from = DayField(label=_("Pushing down against resistance from"), required=False)
    single_leg_from = DayField(label=_("Standing on this leg alone from"), required=False)
    impact_from = DayField(label=_("Jumps from"), required=False)
    brace = forms.CharField(label=_("Brace or boot"), required=False, max_length=100)
    limits_set_by = forms.CharField(label=_("Limits set by"), required=False, max_length=100)

    muscle_grade = forms.ChoiceField(
        label=_("Weakest muscle, grade 0 to 5"),
        required=False,
        choices=_choices(Condition.MuscleGrade.choices),
    )
    loss_of_feeling = YesNoField(label=_("Loss of feeling in the foot"))
    open_ulcer = YesNoField(label=_("Open ulcer"))
    eye_disease = YesNoField(label=_("Active proliferative eye disease"))
    heart_lung_cleared_on = DayField(label=_("Heart and lungs cleared on"), required=False)

    def __init__(
        self,
        *args: Any,
        today: date,
        born: date | None = None,
        other_codes: Collection[str] = (),
        condition: Condition | None = None,
        **kwargs: Any,
    ) -> None:
        """`today` and `born` are the patient's; `other_codes` those of the patient's other current conditions."""
        if condition is not None:
            kwargs["initial"] = _initial(condition)
        super().__init__(*args, **kwargs)
        for name in _MAY_STAY_EMPTY:
            self.fields[name].widget.unsaid = True  # said once, above the group
        self.today, self.born, self.other_codes = today, born, other_codes

    def clean(self) -> dict[str, Any]:
        """The code that was typed or chosen, the side as it is stored, and the rules of clinical-facts 4.1 and 4.2."""
        data = super().clean() or {}
        if "side" in data:
            data["side"] = "" if data["side"] == NO_SIDE else data["side"]
        if "code" in data and (diagnosis := self._diagnosis(data["code"], data.get("code_choice", ""))):
            data["code"] = diagnosis.code
        found = condition_rules.problems(data, today=self.today, born=self.born, other_codes=self.other_codes)
        for field, said in found.items():
            # A field that is wrong in itself has said so already.
            if field in self.fields and field not in self.errors:
                self.add_error(field, [str(words) for words in said])
        return data

    def _diagnosis(self, typed: str, chosen: str) -> Diagnosis | None:
        """The code as it was typed, or the one chosen among those that fit what was typed."""
        exact = diagnoses.get(typed)
        if exact is not None:
            return exact
        return next((found for found in diagnoses.search(typed) if found.code == chosen), None)

    @property
    def typed(self) -> str:
        """What stands in the field of the diagnosis."""
        return str(self["code"].value() or "")

    @property
    def chosen(self) -> str:
        """The code that was picked from the list."""
        return str(self["code_choice"].value() or "")

    def values(self) -> dict[str, Any]:
        """What `actions.record_condition` and `actions.change_condition` take."""
        return {name: self.cleaned_data[name] for name in actions.CONDITION_FIELDS}


def _initial(condition: Condition) -> dict[str, Any]:
    initial = {name: getattr(condition, name) for name in actions.CONDITION_FIELDS}
    initial["side"] = condition.side or NO_SIDE
    for name in ("loss_of_feeling", "open_ulcer", "eye_disease"):
        if initial[name] is not None:
            initial[name] = "yes" if initial[name] else "no"
    return initial


class ResolveForm(forms.Form):
    """The day from which a condition no longer applies."""

    resolved_on = DayField(label=_("Resolved on"))


class JoinTeamForm(forms.Form):
    """One more therapist for a care team: of the patient's clinic, and not on the team yet."""

    therapist = forms.ModelChoiceField(
        label=_("Therapist"), queryset=User.objects.none(), empty_label=_("Choose a therapist")
    )

    def __init__(self, *args: Any, patient: Patient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["therapist"].queryset = actions.who_could_join(patient)  # type: ignore[attr-defined]


class EmergencyForm(forms.Form):
    """Whose record to open, and why. Name and date of birth have to be known; the page offers no list."""

    name = forms.CharField(
        label=_("Full name of the patient"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    birth_date = DayField(label=_("Date of birth"))
    reason = forms.CharField(
        label=_("Why you need this record now"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It is kept for ever, and the care team reads it."),
        error_messages={"min_length": _("Say it in a few words more: at least 10 characters.")},
    )
