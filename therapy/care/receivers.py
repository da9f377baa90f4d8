"""The one signal of the project: accounts tells that an invitation was accepted, and care opens the record."""

from typing import Any

from django.dispatch import receiver

from accounts.models import Invitation, Membership, User
from accounts.signals import invitation_accepted
from accounts.tenancy import walls
from accounts.tenancy.walls import Scope
from therapy.care.actions import link_user
from therapy.care.models import Patient


@receiver(invitation_accepted, dispatch_uid="care.link_patient")
def link_patient(*, invitation: Invitation, user: User, **kwargs: Any) -> None:
    """Ties the record that the invitation is about to the person who accepted it.

    Whatever goes wrong undoes the acceptance as well: raises Patient.DoesNotExist, or ValidationError if the record
    cannot be theirs.
    """
    if invitation.role != Membership.Role.PATIENT or invitation.subject_id is None:
        return
    with walls.inside(invitation.clinic, scope=Scope.PEOPLE, person=user):
        patient = Patient.objects.select_for_update(no_key=True).get(
            pk=invitation.subject_id, clinic=invitation.clinic_id
        )
        link_user(patient, user)
