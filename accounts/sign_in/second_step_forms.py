"""allauth's forms of the second step, in our words."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sign_in import second_factor


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey is always one that the device asks a finger, a face or a PIN for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name"),
            required=False,
            max_length=60,
            help_text=_("So that you can tell it from others."),
        )
        del self.fields["passwordless"]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError unless the device has checked that it is its owner."""
        self.cleaned_data["passwordless"] = True
        return super().clean()


class AskForCodeForm(RequestLoginCodeForm):
    """A code by mail is for patients, and for staff who have a second step that follows it.

    For staff who have none yet a mailbox would be the only thing to prove; they get no code, and the page looks alike.
    """

    _user: User | None

    def clean_email(self) -> str:
        """The address; whom no code may be sent to is treated as nobody."""
        email: str = super().clean_email()
        user = self._user
        if user is not None and second_factor.is_required(user) and not second_factor.is_enrolled(user):
            self._user = None
        return email
