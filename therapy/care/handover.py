"""A therapist's whole caseload, handed to a colleague: memberships on care teams, and nothing that is in a record."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from accounts.admin_log import record
from accounts.models import AdminLogEntry, Clinic, Membership, User
from accounts.tenancy import walls
from accounts.tenancy.walls import Scope
from therapy.care.actions import clinics_today, is_therapist_of
from therapy.care.models import CareTeamMember, Patient


@dataclass(frozen=True)
class Caseload:
    """How large a caseload is, in patients: all, those that the therapist leads, those whom nobody else can treat."""

    patients: int
    led: int
    alone: int
    can_treat: bool  # whether the therapist still can


def memberships_of(therapist_id: UUID, clinic: Clinic) -> QuerySet[CareTeamMember]:
    """Memberships at `clinic` that have not ended by the clinic's day, those that are still to begin included."""
    today = clinics_today(clinic)
    open_memberships = CareTeamMember.objects.filter(Q(until=None) | Q(until__gt=today))
    return open_memberships.filter(clinic=clinic, therapist=therapist_id)


@walls.widened(Scope.PEOPLE)
def caseload_of(therapist_id: UUID, clinic: Clinic) -> Caseload:
    """What somebody who is, or once was, a therapist has at `clinic`; no patient is named. Two queries."""
    treating = Membership.objects.active().filter(clinic=clinic, role=Membership.Role.THERAPIST)
    others = (
        CareTeamMember.objects.in_force(clinics_today(clinic))
        .filter(patient=OuterRef("patient"), therapist__in=treating.values("user"))
        .exclude(therapist=therapist_id)
    )
    counted = memberships_of(therapist_id, clinic).aggregate(
        patients=Count("patient", distinct=True),
        led=Count("patient", distinct=True, filter=Q(lead=True)),
        alone=Count("patient", distinct=True, filter=~Exists(others)),
    )
    return Caseload(**counted, can_treat=treating.filter(user=therapist_id).exists())


def receivers(clinic: Clinic, giver: User) -> QuerySet[User]:
    """Who may take a caseload over: the other active therapists of `clinic`, by name, with `caseload` as a number."""
    therapists = Membership.objects.active().filter(clinic=clinic, role=Membership.Role.THERAPIST)
    open_here = Q(care_team_memberships__clinic=clinic, care_team_memberships__until=None)
    return (
        User.objects.filter(pk__in=therapists.values("user"))
        .exclude(pk=giver.pk)
        .annotate(caseload=Count("care_team_memberships", filter=open_here))
        .order_by("name")
    )


@transaction.atomic
def hand_over(*, clinic: Clinic, giver: User, receiver: User, by: User) -> AdminLogEntry:
    """Give every membership of `giver` on a care team of `clinic` to `receiver`, from today. Returns the log's entry.

    Where the giver leads, the receiver leads; where the receiver is on the team already, that membership goes on; a
    team that nobody leads gets the receiver as lead. Access moves with the next request. Raises ValidationError when
    the receiver is no active therapist of the clinic, is the giver, or when there is nothing to hand over.
    """
    # Roles end and begin under the same lock: the receiver is a therapist here until this is done.
    Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)
    if receiver == giver:
        raise ValidationError(
            {"receiver": _("Choose another therapist. You cannot hand a caseload to its owner.")}
        )
    if not is_therapist_of(receiver, clinic):
        raise ValidationError({"receiver": _("Choose a therapist of this clinic.")})
    patients = _lock_patients(giver, clinic)
    memberships = list(memberships_of(giver.pk, clinic).filter(patient__in=patients))
    if not memberships:
        raise ValidationError(_("There is no patient to hand over."))
    _end(memberships, clinic)
    _take_over(memberships, receiver, clinic)
    return record(
        AdminLogEntry.Kind.HANDED_OVER,
        clinic=clinic,
        about=giver,
        by=by,
        other=receiver,
        patients=len({membership.patient_id for membership in memberships}),
    )


def _lock_patients(giver: User, clinic: Clinic) -> list[UUID]:
    """Changes to one team wait for each other, as in `care.actions`; in one order, so that none waits for ever."""
    theirs = memberships_of(giver.pk, clinic).values("patient")
    locked = Patient.objects.filter(pk__in=theirs).order_by("pk").select_for_update(of=("self",), no_key=True)
    return list(locked.values_list("pk", flat=True))


def _end(memberships: list[CareTeamMember], clinic: Clinic) -> None:
    # A membership that was to begin later has its first day as its last.
    CareTeamMember.objects.filter(pk__in=[membership.pk for membership in memberships]).update(
        until=Greatest("since", Value(clinics_today(clinic))), lead=False
    )


def _take_over(memberships: list[CareTeamMember], receiver: User, clinic: Clinic) -> None:
    patients = {membership.patient_id for membership in memberships}
    led = {membership.patient_id for membership in memberships if membership.lead} | _without_lead(patients)
    held = CareTeamMember.objects.filter(therapist=receiver, patient__in=patients, until=None)
    has = set(held.values_list("patient_id", flat=True))
    CareTeamMember.objects.bulk_create(
        CareTeamMember(
            clinic=clinic,
            patient_id=patient,
            therapist=receiver,
            since=clinics_today(clinic),
            lead=patient in led,
        )
        for patient in sorted(patients - has)
    )
    held.filter(patient__in=led).update(lead=True)


def _without_lead(patients: set[UUID]) -> set[UUID]:
    leads = CareTeamMember.objects.filter(patient__in=patients, until=None, lead=True)
    return patients - set(leads.values_list("patient_id", flat=True))
