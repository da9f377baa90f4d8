"""The mails that this app sends itself; the others are allauth's."""

from smtplib import SMTPException

from allauth.account.app_settings import EMAIL_MAX_LENGTH
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Invitation


def validate_address(email: str) -> None:
    """Raises ValidationError for an address that cannot be kept or written to, though it looks like one."""
    domain = email.rpartition("@")[2]
    try:
        if not domain.isascii():
            domain.encode("idna")  # as a mail carries it; a label may be too long for that, or empty
    except UnicodeError:
        raise ValidationError(
            _("No mail can be sent to this address. Check what stands after the @.")
        ) from None
    if len(email) > EMAIL_MAX_LENGTH:
        raise ValidationError(_("This address is too long."))


class MailFailedError(Exception):
    """The mail server did not take the mail."""


def send_invitation(
    request: HttpRequest, invitation: Invitation, token: str, connection: BaseEmailBackend | None = None
) -> None:
    """Mail the link with `token` to the invited person. Raises MailFailedError when the server does not take it.

    `connection` is an open one to the mail server, for many mails in a row. Call it inside the transaction that made
    the invitation, so that no invitation stays behind whose mail never left.
    """
    words = {
        "invitation": invitation,
        "clinic": invitation.clinic,
        "inviter": invitation.invited_by,
        "link": request.build_absolute_uri(reverse("accounts:accept", args=[token])),
    }
    subject = " ".join(render_to_string("accounts/mail/invitation_subject.txt", words).split())
    try:
        body = render_to_string("accounts/mail/invitation.txt", words)
        send_mail(subject, body, None, [invitation.email], connection=connection)
    except (SMTPException, OSError) as error:
        raise MailFailedError from error
