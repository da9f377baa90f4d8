"""allauth's hooks: nobody signs up by themselves; the way in is an invitation."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.mail import validate_address


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
        """The address, where mail can go to it. Raises ValidationError."""
        validate_address(email)
        return email

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by accepting an invitation."""
        return False
