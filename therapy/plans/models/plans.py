"""Each patient's plan in unchangeable published revisions."""

import copy
import uuid
from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, User
from therapy.base import clock
from therapy.base.side import Side
from therapy.base.side_fields import AffectedSideField, SideField
from therapy.care.models import Patient, whose
from therapy.library.models import Exercise
from therapy.plans import in_force
from therapy.plans.dose_fields import DoseFields, one_amount
from therapy.plans.models.programmes import Programme
from therapy.trail.history import keeps_history

MOST_EFFORT = 10


class PlanQuerySet(models.QuerySet["Plan"]):
    """Which plans run."""

    def running(self) -> Self:
        """Plans that have not been ended; a patient has at most one."""
        return self.filter(ended_on=None)


@keeps_history
class Plan(models.Model):
    """One patient's programme over time. What it prescribes is in its revisions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="plans")
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(_("title"), max_length=150)
    affected_side = AffectedSideField(_("affected leg"))
    weeks = models.PositiveSmallIntegerField(
        _("weeks"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(104)]
    )
    starts_on = models.DateField(_("starts"))
    ended_on = models.DateField(
        _("ended"), null=True, blank=True, help_text="The first local day without the plan."
    )
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_on", "-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient"], condition=Q(ended_on=None), name="one_running_plan"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")), name="plan_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def known_revisions(self) -> list["Revision"]:
        """All revisions as they were loaded, drafts too, for the rules of `plans.in_force`."""
        return list(self.revisions.all())


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Published revisions and the draft."""

    def published(self) -> Self:
        """Revisions that a patient sees or has seen."""
        return self.filter(published_at__isnull=False)

    def draft(self) -> Self:
        """The revision still being written; at most one for a plan."""
        return self.filter(published_at=None)

    def in_force_since(self, day: date) -> Self:
        """Published revisions that may be in force on `day` or later (`in_force.since`)."""
        return in_force.since(self.published(), day)

    def with_tree(self) -> Self:
        """Phases, prescriptions, exercises and doses, loaded in four further queries whatever the size."""
        return self.prefetch_related("phases__prescriptions__exercise", "phases__prescriptions__doses")


@keeps_history
class Revision(models.Model):
    """One version of a plan. Once published nothing in it ever changes, so what was due on a past day stays known.

    Exactly one phase is the current one; going on to the next phase is a new revision, decided by a therapist (P9).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = whose()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    effective_from = models.DateField(_("from"), null=True, blank=True, help_text="The patient's local day.")
    note = models.CharField(_("what changed, in your words"), max_length=300, blank=True)

    objects = RevisionQuerySet.as_manager()

    joined_phase: "Phase | None"  # the current phase, where `plans.schedule` read it along with the revision

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="revision_number"),
            models.UniqueConstraint(fields=["plan"], condition=Q(published_at=None), name="one_draft"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(effective_from__isnull=False),
                name="published_has_a_first_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.number}"

    @property
    def is_published(self) -> bool:
        """Whether it can no longer change."""
        return self.published_at is not None

    @property
    def current_phase(self) -> "Phase | None":
        """The phase that the patient does, None for a revision without phases."""
        if "joined_phase" in vars(self):
            return self.joined_phase
        return next((phase for phase in self.phases.all() if phase.is_current), None)


@keeps_history
class Phase(models.Model):
    """A stretch of a plan with an aim and criteria to go on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = whose()
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=120)
    weeks = models.CharField(_("weeks"), max_length=60, blank=True)
    aim = models.CharField(_("aim"), max_length=250, blank=True)
    session_rule = models.CharField(max_length=200, blank=True)
    go_on_when = ArrayField(models.CharField(max_length=250), default=list, blank=True)
    step_back_when = ArrayField(models.CharField(max_length=250), default=list, blank=True)
    is_current = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "number"], name="phase_number"),
            models.UniqueConstraint(
                fields=["revision"], condition=Q(is_current=True), name="one_current_phase"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@keeps_history
class Prescription(models.Model):
    """One exercise in a phase, with its schedule. Which days it is due is decided by `plans.schedule`.

    `weekdays` holds ISO weekdays (1 Monday to 7 Sunday); empty means spread `days_per_week` over the week.
    `key` stays the same when a revision is copied, so that one exercise's story can be followed across revisions.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = whose()
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="prescriptions")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    order = models.PositiveSmallIntegerField()
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="prescriptions")
    days_per_week = models.PositiveSmallIntegerField(
        _("days a week"), validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    times_per_day = models.PositiveSmallIntegerField(
        _("times a day"), default=1, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    effort_max = models.PositiveSmallIntegerField(
        _("effort at most"), null=True, blank=True, validators=[MaxValueValidator(MOST_EFFORT)]
    )
    # What the patient reads: the therapist's words, and after them what a limit adds when the revision is published.
    note = models.CharField(_("note to the patient"), max_length=1000, blank=True)
    # The part of `note` that a limit added, so that the next draft begins without it.
    limit_note = models.CharField(max_length=600, blank=True, editable=False)
    # What the therapist had prescribed in the fields that a limit lowered at publishing, for the next draft.
    before_limits = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["order"]

    def __str__(self) -> str:
        return str(self.exercise)

    @property
    def own_note(self) -> str:
        """The therapist's words alone, without what a limit added at publishing."""
        return self.note.removesuffix(self.limit_note).strip() if self.limit_note else self.note

    def without_limits(self) -> "Prescription":
        """A copy in memory with its doses as the therapist prescribed them, without what limits did at publishing."""
        own = copy.copy(self)
        own.note, own.limit_note = self.own_note, ""
        own.restore()
        doses = [copy.copy(dose) for dose in self.doses.all()]
        for dose in doses:
            dose.restore()
        vars(own)["_prefetched_objects_cache"] = {"doses": doses}
        return own

    def restore(self) -> None:
        """Give the fields that a limit lowered their own values again, in memory."""
        _restore(self)


@keeps_history
class Dose(DoseFields):
    """What is prescribed to one side."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = whose()
    prescription = models.ForeignKey(Prescription, on_delete=models.CASCADE, related_name="doses")
    side = SideField(_("side"))
    before_limits = models.JSONField(default=dict, blank=True, editable=False)  # as of a prescription

    class Meta:
        ordering: ClassVar = [
            "prescription",
            models.Case(models.When(side=Side.LEFT, then=0), models.When(side=Side.RIGHT, then=1), default=2),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prescription", "side"], name="one_dose_per_side"),
            one_amount("dose_one_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.sets} × {self.reps or self.minutes or self.metres}"

    def restore(self) -> None:
        """Give the fields that a limit lowered their own values again, in memory."""
        _restore(self)


def _restore(row: Prescription | Dose) -> None:
    for name, value in row.before_limits.items():
        setattr(row, name, value)
    row.before_limits = {}


@keeps_history
class RuleOverride(models.Model):
    """A therapist's recorded decision to prescribe against a rule, with the reason. It belongs to one revision.

    It counts only while the rule says exactly what it said then (`finding`), and while the plan prescribes no more than
    it did then (`amounts`, see `rules.amounts`). A draft that is copied carries it over with the person and the moment
    of the decision; `carried_from` names the row that it was copied from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = whose()
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="overrides")
    rule = models.CharField(max_length=10, help_text="The id of clinical-facts, such as I1 or M1.")
    # Which prescription (by key) and side the finding was about; empty for a finding about the whole plan.
    prescription_key = models.UUIDField(null=True, blank=True)
    side = SideField(blank=True)
    field = models.CharField(max_length=20, blank=True, help_text="What a cap limits, such as sets.")
    finding = models.CharField(max_length=500, help_text="What was shown, as it was shown.")
    amounts = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="What the plan prescribed when the reason was given.",
    )
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision", "rule", "prescription_key", "side", "field"],
                nulls_distinct=False,
                name="one_override_per_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"


@keeps_history
class Pause(models.Model):
    """Days on which nothing is due: illness, a therapist's pause, a STOP. They leave the adherence's denominator.

    `stopped_by` is the check that stopped the exercises, without a foreign key: the logbook stands above the plans.
    Such a pause has no last day until the exercises are open again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = whose()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="pauses")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    stopped_by = models.UUIDField(null=True, blank=True, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["first_day"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="pause_days_in_order"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=False) | Q(stopped_by__isnull=False),
                name="only_a_stop_is_open",
            ),
            models.UniqueConstraint(fields=["plan", "stopped_by"], name="one_stop_per_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day or ''}"
