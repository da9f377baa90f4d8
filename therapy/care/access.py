"""The gate to a patient's record. Absent and forbidden answer alike: 404. Who comes through is written down."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Subquery, When
from django.http import Http404

from accounts.models import Clinic, Membership, User
from therapy.base import clock
from therapy.care.causes import is_artery_disease, is_dystrophy
from therapy.care.models import CareTeamMember, Condition, EmergencyAccess, Patient, PatientQuerySet
from therapy.trail import access_log


def visible_patients(user: User) -> PatientQuerySet:
    """Patients whose record `user` may open, with what every page about them shows."""
    return Patient.objects.visible_to(user).select_related("clinic", "user")


def get_patient_or_404(user: User, patient_id: UUID) -> Patient:
    """The patient, for someone who may read the record: the patient, or a therapist of the care team. Else 404."""
    return _come_through(visible_patients(user).filter(pk=patient_id).first())


def get_treated_patient_or_404(user: User, patient_id: UUID) -> Patient:
    """The patient, for a therapist who may change plan and record: of the care team, or in an emergency. Else 404.

    In an emergency `emergency_until` is when the record closes again; for the care team it is None.
    """
    on_team = Patient.objects.on_team_of(user).filter(pk=OuterRef("pk"))
    opened = EmergencyAccess.objects.filter(patient=OuterRef("pk"), therapist=user).in_force(clock.now())
    last_until = Subquery(opened.order_by("-until").values("until")[:1])
    treated = Patient.objects.treated_by(user).select_related("clinic", "user")
    treated = treated.annotate(emergency_until=Case(When(Exists(on_team), then=None), default=last_until))
    return _come_through(treated.filter(pk=patient_id).first())


def get_team_patient_or_404(user: User, patient_id: UUID) -> Patient:
    """The patient, for a therapist of the care team alone, who may say who else is of it. Else 404."""
    on_team = Patient.objects.on_team_of(user).select_related("clinic", "user")
    return _come_through(on_team.filter(pk=patient_id).first())


def get_own_record_or_404(user: User) -> Patient:
    """The record of `user` as a patient: of the clinic they joined last, should they have several. Else 404."""
    return _come_through(_own_record(user))


def own_record_or_none(user: User) -> Patient | None:
    """As `get_own_record_or_404`, for pages that are for everybody: None for who is no patient."""
    own = _own_record(user)
    return None if own is None else _come_through(own)


def own_record_with_lead_or_404(user: User) -> Patient:
    """As `get_own_record_or_404`, with `lead_name`: the therapist who leads the care team, or None."""
    lead = CareTeamMember.objects.filter(patient=OuterRef("pk"), lead=True, until=None)
    lead_name = Subquery(lead.values("therapist__name")[:1])
    return _come_through(_own_records(user).annotate(lead_name=lead_name).first())


def _own_record(user: User) -> Patient | None:
    return _own_records(user).first()


def _own_records(user: User) -> PatientQuerySet:
    own = Patient.objects.who_are(user).current().select_related("clinic", "user")
    return own.order_by("-created_at")


def causes_of_own_record(user: User) -> list[str]:
    """Why the leg of `user` has lost muscle, as their own record has it, oldest condition first; each cause once.

    Empty for who is no patient. What a code alone says counts too, as it does for the rules (`care.causes`).
    """
    own = own_record_or_none(user)
    if own is None:
        return []
    found: list[str] = []
    for cause, code in own.conditions.current().values_list("cause", "code"):
        found.append(cause)
        found += [Condition.Cause.ARTERY] if is_artery_disease(cause, code) else []
        found += [Condition.Cause.DYSTROPHY] if is_dystrophy(cause, code) else []
    return list(dict.fromkeys(found))


def _come_through(patient: Patient | None) -> Patient:
    if patient is None:
        raise Http404
    access_log.looked_at(patient.pk, patient.clinic_id)
    return patient


def shown_in_a_list(patients: Iterable[tuple[UUID, UUID]]) -> None:
    """Writes down that these patients, given as (patient, clinic), stand in the list that somebody is shown."""
    access_log.looked_at_list(patients)


def names_of_patients(patient_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names by id, for the admin who reads who looked at whom. No look at a record: nothing but the name."""
    return dict(Patient.objects.filter(pk__in=patient_ids).values_list("pk", "name"))


def patients_called(clinic: Clinic, name: str) -> list[UUID]:
    """Ids of the clinic's patients whose name has `name` in it."""
    return list(Patient.objects.filter(clinic=clinic, name__icontains=name).values_list("pk", flat=True))


def clinics_of_therapist(user: User) -> "list[Clinic]":
    """Clinics in which `user` is a therapist today, the one joined first in front."""
    memberships = Membership.objects.of(user, Membership.Role.THERAPIST).select_related("clinic")
    return [membership.clinic for membership in memberships]
