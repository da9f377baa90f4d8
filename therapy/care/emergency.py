"""Breaking the glass: opening the record of a patient of one's clinic whom one does not treat, for a few hours."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Clinic, Membership, User
from accounts.tenancy import walls
from accounts.tenancy.walls import Scope
from therapy.base import clock
from therapy.care.actions import is_therapist_of
from therapy.care.models import EmergencyAccess, Patient
from therapy.trail import access_log


def find_patient(clinics: Collection[Clinic], *, name: str, birth_date: date) -> Patient | None:
    """The one patient of these clinics with that full name and date of birth; None where there is none, or several.

    Both have to be known: nobody can leaf through the patients of a clinic here.
    """
    wanted = " ".join(name.split())
    with walls.widened(Scope.PEOPLE):
        found = Patient.objects.current().filter(
            clinic__in=clinics, name__iexact=wanted, birth_date=birth_date
        )
        patients = list(found.select_related("clinic", "user")[:2])
    return patients[0] if len(patients) == 1 else None


@transaction.atomic
def open_record(patient: Patient, *, by: User, reason: str) -> EmergencyAccess:
    """Open the record to the therapist `by` for four hours, with the written `reason` (10 to 1,000 characters).

    Who has it open already gets four hours from now. Raises ValidationError if `by` is no therapist of the patient's
    clinic, or the reason is missing.
    """
    if not is_therapist_of(by, patient.clinic):
        raise ValidationError(_("Only a therapist of the clinic can open a record."), code="not-therapist")
    now = clock.now()
    opened = EmergencyAccess(
        clinic=patient.clinic,
        patient=patient,
        therapist=by,
        reason=" ".join(reason.split()),
        opened_at=now,
        until=now + EmergencyAccess.LASTS,
    )
    opened.full_clean(exclude=["clinic", "patient", "therapist"])
    opened.save()
    access_log.broke_glass(patient.pk, patient.clinic_id)
    return opened


def open_records(user: User) -> list[EmergencyAccess]:
    """What `user` has open now in this way, the last one first; each patient once."""
    found = EmergencyAccess.objects.filter(therapist=user).in_force(clock.now()).select_related("patient")
    return list({access.patient_id: access for access in reversed(found.order_by("-until"))}.values())[::-1]


def who_is_told(access: EmergencyAccess) -> list[User]:
    """The lead therapist of the patient, and the admins of the clinic, as they are now; never who opened it."""
    team = access.patient.care_team.filter(until=None, lead=True).select_related("therapist")
    leads = [one.therapist for one in team if is_therapist_of(one.therapist, access.patient.clinic)]
    admins = Membership.objects.active().filter(clinic=access.clinic_id, role=Membership.Role.ADMIN)
    told = {user.pk: user for user in [*leads, *(admin.user for admin in admins.select_related("user"))]}
    told.pop(access.therapist_id, None)
    return list(told.values())
