"""allauth's hooks: nobody signs up by themselves; the way in is an invitation."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.mail import queue, validate_address
from accounts.models import User
from accounts.sessions.saved_form import discard_unless_of
from accounts.sign_in import second_factor


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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a mail of allauth's, as ours are."""
        words = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        message = self.render_mail(template_prefix, email, words | context)
        queue(message.subject, message.body, email)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in; what another person had typed in this browser goes."""
        super().login(request, user)
        discard_unless_of(request, cast("User", user))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether a change asks for the password again; a second step does not, in the minutes after signing in."""
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required and not (app == "allauth.mfa" and second_factor.signed_in_just_now(self.request))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by accepting an invitation."""
        return False
