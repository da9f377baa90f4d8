"""allauth's hooks: nobody signs up by themselves; the way in is an invitation."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import EMAIL_MAX_LENGTH
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Closes the public sign-up page, and says in our words what went wrong at sign-in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "That email and password do not match. Your email is kept; type the password again."
        ),
        "incorrect_password": _("That is not your password. Type it again."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try once more."),
    }

    def clean_email(self, email: str) -> str:
        """The address, if its column can hold it. Raises ValidationError for a longer one."""
        if len(email) > EMAIL_MAX_LENGTH:
            raise ValidationError(_("This address is too long."))
        return email

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by accepting an invitation."""
        return False
