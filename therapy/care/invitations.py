"""Whether a patient signs in, and the invitation that lets them."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import actions as accounts_actions
from accounts.invitations.actions import account_of
from accounts.models import Invitation, Membership, User
from accounts.tenancy import walls
from accounts.tenancy.walls import Scope
from therapy.care.models import Patient


@dataclass(frozen=True)
class SignIn:
    """How far a patient is with a sign-in of their own: joined, invited, or neither."""

    joined: bool
    waiting: Invitation | None
    can_invite: bool


def sign_in_of(patient: Patient) -> SignIn:
    """The state to show on a patient's pages; at most one query."""
    if patient.user_id is not None:
        return SignIn(joined=True, waiting=None, can_invite=False)
    return SignIn(joined=False, waiting=waiting_for(patient), can_invite=bool(patient.email))


def waiting_for(patient: Patient) -> Invitation | None:
    """The latest invitation to this record that was neither used nor withdrawn; it may have run out."""
    return (
        Invitation.objects.filter(
            clinic=patient.clinic_id, subject_id=patient.pk, role=Membership.Role.PATIENT
        )
        .waiting()
        .with_mail_state()
        .first()
    )


def invite(patient: Patient, *, by: User) -> tuple[Invitation, str]:
    """An invitation for the patient to open their record, and the secret of its link; one that waits is renewed.

    The caller sends the mail. Raises ValidationError if the patient signs in already, has no email, or if the email
    belongs to someone who has another record at the clinic.
    """
    if patient.user_id is not None:
        raise ValidationError(_("They sign in already."))
    if not patient.email:
        raise ValidationError(_("Add an email address first."))
    if _has_another_record(patient):
        raise ValidationError(_("This email is in use for another record at the clinic. Ask an admin."))
    waiting = waiting_for(patient)
    if waiting is not None:
        return waiting, accounts_actions.resend(waiting, by=by)
    return accounts_actions.invite(
        clinic=patient.clinic,
        email=patient.email,
        name=patient.name,
        role=Membership.Role.PATIENT,
        by=by,
        subject_id=patient.pk,
    )


def _has_another_record(patient: Patient) -> bool:
    """Whether the email's owner is a patient of the clinic already, perhaps one whom nobody here treats."""
    account = account_of(patient.email)
    if account is None:
        return False
    with walls.widened(Scope.PEOPLE):
        return Patient.objects.filter(clinic=patient.clinic_id, user=account).exists()


def withdraw_waiting(patient: Patient, *, by: User) -> None:
    """Makes the links that were sent for this record worthless: they went to an address that no longer counts."""
    while (waiting := waiting_for(patient)) is not None:
        accounts_actions.withdraw(waiting, by=by)
