"""Invitations: made, sent again, withdrawn, accepted. A link's secret is never stored, only its digest."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_log import record
from accounts.mail import drop_waiting
from accounts.models import AdminLogEntry, Clinic, Invitation, Membership, User, invitation_expiry
from accounts.signals import invitation_accepted

# A mailbox that is not theirs must not be flooded: this many mails from one clinic to one address in a day (a default).
MAILS_A_DAY = 3
A_DAY = timedelta(hours=24)
INVITED = gettext_lazy("This person has been invited already. Send that invitation again.")


class InvitationClosedError(Exception):
    """Used, withdrawn or run out: `invitation.state` says which."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(invitation.state)
        self.invitation = invitation


class NotInvitedError(Exception):
    """The invitation is for another person's email address."""


class AccountExistsError(Exception):
    """The address has an account by now: its owner signs in and accepts."""


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


def addresses_of(user: User) -> set[str]:
    """What `account_of` finds `user` by."""
    return {
        user.email,
        *EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True),
    }


def next_mail_at(clinic: Clinic, emails: Iterable[str]) -> dict[str, datetime]:
    """By address, when `clinic` may mail an invitation to it again; addresses that it may mail now are left out."""
    sent: dict[str, list[datetime]] = {}
    since = timezone.now() - A_DAY
    found = Invitation.objects.filter(clinic=clinic, email__in=set(emails)).values_list("email", "sent_at")
    for email, moments in found:
        sent.setdefault(email, []).extend(moment for moment in moments if moment > since)
    return {
        email: sorted(moments)[-MAILS_A_DAY] + A_DAY
        for email, moments in sent.items()
        if len(moments) >= MAILS_A_DAY
    }


@transaction.atomic
def invite(
    *, clinic: Clinic, email: str, name: str, role: str, by: User, subject_id: UUID | None = None
) -> tuple[Invitation, str]:
    """Invite one person to `clinic` in `role`; returns the invitation and the secret for its link, good for 7 days.

    `subject_id` is what the invitation is about in another app, such as a patient's record. The caller queues the mail
    (`accounts.mail.queue_invitation`) and has checked that `by` may invite. Raises ValidationError when the person has
    the role, when their access is switched off, when an invitation for the same is waiting (send that one again), or
    when MAILS_A_DAY mails went to the address within 24 hours.
    """
    invitation, token = _invite(
        clinic=clinic, email=email, name=name, role=role, by=by, subject_id=subject_id
    )
    _record(AdminLogEntry.Kind.INVITED, invitation, by)
    return invitation, token


def _invite(
    *, clinic: Clinic, email: str, name: str, role: str, by: User, subject_id: UUID | None
) -> tuple[Invitation, str]:
    _lock_clinic(clinic)
    address = email.strip().lower()
    for said in problems(clinic, [(address, role)]).values():
        raise ValidationError({"email": said})
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        clinic=clinic,
        email=address,
        name=name.strip(),
        role=role,
        subject_id=subject_id,
        token_digest=digest_of(token),
        invited_by=by,
        sent_at=[timezone.now()],
    )
    invitation.full_clean()
    invitation.save()
    return invitation, token


@transaction.atomic
def invite_back(*, user: User, clinic: Clinic, role: str, by: User) -> tuple[Invitation, str]:
    """Ask a person who left `clinic` to join again, at the address that they left with; returns as `invite` does.

    A patient is asked to the record that was theirs. Raises ValidationError as `invite` does, for someone who has not
    left, and for the role of a patient where they were none.
    """
    _lock_clinic(clinic)
    held = Membership.objects.filter(user=user, clinic=clinic)
    last = held.exclude(ended_at=None).order_by("-ended_at").first()
    if last is None or held.filter(ended_at=None).exists():
        raise ValidationError(_("They are at your clinic now."))
    if role == Membership.Role.PATIENT and not held.filter(role=role).exists():
        raise ValidationError(_("A patient joins by an invitation from their therapist."))
    subject = Invitation.objects.filter(clinic=clinic, accepted_by=user, role=role).exclude(subject_id=None)
    record(AdminLogEntry.Kind.INVITED_BACK, clinic=clinic, about=user, by=by, role=role)
    return _invite(
        clinic=clinic,
        email=last.left_email,
        name=last.left_name,
        role=role,
        by=by,
        subject_id=subject.order_by("-accepted_at").values_list("subject_id", flat=True).first(),
    )


def problems(clinic: Clinic, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Why some of the (email, role) pairs cannot be invited to `clinic` now; in the same few queries for any number."""
    pairs = set(wanted)
    emails = {email for email, _role in pairs}
    owners = _owners(emails)
    memberships = Membership.objects.filter(clinic=clinic, user__in=set(owners.values()))
    held = set(memberships.filter(ended_at=None).values_list("user", "role"))
    off = set(memberships.filter(switched_off=True).values_list("user", flat=True))
    waiting = set(
        Invitation.objects.waiting().filter(clinic=clinic, email__in=emails).values_list("email", "role")
    )
    later = next_mail_at(clinic, emails)
    said = {}
    for email, role in pairs:
        if (owners.get(email), role) in held:
            said[email, role] = _("This person has this role at the clinic already.")
        elif owners.get(email) in off:
            said[email, role] = _("This person’s access is switched off. Switch it on instead.")
        elif (email, role) in waiting:
            said[email, role] = str(INVITED)
        elif email in later:
            said[email, role] = _too_many(later[email])
    return said


def _owners(emails: set[str]) -> dict[str, UUID]:
    """By address, whose it is: as `account_of` finds them."""
    confirmed = EmailAddress.objects.filter(email__in=emails, verified=True).values_list("email", "user")
    return dict(confirmed) | dict(User.objects.filter(email__in=emails).values_list("email", "pk"))


def _too_many(at: datetime) -> str:
    words = {"most": MAILS_A_DAY, "at": formats.date_format(timezone.localtime(at), "j M, G:i")}
    return (
        _("%(most)d mails went to this address in 24 hours, which is the most. The next can go on %(at)s.")
        % words
    )


@transaction.atomic
def resend(invitation: Invitation, *, by: User) -> str:
    """Give an invitation a new secret and 7 more days; the old link stops working. Returns the new secret.

    It stays in the name of who made it; `by` is who sends it again.

    Raises InvitationClosedError when it has been used or withdrawn; one that has run out may be sent again. Raises
    ValidationError when MAILS_A_DAY mails went to the address within 24 hours.
    """
    _lock_clinic(invitation.clinic)
    locked = _lock(invitation)
    if locked.state in {"used", "withdrawn"}:
        raise InvitationClosedError(locked)
    for at in next_mail_at(locked.clinic, [locked.email]).values():
        raise ValidationError(_too_many(at))
    token = secrets.token_urlsafe(32)
    locked.token_digest = digest_of(token)
    locked.expires_at = invitation_expiry()
    locked.sent_at = [*locked.sent_at, timezone.now()]
    locked.save(update_fields=["token_digest", "expires_at", "sent_at"])
    _record(AdminLogEntry.Kind.INVITED_AGAIN, locked, by)
    return token


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """Make an invitation's link worthless. Raises InvitationClosedError when it has been used or withdrawn."""
    locked = _lock(invitation)
    if locked.state in {"used", "withdrawn"}:
        raise InvitationClosedError(locked)
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    drop_waiting(locked)
    _record(AdminLogEntry.Kind.WITHDRAWN, locked, by)


def withdraw_waiting_for(user: User, clinic: Clinic, *, by: User) -> None:
    """Make every link worthless with which `user` could still join `clinic`."""
    waiting = Invitation.objects.waiting().filter(clinic=clinic, email__in=addresses_of(user))
    for invitation in waiting.select_for_update(of=("self",), no_key=True).select_related("clinic"):
        withdraw(invitation, by=by)


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
    the user's, AccountExistsError when the address of a new person has an account, and ValueError for a new person
    without name or password.
    """
    locked = _lock(invitation)
    if locked.state != "open":
        raise InvitationClosedError(locked)
    if user is None:
        user = _make_user(locked, name, password, time_zone)
    else:
        # Another clinic may be switching the account off right now, seeing no role elsewhere.
        user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if not is_for(locked, user):
            raise NotInvitedError
    if not user.memberships.filter(clinic=locked.clinic, role=locked.role, ended_at=None).exists():
        Membership.objects.create(user=user, clinic=locked.clinic, role=locked.role)
    locked.accepted_at = timezone.now()
    locked.accepted_by = user
    locked.save(update_fields=["accepted_at", "accepted_by"])
    invitation_accepted.send(sender=Invitation, invitation=locked, user=user)
    return user


def may_open(account: User) -> bool:
    """Whether `account` is off only because no clinic has them now: a clinic that invites them changes that."""
    return not account.is_active and not account.memberships.filter(ended_at=None).exists()


@transaction.atomic
def open_account(invitation: Invitation) -> None:
    """Switch the invited person's account on again, for them to sign in and accept; the link proves who asks.

    Raises InvitationClosedError when the invitation is not open any more, and NotInvitedError when the account is not
    one that `may_open` says may be opened.
    """
    locked = _lock(invitation)
    if locked.state != "open":
        raise InvitationClosedError(locked)
    account = account_of(locked.email)
    if account is None or not may_open(account):
        raise NotInvitedError
    User.objects.filter(pk=account.pk).update(is_active=True)


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether `user` is the one whom the invitation was sent to."""
    return user.is_active and account_of(invitation.email) == user


def _make_user(invitation: Invitation, name: str, password: str, time_zone: str | None) -> User:
    if not name.strip() or not password:
        raise ValueError("a new person needs a name and a password")
    if account_of(invitation.email) is not None:
        raise AccountExistsError
    user = User.objects.create_user(
        invitation.email, password, name=name.strip(), time_zone=time_zone or invitation.clinic.time_zone
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _lock_clinic(clinic: Clinic) -> None:
    """Two at once would both see no invitation waiting, or both see one mail too few."""
    Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)


def _record(kind: AdminLogEntry.Kind, invitation: Invitation, by: User) -> None:
    record(kind, clinic=invitation.clinic, about=None, by=by, role=invitation.role, detail=invitation.email)


def _lock(invitation: Invitation) -> Invitation:
    """The row as it is now, held until the transaction ends, so that a link works once."""
    return (
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("clinic")
        .get(pk=invitation.pk)
    )
