"""Patients, their conditions with the limits that go with them, and who treats them."""

import uuid
from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import DateField, DateTimeField, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, Membership, User
from therapy.base import clock
from therapy.base.cause import Cause
from therapy.base.side import AffectedSide
from therapy.base.side_fields import AffectedSideField
from therapy.trail.history import keeps_history


def clinics_day() -> Cast:
    """The local day of the clinic that a row belongs to, as an expression for its queries."""
    local = Func(F("clinic__time_zone"), Value(clock.now(), DateTimeField()), function="timezone")
    return Cast(local, DateField())


def _still_therapist(user: User) -> Exists:
    """Whether `user` is a therapist of the clinic of the patient in the outer query."""
    return Exists(
        Membership.objects.active().filter(
            user=user, role=Membership.Role.THERAPIST, clinic=OuterRef("clinic")
        )
    )


def _is_on_team(user: User) -> Exists:
    """Whether `user` has a membership today on the care team of the patient in the outer query."""
    memberships = CareTeamMember.objects.filter(patient=OuterRef("pk"), therapist=user)
    return Exists(memberships.in_force(clinics_day()))


def _is_treated_by(user: User) -> Q:
    """Whether `user` treats the outer query's patient, on the care team or in an emergency."""
    # All of it is asked of the one patient: a list of all of a therapist's patients would be read for each.
    opened = EmergencyAccess.objects.filter(patient=OuterRef("pk"), therapist=user).in_force(clock.now())
    return Q(_is_on_team(user) | Exists(opened), _still_therapist(user))


def _is_record_of(user: User) -> Q:
    """Whether the outer query's patient is `user`, while that membership is in force."""
    still_patient = Membership.objects.active().filter(
        user=user, role=Membership.Role.PATIENT, clinic=OuterRef("clinic")
    )
    return Q(Exists(still_patient), user=user)


class PatientQuerySet(models.QuerySet["Patient"]):
    """Whose record a person may see. This is the one place that says so."""

    def on_team_of(self, user: User) -> Self:
        """Patients on whose care team `user` is today, while they are a therapist of the patient's clinic.

        A membership on the team begins and ends by the clinic's own day.
        """
        return self.filter(_is_on_team(user), _still_therapist(user))

    def treated_by(self, user: User) -> Self:
        """Patients of whose care team `user` is, and those whose record they have opened in an emergency."""
        return self.filter(_is_treated_by(user))

    def who_are(self, user: User) -> Self:
        """The record of `user` as a patient, while that membership is in force."""
        return self.filter(_is_record_of(user))

    def visible_to(self, user: User) -> Self:
        """Patients whose record `user` may open: their own, and those they treat."""
        return self.filter(_is_record_of(user) | _is_treated_by(user)) if user.is_active else self.none()

    def current(self) -> Self:
        """Patients who are not archived."""
        return self.filter(archived_at=None)


@keeps_history
class Patient(models.Model):
    """A person in care at one clinic. The record exists before, and without, a sign-in of their own."""

    class Sex(models.TextChoices):
        FEMALE = "F", _("Female")
        MALE = "M", _("Male")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patients")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="patients")
    name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(_("email"), blank=True)
    birth_date = models.DateField(_("date of birth"))
    # Only for age and sex norms (clinical-facts 3); unknown is left empty.
    sex = models.CharField(_("sex, for norms"), max_length=1, choices=Sex.choices, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PatientQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "user"], name="one_record_per_user_and_clinic"),
        ]
        indexes: ClassVar = [models.Index(fields=["clinic", "name"], name="patient_clinic_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def time_zone(self) -> str:
        """The zone in which the patient's days begin and end: their own, or the clinic's until they have signed in."""
        return self.user.time_zone if self.user else self.clinic.time_zone

    @property
    def today(self) -> date:
        """The patient's local day."""
        return clock.today(self.time_zone)

    @property
    def age(self) -> int:
        """Full years today."""
        today, born = self.today, self.birth_date
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

    @property
    def first_name(self) -> str:
        """What a greeting uses."""
        return self.name.split()[0]


def whose() -> "models.ForeignKey[Patient, Patient]":
    """The patient of a row that hangs further down a record's tree.

    Every clinical row names its patient itself, so that the database can tell whose it is without walking up the
    tree (see `accounts.tenancy.walls`). No index: rows are looked up by their parents.
    """
    return models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )


class CareTeamMemberQuerySet(models.QuerySet["CareTeamMember"]):
    """Which memberships on a team count."""

    def in_force(self, day: date | Cast) -> Self:
        """Memberships that have begun and not ended on `day`; `until` is the first day without access.

        `day` is a date, or `clinics_day()` where the rows may be of several clinics.
        """
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


@keeps_history
class CareTeamMember(models.Model):
    """A therapist's membership on one patient's care team."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="care_team")
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="care_team_memberships")
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    lead = models.BooleanField(_("lead therapist"), default=False)

    objects = CareTeamMemberQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-lead", "since"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["patient", "therapist"], condition=Q(until=None), name="one_open_place_per_therapist"
            ),
            models.UniqueConstraint(
                fields=["patient"], condition=Q(until=None, lead=True), name="one_lead_therapist"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="team_place_in_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["therapist", "patient"], name="team_by_therapist")]

    def __str__(self) -> str:
        return f"{self.therapist} · {self.patient}"


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    """Which openings count."""

    def in_force(self, moment: datetime) -> Self:
        """Openings that have begun and not ended at `moment`."""
        return self.filter(opened_at__lte=moment, until__gt=moment)


@keeps_history
class EmergencyAccess(models.Model):
    """Breaking the glass: a record opened by a therapist of the clinic who is not on its care team, for some hours.

    It counts like a membership on the team, but nothing of the team can be changed through it. It stays for ever.
    """

    LASTS = timedelta(hours=4)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="emergency_accesses")
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(
        _("why you need this record"), max_length=1000, validators=[MinLengthValidator(10)]
    )
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    until = models.DateTimeField(editable=False)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gte=F("opened_at")) & Q(until__lte=F("opened_at") + timedelta(hours=4)),
                name="emergency_access_is_short",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["therapist", "until"], name="emergency_by_therapist")]

    def __str__(self) -> str:
        return f"{self.therapist} · {self.patient} · {self.opened_at:%Y-%m-%d %H:%M}"


class ConditionQuerySet(models.QuerySet["Condition"]):
    """Which conditions still count."""

    def current(self) -> Self:
        """Conditions that have not been resolved."""
        return self.filter(resolved_on=None)


@keeps_history
class Condition(models.Model):
    """A diagnosis with its side and cause, and the limits that the treating team has set with it.

    The limit fields and their meaning are clinical-facts 4.2; an empty field is "not recorded", never "no limit".
    """

    Cause = Cause

    class WeightBearingStatus(models.TextChoices):
        NONE = "NWB", _("No weight")
        TOUCH = "TTWB", _("Touch only")
        PARTIAL = "PWB", _("Part weight")
        TOLERATED = "WBAT", _("As tolerated")
        FULL = "FWB", _("Full weight")

    class MuscleGrade(models.TextChoices):
        """Ordered, never averaged: clinical-facts 3.6."""

        G0 = "0", "0"
        G1 = "1", "1"
        G2_MINUS = "2-", "2-"
        G2 = "2", "2"
        G2_PLUS = "2+", "2+"
        G3_MINUS = "3-", "3-"
        G3 = "3", "3"
        G3_PLUS = "3+", "3+"
        G4_MINUS = "4-", "4-"
        G4 = "4", "4"
        G4_PLUS = "4+", "4+"
        G5 = "5", "5"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="conditions")
    code = models.CharField(_("ICD-10-CM code"), max_length=8)
    side = AffectedSideField(
        _("side"), choices=[*AffectedSide.choices, ("", _("Not of one side"))], blank=True
    )
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    onset = models.DateField(_("onset"), null=True, blank=True)
    resolved_on = models.DateField(_("resolved"), null=True, blank=True)

    wb_status = models.CharField(
        _("weight-bearing status"), max_length=4, choices=WeightBearingStatus.choices, blank=True
    )
    wb_percent = models.PositiveSmallIntegerField(
        _("part weight, percent"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
    )
    wb_until = models.DateField(_("weight limit ends"), null=True, blank=True)
    df_limit_deg = models.SmallIntegerField(
        _("toes-up limit, degrees"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-50), MaxValueValidator(45)],
    )
    df_limit_until = models.DateField(_("toes-up limit ends"), null=True, blank=True)
    stretch_allowed_from = models.DateField(_("calf stretch from"), null=True, blank=True)
    resisted_pf_from = models.DateField(_("resisted pushing down from"), null=True, blank=True)
    single_leg_from = models.DateField(_("one-leg standing from"), null=True, blank=True)
    impact_from = models.DateField(_("jumps from"), null=True, blank=True)
    brace = models.CharField(_("brace or boot"), max_length=100, blank=True)
    limits_set_by = models.CharField(_("limits set by"), max_length=100, blank=True)

    muscle_grade = models.CharField(
        _("weakest muscle, grade"), max_length=2, choices=MuscleGrade.choices, blank=True
    )
    loss_of_feeling = models.BooleanField(_("loss of feeling in the foot"), null=True, blank=True)
    open_ulcer = models.BooleanField(_("open ulcer"), null=True, blank=True)
    eye_disease = models.BooleanField(_("active proliferative eye disease"), null=True, blank=True)
    heart_lung_cleared_on = models.DateField(_("heart and lungs cleared on"), null=True, blank=True)

    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["recorded_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["patient", "code", "side"], condition=Q(resolved_on=None), name="condition_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code
