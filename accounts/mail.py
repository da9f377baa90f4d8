"""The mails that this app sends itself; the others are allauth's."""

from smtplib import SMTPException

from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Invitation


class MailFailedError(Exception):
    """The mail server did not take the mail."""


def send_invitation(request: HttpRequest, invitation: Invitation, token: str) -> None:
    """Mail the link with `token` to the invited person. Raises MailFailedError when the server does not take it.

    Call it inside the transaction that made the invitation, so that no invitation stays behind whose mail never left.
    """
    words = {
        "invitation": invitation,
        "clinic": invitation.clinic,
        "inviter": invitation.invited_by,
        "link": request.build_absolute_uri(reverse("accounts:accept", args=[token])),
    }
    subject = " ".join(render_to_string("accounts/mail/invitation_subject.txt", words).split())
    try:
        send_mail(subject, render_to_string("accounts/mail/invitation.txt", words), None, [invitation.email])
    except (SMTPException, OSError) as error:
        raise MailFailedError from error
