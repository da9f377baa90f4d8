"""The form of a clinic's own page."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.countries import countries
from accounts.forms import set_choices
from accounts.models import Clinic
from accounts.time_zones import time_zone_choices

_DIALLED = re.compile(r"\+?[0-9 ().\-/*#]+")


def validate_dialled(value: str) -> None:
    """Raises ValidationError unless a phone could dial `value`: at least two digits, with signs between them."""
    if not _DIALLED.fullmatch(value) or sum(sign.isdigit() for sign in value) < 2:
        raise ValidationError(_("Give a number that a phone can dial: digits, spaces, and a + in front."))


class ClinicForm(forms.ModelForm):
    """What an admin may change of a clinic. Bands are percent of the prescribed dose, 1 to 100 and in order."""

    country = forms.ChoiceField(label=_("Country"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Decides which day it is for patients who do not sign in yet.")
    )
    number_checked = forms.BooleanField(
        label=_("I have checked that this is the number to call in an emergency there"), required=False
    )

    class Meta:
        model = Clinic
        fields: ClassVar = [
            "name",
            "phone",
            "country",
            "emergency_number",
            "time_zone",
            "on_track_from",
            "alert_below",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, f"{name} ({code})") for code, name in countries().items()]
        if self.instance.country not in countries():
            named.insert(0, (self.instance.country, self.instance.country))
        set_choices(self, "country", named)
        set_choices(self, "time_zone", time_zone_choices(self.instance.time_zone))
        for name in ("phone", "emergency_number"):
            self.fields[name].validators.append(validate_dialled)
            self.fields[name].widget.attrs |= {"autocomplete": "off", "inputmode": "tel"}
        self._word()

    def _word(self) -> None:
        told = {
            "name": (_("Name"), _("Stands in every mail and on the patient’s pages.")),
            "phone": (_("Phone"), _("The number that patients call with a question.")),
            "emergency_number": (
                _("Emergency number"),
                _("Patients see it on “Something is wrong”. It has to be right for the country."),
            ),
            "on_track_from": (_("On track from"), _("Percent of the prescribed sets. 80 is usual.")),
            "alert_below": (_("Needs attention below"), _("Percent of the prescribed sets. 50 is usual.")),
        }
        for name, (label, help_text) in told.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text

    def clean(self) -> dict[str, Any]:
        """The bands in order, and a new number or country confirmed: a patient in danger dials it."""
        data = super().clean() or {}
        low, high = data.get("alert_below"), data.get("on_track_from")
        if low is not None and high is not None and low > high:
            self.add_error("alert_below", _("This must not be higher than the threshold for “On track”."))
        moved = {"country", "emergency_number"} & set(self.changed_data)
        if moved and not data.get("number_checked"):
            self.add_error("number_checked", _("Check the number and tick this."))
        return data

    def changes(self) -> dict[str, Any]:
        """What was changed, by field of the clinic."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "number_checked"}
