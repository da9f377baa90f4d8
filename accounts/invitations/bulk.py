"""Inviting many at once: what stands against each line, and sending to those that nothing stands against."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError

from accounts.invitations.actions import INVITED, invite, problems
from accounts.invitations.lines import Line
from accounts.models import Clinic, Invitation, User

Mailer = Callable[[Invitation, str], None]


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
    """Invite everyone of whom nothing is known that stands against it, each with a mail that `mail` queues.

    Safe to repeat: who was invited by an earlier call gets no second mail.
    """
    outcome = Outcome()
    for line in checked(clinic, lines):
        said = line.error or _invite_one(clinic, line, by, mail)
        kind = outcome.before if said == INVITED else outcome.left if said else outcome.sent
        kind.append(replace(line, error=said))
    return outcome


def _invite_one(clinic: Clinic, line: Line, by: User, mail: Mailer) -> str:
    """Why it was not done, empty where it was."""
    try:
        invitation, token = invite(clinic=clinic, email=line.email, name=line.name, role=line.role, by=by)
    except ValidationError as error:
        return error.messages[0]
    mail(invitation, token)
    return ""
