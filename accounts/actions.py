"""Every write about who may do what: roles, and who may sign in at all. Invitations are in `invitations.py`."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.invitations import accept_invitation, invite, resend, withdraw
from accounts.models import Clinic, Membership, User

__all__ = [
    "accept_invitation",
    "add_role",
    "deactivate",
    "end_role",
    "invite",
    "reactivate",
    "resend",
    "withdraw",
]


@transaction.atomic
def add_role(*, user: User, clinic: Clinic, role: str) -> Membership:
    """Give a person of the clinic one more role, from now on.

    The role of a patient needs a record, which an invitation from the therapist makes: it can only be given back here.
    Raises ValidationError when they have the role, cannot be given it, or were never a person of this clinic.
    """
    _lock(clinic)
    held = Membership.objects.filter(user=user, clinic=clinic)
    if not held.exists():
        raise ValidationError(_("Only a person of your clinic can be given a role."))
    if held.filter(role=role, ended_at=None).exists():
        raise ValidationError(_("They have this role already."))
    if role == Membership.Role.PATIENT and not held.filter(role=role).exists():
        raise ValidationError(_("A patient joins by an invitation from their therapist."))
    return Membership.objects.create(user=user, clinic=clinic, role=role)


@transaction.atomic
def end_role(membership: Membership) -> None:
    """End one role of one person; it acts on their next request.

    Raises ValidationError when it has ended already, or for the clinic's last admin.
    """
    _lock(membership.clinic)
    current = Membership.objects.filter(pk=membership.pk, ended_at=None)
    if not current.exists():
        raise ValidationError(_("This role has ended already."))
    if membership.role == Membership.Role.ADMIN:
        _refuse_last_admin(membership.user, membership.clinic)
    current.update(ended_at=timezone.now())


@transaction.atomic
def deactivate(*, user: User, clinic: Clinic, by: User) -> None:
    """Switch an account off: every session of theirs ends at once, and they cannot sign in. Records stay.

    Raises ValidationError for oneself, for the last admin, and for someone whom another clinic has as well.
    """
    _lock(clinic)
    if user == by:
        raise ValidationError(_("You cannot switch off your own account. Ask another admin."))
    _refuse_unless_ours_alone(user, clinic)
    _refuse_last_admin(user, clinic)
    # The version is part of each session's hash: old sessions stay dead, should the account be switched on again.
    User.objects.filter(pk=user.pk).update(is_active=False, session_version=F("session_version") + 1)


@transaction.atomic
def reactivate(*, user: User, clinic: Clinic) -> None:
    """Switch an account on again, with the roles it had. Raises ValidationError for another clinic's person."""
    _lock(clinic)
    _refuse_unless_ours_alone(user, clinic)
    User.objects.filter(pk=user.pk).update(is_active=True)


def _lock(clinic: Clinic) -> None:
    """Changes to the roles of one clinic go one after the other: two admins could each remove the other otherwise."""
    Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)


def _refuse_last_admin(user: User, clinic: Clinic) -> None:
    admins = Membership.objects.active().filter(clinic=clinic, role=Membership.Role.ADMIN)
    if admins.filter(user=user).exists() and not admins.exclude(user=user).exists():
        raise ValidationError(_("This is the clinic’s last admin. Make someone else an admin first."))


def _refuse_unless_ours_alone(user: User, clinic: Clinic) -> None:
    """An account is one person's, not one clinic's: a clinic decides about it alone only while no other has it too."""
    held = set(Membership.objects.filter(user=user, ended_at=None).values_list("clinic_id", flat=True))
    if clinic.pk not in held:
        raise ValidationError(_("They have no role at your clinic now."))
    if held != {clinic.pk}:
        raise ValidationError(_("They belong to another clinic as well. End their roles here instead."))
