"""Forms: inviting, accepting, and one's own settings."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth.password_validation import (
    get_default_password_validators,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.invitations.lines import MOST_BYTES, MOST_LINES, NotTextError, decode, parse
from accounts.mail import validate_address
from accounts.models import Invitation, Membership, User
from accounts.sign_in.passwords import LengthValidator
from accounts.time_zones import time_zone_choices

STAFF_ROLES = [
    (Membership.Role.THERAPIST.value, Membership.Role.THERAPIST.label),
    (Membership.Role.ADMIN.value, Membership.Role.ADMIN.label),
]


def set_choices(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """Offer these choices, or groups of them, in a field that has some."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


def password_help() -> str:
    """How long a password has to be, in one sentence; the other rules are told when they are broken."""
    rules = [rule for rule in get_default_password_validators() if isinstance(rule, LengthValidator)]
    return " ".join(str(rule.get_help_text()) for rule in rules)


class InviteForm(forms.Form):
    """Whom an admin invites. Patients are invited by their therapist, from the record that they are to see."""

    name = forms.CharField(
        label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        validators=[validate_address],
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=STAFF_ROLES,
        initial=Membership.Role.THERAPIST,
        widget=forms.RadioSelect,
        help_text=_("A therapist treats patients. An admin manages people and sees no plans or results."),
    )


class InviteManyForm(forms.Form):
    """A list of people to invite, pasted, from a file, or both; `invitation_lines` says what a line may be."""

    lines = forms.CharField(
        label=_("One person a line: name, email, role"),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or a CSV file"),
        required=False,
        help_text=_("As a spreadsheet saves it. What is in it comes into the field above for you to check."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )
    role = forms.ChoiceField(
        label=_("Where a line has no role"),
        required=False,
        choices=[("", _("Show it as an error")), *STAFF_ROLES],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.unsaid = True  # one of two has to be given, so none of them is called optional

    def clean_file(self) -> str:
        """The text of the file; empty without one."""
        file = self.cleaned_data.get("file")
        if file is None:
            return ""
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is too large: at most 200 kilobytes."))
        try:
            return decode(file.read())
        except NotTextError:
            raise ValidationError(
                _("This is not a CSV file. Save the sheet as CSV, or copy it here.")
            ) from None

    def clean(self) -> dict[str, Any]:
        """`text` is everything that was given, `found` its lines; at least one, and at most MOST_LINES."""
        data = super().clean() or {}
        parts = [data.get("lines", ""), data.get("file", "")]
        data["text"] = "\n".join(part.strip("\r\n") for part in parts if part.strip())
        data["found"] = parse(data["text"], data.get("role", ""))
        if not {"lines", "file"} & set(self.errors):
            # A browser forgets a file: what was in it is kept in the field.
            self.data = {**self.data.dict(), "lines": data["text"]}  # type: ignore[attr-defined]
        if not data["found"] and not self.errors:
            self.add_error("lines", _("Paste some lines, or choose a file."))
        elif len(data["found"]) > MOST_LINES:
            words = {"count": len(data["found"]), "most": MOST_LINES}
            self.add_error(
                "lines",
                _("You entered %(count)d lines. You can invite up to %(most)d people at a time.") % words,
            )
        return data


class AddRoleForm(forms.Form):
    """One more role for a person: of those that they do not have."""

    role = forms.ChoiceField(label=_("Add a role"))

    def __init__(self, *args: Any, held: set[str], once: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(value, label) for value, label in STAFF_ROLES if value not in held]
        if Membership.Role.PATIENT in once - held:
            choices.append((Membership.Role.PATIENT.value, Membership.Role.PATIENT.label))
        set_choices(self, "role", choices)


class InviteBackForm(forms.Form):
    """In which role somebody who left is asked to join again."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, once: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        patient = (Membership.Role.PATIENT.value, Membership.Role.PATIENT.label)
        choices = [patient, *STAFF_ROLES] if Membership.Role.PATIENT in once else STAFF_ROLES
        # What they were comes first.
        set_choices(self, "role", sorted(choices, key=lambda choice: choice[0] not in once))


class AcceptForm(forms.Form):
    """What a new person says when they take up an invitation."""

    name = forms.CharField(
        label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password_again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("So that “today” is your today."))

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        zone = invitation.clinic.time_zone
        kwargs["initial"] = {"name": invitation.name, "time_zone": zone}
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password"].help_text = password_help()
        set_choices(self, "time_zone", time_zone_choices(zone))

    def clean(self) -> dict[str, Any]:
        """Both passwords alike, and strong enough for this person."""
        data = super().clean() or {}
        password, again = data.get("password"), data.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", _("The two passwords are not the same."))
        if password:
            self._check_strength(password, data.get("name", ""))
        return data

    def _check_strength(self, password: str, name: str) -> None:
        try:
            validate_password(password, User(email=self.invitation.email, name=name))
        except ValidationError as error:
            self.add_error("password", error)


class SettingsForm(forms.ModelForm):
    """A person's own settings. The time zone decides what "today" is for them."""

    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("So that “today” is your today."))

    class Meta:
        model = User
        fields: ClassVar = ["name", "time_zone", "units", "theme", "high_contrast", "large_text"]
        widgets: ClassVar = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "units": forms.RadioSelect,
            "theme": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Full name")
        set_choices(self, "time_zone", time_zone_choices(self.instance.time_zone))
