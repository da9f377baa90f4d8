"""Every write about who may do what: roles, and whose access is switched off. Invitations are in `invitations.py`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.admin_log import record
from accounts.invitations.actions import (
    accept_invitation,
    invite,
    invite_back,
    open_account,
    resend,
    withdraw,
    withdraw_waiting_for,
)
from accounts.models import AdminLogEntry, Clinic, Membership, User
from accounts.sign_in import second_factor

__all__ = [
    "accept_invitation",
    "add_role",
    "change_clinic",
    "deactivate",
    "end_role",
    "invite",
    "invite_back",
    "open_account",
    "reactivate",
    "resend",
    "reset_second_step",
    "withdraw",
]


@transaction.atomic
def add_role(*, user: User, clinic: Clinic, role: str, by: User | None = None) -> Membership:
    """Give a person of the clinic one more role, from now on. `by` is None for whoever runs the server.

    The role of a patient needs a record, which an invitation from the therapist makes: it can only be given back here.
    Raises ValidationError when they have the role, cannot be given it, or are no person of this clinic now: who left
    is asked first, by an invitation.
    """
    _lock(clinic)
    held = Membership.objects.filter(user=user, clinic=clinic)
    if not held.filter(ended_at=None).exists():
        raise ValidationError(
            _("They are not at your clinic now. Invite them: they decide whether they join.")
        )
    if held.filter(role=role, ended_at=None).exists():
        raise ValidationError(_("They have this role already."))
    if role == Membership.Role.PATIENT and not held.filter(role=role).exists():
        raise ValidationError(_("A patient joins by an invitation from their therapist."))
    record(AdminLogEntry.Kind.ROLE_GIVEN, clinic=clinic, about=user, by=by, role=role)
    return Membership.objects.create(user=user, clinic=clinic, role=role)


@transaction.atomic
def end_role(membership: Membership, *, by: User | None = None) -> None:
    """End one role of one person; it acts on their next request. `by` is None for whoever runs the server.

    Raises ValidationError when it has ended already, or for the clinic's last admin.
    """
    _lock(membership.clinic)
    current = Membership.objects.filter(pk=membership.pk, ended_at=None)
    if not current.exists():
        raise ValidationError(_("This role has ended already."))
    if membership.role == Membership.Role.ADMIN:
        _refuse_last_admin(membership.user, membership.clinic)
    _end(current, membership.user)
    record(
        AdminLogEntry.Kind.ROLE_ENDED,
        clinic=membership.clinic,
        about=membership.user,
        by=by,
        role=membership.role,
    )


@transaction.atomic
def deactivate(*, user: User, clinic: Clinic, by: User) -> None:
    """Switch off a person's access to a clinic: all their roles there end, and every session of theirs, at once.

    The account is the person's and not a clinic's: it goes on where another clinic has them, and is switched off where
    none has. Records stay. Raises ValidationError for oneself, for the last admin, and for someone without a role here.
    """
    _lock(clinic)
    if user == by:
        raise ValidationError(_("You cannot switch off your own access. Ask another admin."))
    held = Membership.objects.filter(user=user, clinic=clinic, ended_at=None)
    if not held.exists():
        raise ValidationError(_("They have no role at your clinic now."))
    _refuse_last_admin(user, clinic)
    withdraw_waiting_for(user, clinic, by=by)
    # Joining another clinic at this moment has to wait, and then be seen.
    account = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _end(held, account, switched_off=True)
    account.is_active = account.is_active and account.memberships.filter(ended_at=None).exists()
    # The version is part of each session's hash: old sessions stay dead, should the access be switched on again.
    account.session_version = F("session_version") + 1
    account.save(update_fields=["is_active", "session_version"])
    record(AdminLogEntry.Kind.SWITCHED_OFF, clinic=clinic, about=user, by=by)


@transaction.atomic
def reactivate(*, user: User, clinic: Clinic, by: User | None = None) -> None:
    """Switch a person's access on again, with the roles that it was switched off with. `by` as in `add_role`.

    Raises ValidationError for someone whose access to this clinic is not switched off.
    """
    _lock(clinic)
    off = Membership.objects.filter(user=user, clinic=clinic, switched_off=True)
    roles = set(off.values_list("role", flat=True))
    if not roles:
        raise ValidationError(_("Their access to your clinic is not switched off."))
    off.update(switched_off=False)
    roles -= set(
        Membership.objects.filter(user=user, clinic=clinic, ended_at=None).values_list("role", flat=True)
    )
    Membership.objects.bulk_create(Membership(user=user, clinic=clinic, role=role) for role in sorted(roles))
    User.objects.filter(pk=user.pk).update(is_active=True)
    record(AdminLogEntry.Kind.SWITCHED_ON, clinic=clinic, about=user, by=by)


@transaction.atomic
def reset_second_step(*, user: User, clinic: Clinic, by: User) -> None:
    """Take a person's second sign-in step away, and end their sessions; they are told by mail.

    Raises ValidationError for someone without a role here, and what `second_factor.reset` raises.
    """
    _lock(clinic)
    if not Membership.objects.filter(user=user, clinic=clinic, ended_at=None).exists():
        raise ValidationError(_("They have no role at your clinic now."))
    second_factor.reset(user, by)
    record(AdminLogEntry.Kind.STEP_RESET, clinic=clinic, about=user, by=by)


@transaction.atomic
def change_clinic(clinic: Clinic, *, by: User, **fields: Any) -> None:
    """New values for some fields of a clinic; what another admin changed meanwhile in other fields stays.

    The fields were checked by a form. What they said before is kept with who changed it.
    """
    _lock(clinic)
    now = Clinic.objects.get(pk=clinic.pk)
    changed = {name: value for name, value in fields.items() if getattr(now, name) != value}
    said = [f"{_labels()[name]}: {getattr(now, name)} → {value}" for name, value in changed.items()]
    if not changed:
        return
    Clinic.objects.filter(pk=clinic.pk).update(**changed)
    record(AdminLogEntry.Kind.CLINIC_CHANGED, clinic=clinic, about=None, by=by, detail="; ".join(said))


def _labels() -> dict[str, str]:
    """What the fields of a clinic are called."""
    return {field.name: str(field.verbose_name) for field in Clinic._meta.fields}


def _end(memberships: QuerySet[Membership], user: User, *, switched_off: bool = False) -> None:
    """End memberships of one person, and keep who they were."""
    name, email = User.objects.values_list("name", "email").get(pk=user.pk)
    memberships.update(ended_at=timezone.now(), switched_off=switched_off, left_name=name, left_email=email)


def _lock(clinic: Clinic) -> None:
    """Changes to the roles of one clinic go one after the other: two admins could each remove the other otherwise."""
    Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)


def _refuse_last_admin(user: User, clinic: Clinic) -> None:
    admins = Membership.objects.active().filter(clinic=clinic, role=Membership.Role.ADMIN)
    if admins.filter(user=user).exists() and not admins.exclude(user=user).exists():
        raise ValidationError(_("This is the clinic’s last admin. Make someone else an admin first."))
