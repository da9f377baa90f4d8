"""Mails: queued in the transaction that asks for them, and sent by a worker once it has been committed.

A request so never waits for a mail server, and what is rolled back is never told. A mail may hold a link that lets its
reader in, so it waits sealed, and is gone once it is sent.
"""

import json
from smtplib import SMTPException
from typing import Any
from uuid import UUID

from allauth.account.app_settings import EMAIL_MAX_LENGTH
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from accounts.models import Invitation, OutgoingMail
from accounts.sealing import seal, unseal
from accounts.tenancy.jobs import RETRY


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


def queue_invitation(request: HttpRequest, invitation: Invitation, token: str) -> None:
    """Queue the mail with the link of `token` to the invited person. One that still waits for them is dropped."""
    words = {
        "invitation": invitation,
        "clinic": invitation.clinic,
        "inviter": invitation.invited_by,
        "link": request.build_absolute_uri(reverse("accounts:accept", args=[token])),
    }
    drop_waiting(invitation)
    queue_template("accounts/mail/invitation", invitation.email, words, invitation=invitation)


def drop_waiting(invitation: Invitation) -> None:
    """Let no mail leave any more whose link is worthless now."""
    OutgoingMail.objects.filter(invitation=invitation).delete()


def queue_template(
    template: str, to: str, words: dict[str, Any], *, invitation: Invitation | None = None
) -> None:
    """Queue the mail of `<template>_subject.txt` and `<template>.txt` to one address."""
    # A subject is one line, whatever is in a name.
    subject = " ".join(render_to_string(f"{template}_subject.txt", words).split())
    queue(subject, render_to_string(f"{template}.txt", words), to, invitation=invitation)


def queue(subject: str, body: str, to: str, *, invitation: Invitation | None = None) -> None:
    """Queue a mail of plain text to one address; it leaves when the transaction has been committed."""
    content = json.dumps({"subject": subject, "body": body, "to": to})
    mail = OutgoingMail.objects.create(sealed=seal(content, __name__), invitation=invitation)
    deliver.defer(mail_id=str(mail.pk))


@app.task(name="accounts.mail.deliver", retry=RETRY)
def deliver(*, mail_id: str) -> None:
    """Send one mail that waits, and forget it; nothing where it was dropped, or sent before.

    Raises SMTPException or OSError where the mail server does not take it; it waits on then, for the next try.
    """
    try:
        with transaction.atomic():
            mail = OutgoingMail.objects.select_for_update(no_key=True).filter(pk=UUID(mail_id)).first()
            if mail is None:
                return
            content = json.loads(unseal(mail.sealed, __name__))
            mail.delete()
            send_mail(content["subject"], content["body"], None, [content["to"]])
    except (SMTPException, OSError):
        OutgoingMail.objects.filter(pk=UUID(mail_id)).update(failed_at=timezone.now())
        raise
