"""Every write of care that touches more than one row, or that a rule guards.

The clinic of every row is the patient's. A refusal is a ValidationError that names the field, or none where the whole
request is refused; nothing is written then.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, Membership, User
from accounts.tenancy import walls
from accounts.tenancy.walls import Scope
from therapy.base import clock
from therapy.care import condition_rules
from therapy.care.invitations import withdraw_waiting
from therapy.care.models import CareTeamMember, Condition, Patient

OLDEST_YEARS = 120

CONDITION_FIELDS = frozenset(
    {
        "code",
        "side",
        "cause",
        "onset",
        "wb_status",
        "wb_percent",
        "wb_until",
        "df_limit_deg",
        "df_limit_until",
        "stretch_allowed_from",
        "resisted_pf_from",
        "single_leg_from",
        "impact_from",
        "brace",
        "limits_set_by",
        "muscle_grade",
        "loss_of_feeling",
        "open_ulcer",
        "eye_disease",
        "heart_lung_cleared_on",
    }
)


def is_therapist_of(user: User, clinic: Clinic) -> bool:
    """Whether `user` may treat patients of `clinic` today."""
    return (
        Membership.objects.active().filter(user=user, clinic=clinic, role=Membership.Role.THERAPIST).exists()
    )


def who_could_join(patient: Patient) -> QuerySet[User]:
    """Therapists of the patient's clinic who are not on the care team now, by name."""
    on_team = patient.care_team.filter(until=None).values("therapist")
    therapists = Membership.objects.active().filter(clinic=patient.clinic_id, role=Membership.Role.THERAPIST)
    return User.objects.filter(pk__in=therapists.values("user")).exclude(pk__in=on_team).order_by("name")


def clinics_today(clinic: Clinic) -> date:
    """The local day of a clinic."""
    return clock.today(clinic.time_zone)


def birth_date_problem(born: date, today: date) -> Promise | None:
    """What is wrong with a date of birth: in the future, or more than 120 years ago. None if nothing is."""
    if born > today:
        return _("This day has not come yet.")
    if today.year - born.year > OLDEST_YEARS:
        return _("This is more than 120 years ago. Check the year.")
    return None


@transaction.atomic
def add_patient(
    *,
    clinic: Clinic,
    by: User,
    name: str,
    birth_date: date,
    email: str = "",
    sex: str = "",
    user: User | None = None,
) -> Patient:
    """A new record in `clinic`; the therapist `by` becomes lead of its care team from today.

    Raises ValidationError if `by` is no therapist of the clinic or a field is not allowed.
    """
    if not is_therapist_of(by, clinic):
        raise ValidationError(_("Only a therapist of the clinic can add a patient."), code="not-therapist")
    patient = Patient(
        clinic=clinic,
        created_by=by,
        name=name.strip(),
        birth_date=birth_date,
        email=email,
        sex=sex,
        user=user,
    )
    _check_patient(patient)
    # Until the membership on the team is there, the record is in nobody's sight.
    with walls.widened(Scope.PEOPLE):
        patient.save()
        _join(patient, by, lead=True)
    return patient


@transaction.atomic
def change_patient(
    patient: Patient, *, by: User, name: str, birth_date: date, email: str, sex: str
) -> Patient:
    """New details of a person. An invitation that waits at another address than the new one is withdrawn.

    Raises ValidationError if a field is not allowed; the record stays as it was then.
    """
    moved = patient.email.lower() != email.lower()
    patient.name, patient.birth_date, patient.email, patient.sex = name.strip(), birth_date, email, sex
    _check_patient(patient)
    patient.save(update_fields=["name", "birth_date", "email", "sex"])
    if moved:
        withdraw_waiting(patient, by=by)
    return patient


def _check_patient(patient: Patient) -> None:
    patient.full_clean(exclude=["clinic", "created_by", "user"])
    if said := birth_date_problem(patient.birth_date, clinics_today(patient.clinic)):
        raise ValidationError({"birth_date": said})


def other_codes(patient: Patient, condition: Condition | None = None) -> list[str]:
    """Codes of the patient's current conditions, without `condition` itself."""
    others = patient.conditions.current()
    if condition is not None:
        others = others.exclude(pk=condition.pk)
    return list(others.values_list("code", flat=True))


@transaction.atomic
def record_condition(
    patient: Patient, *, by: User, code: str, side: str, cause: str, **fields: Any
) -> Condition:
    """A condition with its limits; `fields` are those of CONDITION_FIELDS, one left out is not recorded.

    Raises ValidationError by field for what clinical-facts 4.1 and 4.2 do not allow, and for a current condition of
    the same code and side; TypeError for a field that a condition does not have.
    """
    condition = Condition(clinic=patient.clinic, patient=patient, recorded_by=by)
    _write(condition, {"code": code, "side": side, "cause": cause} | fields)
    condition.save()
    return condition


@transaction.atomic
def change_condition(condition: Condition, **fields: Any) -> Condition:
    """New values for some fields of a condition. Raises as `record_condition` does."""
    _write(condition, fields)
    condition.save(update_fields=sorted(fields))
    return condition


def _write(condition: Condition, fields: dict[str, Any]) -> None:
    """Sets `fields` on the condition and checks the whole of it."""
    if unknown := set(fields) - CONDITION_FIELDS:
        raise TypeError(f"not fields of a condition: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(condition, name, value)
    patient = condition.patient
    values = {name: getattr(condition, name) for name in CONDITION_FIELDS}
    found = condition_rules.problems(
        values,
        today=patient.today,
        born=patient.birth_date,
        other_codes=other_codes(patient, condition),
    )
    if found:
        raise ValidationError(found)
    condition.full_clean(exclude=["clinic", "patient", "recorded_by"], validate_constraints=False)
    _refuse_twice(condition)


def _refuse_twice(condition: Condition) -> None:
    same = condition.patient.conditions.current().filter(code=condition.code, side=condition.side)
    if condition.resolved_on is None and same.exclude(pk=condition.pk).exists():
        raise ValidationError({"code": _("This condition is already on the record, for the same side.")})


def resolve_condition(condition: Condition, *, on: date) -> Condition:
    """From `on` the condition and its limits no longer apply.

    Raises ValidationError for a day that has not come, or one before the onset.
    """
    found = condition_rules.problems(
        {"resolved_on": on, "onset": condition.onset},
        today=condition.patient.today,
        born=condition.patient.birth_date,
    )
    if "resolved_on" in found:
        raise ValidationError({"resolved_on": found["resolved_on"]})
    condition.resolved_on = on
    condition.save(update_fields=["resolved_on"])
    return condition


@transaction.atomic
def reopen_condition(condition: Condition) -> Condition:
    """Takes a condition back among the current ones. Raises ValidationError if it clashes with one of them by now."""
    condition.resolved_on = None
    _write(condition, {})
    condition.save(update_fields=["resolved_on"])
    return condition


@transaction.atomic
def join_team(patient: Patient, therapist: User, *, lead: bool = False) -> CareTeamMember:
    """Gives a therapist of the patient's clinic a membership on the team from today; `lead` takes the lead over.

    Raises ValidationError if they are no therapist of that clinic, or on the team already.
    """
    _lock(patient)
    if not is_therapist_of(therapist, patient.clinic):
        raise ValidationError({"therapist": _("Choose a therapist of this clinic.")})
    if patient.care_team.filter(therapist=therapist, until=None).exists():
        raise ValidationError({"therapist": _("This therapist is already on the care team.")})
    if lead:
        patient.care_team.filter(until=None, lead=True).update(lead=False)
    return _join(patient, therapist, lead=lead)


@transaction.atomic
def leave_team(membership: CareTeamMember) -> CareTeamMember:
    """Ends a membership today: access stops with the next request.

    Raises ValidationError if nobody able to treat would be left, if the membership is the lead's (the lead is handed on
    first), or if it has ended already.
    """
    patient = membership.patient
    _lock(patient)
    membership.refresh_from_db(fields=["until", "lead"])
    if membership.until is not None:
        raise ValidationError(_("This place has ended already."))
    if not _others_who_treat(membership):
        raise ValidationError(_("The last therapist cannot leave. Add another therapist first."))
    if membership.lead:
        raise ValidationError(_("The lead cannot leave. Make another therapist lead first."))
    # A clinic that moved its clock could have today before the first day of the membership.
    membership.until = max(clinics_today(patient.clinic), membership.since)
    membership.save(update_fields=["until"])
    return membership


@transaction.atomic
def make_lead(membership: CareTeamMember) -> CareTeamMember:
    """Makes the holder of this membership the lead therapist, and the former lead a member like the others.

    Raises ValidationError if the membership has ended, or its holder is no therapist of the clinic any more.
    """
    patient = membership.patient
    _lock(patient)
    membership.refresh_from_db(fields=["until"])
    if membership.until is not None:
        raise ValidationError(_("This place has ended already."))
    if not is_therapist_of(membership.therapist, patient.clinic):
        raise ValidationError(_("This person is no longer a therapist of the clinic."))
    patient.care_team.filter(until=None, lead=True).exclude(pk=membership.pk).update(lead=False)
    membership.lead = True
    membership.save(update_fields=["lead"])
    return membership


def link_user(patient: Patient, user: User) -> Patient:
    """Lets `user` open the record as the patient.

    Raises ValidationError if the record is another person's, or the user has a record in that clinic already.
    """
    if patient.user_id not in (None, user.pk):
        raise ValidationError(_("This record already belongs to another sign-in."))
    if Patient.objects.filter(clinic=patient.clinic_id, user=user).exclude(pk=patient.pk).exists():
        raise ValidationError(_("This person already has a record at the clinic."))
    patient.user = user
    patient.save(update_fields=["user"])
    return patient


def _lock(patient: Patient) -> None:
    """Two changes to one team wait for each other, so that together they cannot leave it empty."""
    Patient.objects.select_for_update(no_key=True).only("pk").get(pk=patient.pk)


def _join(patient: Patient, therapist: User, *, lead: bool) -> CareTeamMember:
    return CareTeamMember.objects.create(
        clinic=patient.clinic,
        patient=patient,
        therapist=therapist,
        since=clinics_today(patient.clinic),
        lead=lead,
    )


def _others_who_treat(membership: CareTeamMember) -> bool:
    """Whether someone else on the team can still open the record."""
    others = membership.patient.care_team.filter(until=None).exclude(pk=membership.pk).values("therapist")
    return (
        Membership.objects.active()
        .filter(user__in=others, clinic=membership.patient.clinic_id, role=Membership.Role.THERAPIST)
        .exists()
    )
