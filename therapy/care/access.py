"""The gate to a patient's record. Absent and forbidden answer alike: 404."""

from uuid import UUID

from django.http import Http404

from accounts.models import Clinic, Membership, User
from therapy.care.models import Patient, PatientQuerySet


def visible_patients(user: User) -> PatientQuerySet:
    """Patients whose record `user` may open, with what every page about them shows."""
    return Patient.objects.visible_to(user).select_related("clinic", "user")


def get_patient_or_404(user: User, patient_id: UUID) -> Patient:
    """The patient, for someone who may read the record: the patient, or a therapist of the care team. Else 404."""
    patient = visible_patients(user).filter(pk=patient_id).first()
    if patient is None:
        raise Http404
    return patient


def get_treated_patient_or_404(user: User, patient_id: UUID) -> Patient:
    """The patient, for a therapist of the care team, who may change plan and record. Else 404."""
    patient = Patient.objects.treated_by(user).select_related("clinic", "user").filter(pk=patient_id).first()
    if patient is None:
        raise Http404
    return patient


def get_own_record_or_404(user: User) -> Patient:
    """The record of `user` as a patient: of the clinic they joined last, should they have several. Else 404."""
    patient = (
        Patient.objects.who_are(user)
        .current()
        .select_related("clinic", "user")
        .order_by("-created_at")
        .first()
    )
    if patient is None:
        raise Http404
    return patient


def clinics_of_therapist(user: User) -> "list[Clinic]":
    """Clinics in which `user` is a therapist today, the one joined first in front."""
    places = Membership.objects.of(user, Membership.Role.THERAPIST).select_related("clinic")
    return [place.clinic for place in places]
