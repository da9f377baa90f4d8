"""Invitations: made, sent again, withdrawn, accepted. A link's secret is never stored, only its digest."""

import hashlib
import secrets
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Clinic, Invitation, Membership, User, invitation_expiry
from accounts.signals import invitation_accepted


class InvitationClosedError(Exception):
    """Used, withdrawn or run out: `invitation.state` says which."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(invitation.state)
        self.invitation = invitation


class NotInvitedError(Exception):
    """The invitation is for another person's email address."""


def digest_of(token: str) -> str:
    """What is stored of a link's secret: SHA-256 as 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, whatever its state; None if there never was one."""
    return Invitation.objects.select_related("clinic").filter(token_digest=digest_of(token)).first()


def account_of(email: str) -> User | None:
    """Who signs in with `email`, switched off or not: as their main address, or as one more that they confirmed."""
    address = email.lower()
    confirmed = EmailAddress.objects.filter(email=address, verified=True).values("user")
    return User.objects.filter(Q(email=address) | Q(pk__in=confirmed)).first()


@transaction.atomic
def invite(
    *, clinic: Clinic, email: str, name: str, role: str, by: User, subject_id: UUID | None = None
) -> tuple[Invitation, str]:
    """Invite one person to `clinic` in `role`; returns the invitation and the secret for its link, good for 7 days.

    `subject_id` is what the invitation is about in another app, such as a patient's record. The caller sends the mail
    (`accounts.mail.send_invitation`) and has checked that `by` may invite. Raises ValidationError when the person has
    the role, when their account is switched off, or when an invitation for the same is waiting: send that one again.
    """
    # Two at once would both see no invitation waiting.
    Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)
    address = email.strip().lower()
    _refuse_known(clinic, address, role)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        clinic=clinic,
        email=address,
        name=name.strip(),
        role=role,
        subject_id=subject_id,
        token_digest=digest_of(token),
        invited_by=by,
    )
    invitation.full_clean()
    invitation.save()
    return invitation, token


def _refuse_known(clinic: Clinic, email: str, role: str) -> None:
    known = account_of(email)
    if known is not None and known.memberships.filter(clinic=clinic, role=role, ended_at=None).exists():
        if known.is_active:
            raise ValidationError({"email": _("This person has this role at the clinic already.")})
        raise ValidationError({"email": _("This person’s account is switched off. Switch it on instead.")})
    if Invitation.objects.waiting().filter(clinic=clinic, email=email, role=role).exists():
        raise ValidationError(
            {"email": _("This person has been invited already. Send that invitation again.")}
        )


@transaction.atomic
def resend(invitation: Invitation) -> str:
    """Give an invitation a new secret and 7 more days; the old link stops working. Returns the new secret.

    Raises InvitationClosedError when it has been used or withdrawn; one that has run out may be sent again.
    """
    locked = _lock(invitation)
    if locked.state in {"used", "withdrawn"}:
        raise InvitationClosedError(locked)
    token = secrets.token_urlsafe(32)
    locked.token_digest = digest_of(token)
    locked.expires_at = invitation_expiry()
    locked.save(update_fields=["token_digest", "expires_at"])
    return token


@transaction.atomic
def withdraw(invitation: Invitation) -> None:
    """Make an invitation's link worthless. Raises InvitationClosedError when it has been used or withdrawn."""
    locked = _lock(invitation)
    if locked.state in {"used", "withdrawn"}:
        raise InvitationClosedError(locked)
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])


@transaction.atomic
def accept_invitation(
    invitation: Invitation,
    *,
    user: User | None = None,
    name: str = "",
    password: str = "",
    time_zone: str | None = None,
) -> User:
    """Take up an invitation, once: as `user`, or as a new person with `name` and `password`. Returns who joined.

    A new person gets a confirmed email address, since the link came to it. `time_zone` is the clinic's when not given.
    Raises InvitationClosedError when it is not open any more, NotInvitedError when it was sent to another address than
    the user's, and ValueError for a new person without name or password, or with an address that has an account.
    """
    locked = _lock(invitation)
    if locked.state != "open":
        raise InvitationClosedError(locked)
    if user is None:
        user = _make_user(locked, name, password, time_zone)
    elif not is_for(locked, user):
        raise NotInvitedError
    if not user.memberships.filter(clinic=locked.clinic, role=locked.role, ended_at=None).exists():
        Membership.objects.create(user=user, clinic=locked.clinic, role=locked.role)
    locked.accepted_at = timezone.now()
    locked.accepted_by = user
    locked.save(update_fields=["accepted_at", "accepted_by"])
    invitation_accepted.send(sender=Invitation, invitation=locked, user=user)
    return user


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether `user` is the one whom the invitation was sent to."""
    return user.is_active and account_of(invitation.email) == user


def _make_user(invitation: Invitation, name: str, password: str, time_zone: str | None) -> User:
    if not name.strip() or not password:
        raise ValueError("a new person needs a name and a password")
    if account_of(invitation.email) is not None:
        raise ValueError("this email address has an account: its owner signs in and accepts")
    user = User.objects.create_user(
        invitation.email, password, name=name.strip(), time_zone=time_zone or invitation.clinic.time_zone
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _lock(invitation: Invitation) -> Invitation:
    """The row as it is now, held until the transaction ends, so that a link works once."""
    return Invitation.objects.select_for_update(of=("self",)).select_related("clinic").get(pk=invitation.pk)
