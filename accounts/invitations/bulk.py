"""Inviting many at once: what stands against each line, and sending to those that nothing stands against."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.invitations.actions import INVITED, invite, problems
from accounts.invitations.lines import Line
from accounts.mail import MailFailedError
from accounts.models import Clinic, Invitation, User

Mailer = Callable[[Invitation, str, BaseEmailBackend], None]


@dataclass
class Outcome:
    """What became of the lines: invited now, invited before, or left, each with why."""

    sent: list[Line] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)


def checked(clinic: Clinic, lines: Iterable[Line]) -> list[Line]:
    """The lines, each good one with what the clinic knows against it; the same few queries for any number."""
    lines = list(lines)
    known = problems(clinic, [(line.email, line.role) for line in lines if not line.error])
    return [
        line if line.error else replace(line, error=known.get((line.email, line.role), "")) for line in lines
    ]


def invite_all(clinic: Clinic, lines: Iterable[Line], *, by: User, mail: Mailer) -> Outcome:
    """Invite everyone of whom nothing is known that stands against it, each with a mail.

    Safe to repeat: who was invited by an earlier call gets no second mail. A mail that does not leave leaves its line
    without an invitation; where the server does not answer at all, the lines after it are not tried.
    """
    outcome, connection = Outcome(), get_connection()
    answers = _opens(connection)
    for line in checked(clinic, lines):
        said = line.error
        if not said and answers:
            said, answers = _invite_one(clinic, line, by, lambda one, token: mail(one, token, connection))
        elif not said:
            said = _("The mail server does not answer.")
        kind = outcome.before if said == INVITED else outcome.left if said else outcome.sent
        kind.append(replace(line, error=said))
    connection.close()
    return outcome


def _opens(connection: BaseEmailBackend) -> bool:
    """Whether the mail server answers; one connection then serves all mails."""
    try:
        connection.open()
    except (SMTPException, OSError):
        return False
    return True


def _invite_one(
    clinic: Clinic, line: Line, by: User, mail: Callable[[Invitation, str], None]
) -> tuple[str, bool]:
    """Why it was not done, empty where it was; and whether the mail server answers."""
    try:
        with transaction.atomic():
            invitation, token = invite(clinic=clinic, email=line.email, name=line.name, role=line.role, by=by)
            mail(invitation, token)
    except ValidationError as error:
        return error.messages[0], True
    except MailFailedError as error:
        answers = isinstance(error.__cause__, (SMTPRecipientsRefused, SMTPResponseException))
        return _("The mail could not be sent."), answers
    return "", True
