"""What patients did: sessions, sets per side, and what a correction replaced."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Least
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, User
from therapy.base import clock
from therapy.base.amount_words import LONG_HOLD_S
from therapy.base.side_fields import SideField
from therapy.care.models import Patient, whose
from therapy.library.models import Exercise
from therapy.logbook import limits
from therapy.logbook.screening.glucose import BY_ID, Go
from therapy.logbook.screening.morning import Compared
from therapy.logbook.screening.urgency import Urgency
from therapy.plans.models import Band, Dose, Revision
from therapy.trail.history import keeps_history

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def scale_field(label: "str | _StrPromise") -> models.PositiveSmallIntegerField:
    """A 0 to 10 answer that may be missing: not said is NULL, never 0."""
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(limits.SCALE_MAX)]
    )


@keeps_history
class Session(models.Model):
    """One workout on one local day of the patient. A client may make the id, so that sending twice is harmless."""

    class Source(models.TextChoices):
        FORM = "form", _("page")
        PLAYER = "player", _("player")

    class PlanThen(models.TextChoices):
        """What had become of its plan by its day, unknown to a device without a network."""

        IN_FORCE = "", _("in force")
        REVISED = "revised", _("changed by then")
        ENDED = "ended", _("ended by then")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="sessions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="sessions")
    local_day = models.DateField(_("day"))
    time_zone = models.CharField(max_length=64)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=clock.now, editable=False)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.FORM)
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    logged_late = models.BooleanField(
        default=False, help_text="Logged more than 48 hours after the day was over."
    )
    plan_then = models.CharField(max_length=8, choices=PlanThen.choices, blank=True)
    # What the device's own clock said when the session first came from it: day, started_at, sent_at, as text.
    device_clock = models.JSONField(null=True, blank=True)
    # The check that opened it, as {"check": id}. No foreign key: a device may send the session before the check.
    screening = models.JSONField(null=True, blank=True)
    pain_before = scale_field(_("pain before"))
    pain_after = scale_field(_("pain after"))
    effort = scale_field(_("effort"))
    note = models.TextField(_("note"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-local_day", "-received_at"]
        indexes: ClassVar = [models.Index(fields=["patient", "local_day"], name="session_patient_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(pain_before=None) | Q(pain_before__lte=10))
                & (Q(pain_after=None) | Q(pain_after__lte=10))
                & (Q(effort=None) | Q(effort__lte=10)),
                name="session_scales_to_10",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient} · {self.local_day}"

    @property
    def device_day_differs(self) -> bool:
        """Whether the device that sent it believed in another day."""
        return self.device_clock is not None and self.device_clock["day"] != self.local_day.isoformat()

    @property
    def plan_ended_that_day(self) -> bool:
        """Whether its plan was ended on its day: it was done before, and is kept and marked."""
        return self.revision.plan.ended_on == self.local_day


def _share(done: Combinable, target: Combinable) -> Least:
    """Done over target as a fraction from 0 to 1. Guard it: PostgreSQL's LEAST passes over NULL and would answer 1."""
    return Least(Cast(done, models.FloatField()) / Cast(target, models.FloatField()), Value(1.0))


def _seconds(reps: str, hold_s: str) -> Combinable:
    """Repetitions times seconds as an integer: 200 of 600 s are more than a smallint holds."""
    return Cast(F(reps), models.IntegerField()) * F(hold_s)


@keeps_history
class Set(models.Model):
    """One set of one exercise by one side, with the target as it was then.

    `credit` is what it adds to dose adherence (clinical-facts 9.1): min(done, target) / target, from 0 to 1; unknown
    (NULL) where the amount was not said. A skipped set has credit 0, but one that was skipped in illness has none
    (NULL): illness is excused and leaves the denominator. Holds from `LONG_HOLD_S` on count their
    seconds when both hold and reps were said, otherwise repetitions count.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        PARTIAL = "partial", _("partly done")
        SKIPPED = "skipped", _("skipped")

    class SkipReason(models.TextChoices):
        PAIN = "pain", _("It hurt")
        TIRED = "tired", _("Too tired")
        TIME = "time", _("No time")
        EQUIPMENT = "equipment", _("Did not have what I need")
        UNSURE = "unsure", _("Not sure how to do it")
        ILL = "ill", _("I was ill")
        OTHER = "other", _("Another reason")

    class PainKind(models.TextChoices):
        """The same number means different things: clinical-facts 2.5."""

        MUSCLE = "muscle", _("Tired or burning muscle")
        JOINT = "joint", _("Joint, tendon or scar")
        CRAMP = "cramp", _("Cramp that goes with rest")
        NERVE = "nerve", _("Burning, electric, pins and needles")
        NUMB = "numb", _("My foot is numb")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = whose()
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="sets")
    dose = models.ForeignKey(Dose, on_delete=models.PROTECT, related_name="logged_sets")
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="logged_sets")
    side = SideField()
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    skip_reason = models.CharField(_("why"), max_length=10, choices=SkipReason.choices, blank=True)
    reps = models.PositiveSmallIntegerField(_("reps"), null=True, blank=True)
    hold_s = models.PositiveSmallIntegerField(_("hold, seconds"), null=True, blank=True)
    minutes = models.DecimalField(_("minutes"), max_digits=5, decimal_places=1, null=True, blank=True)
    metres = models.PositiveIntegerField(_("metres"), null=True, blank=True)
    load_kg = models.DecimalField(_("load, kg"), max_digits=5, decimal_places=2, null=True, blank=True)
    band = models.CharField(_("band"), max_length=8, choices=Band.choices, blank=True)
    pain = scale_field(_("pain"))
    pain_kind = models.CharField(_("kind of pain"), max_length=8, choices=PainKind.choices, blank=True)
    effort = scale_field(_("effort"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    logged_at = models.DateTimeField(default=clock.now)

    target_reps = models.PositiveSmallIntegerField(null=True, blank=True)
    target_hold_s = models.PositiveSmallIntegerField(null=True, blank=True)
    target_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    target_metres = models.PositiveSmallIntegerField(null=True, blank=True)
    target_load_kg = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    target_band = models.CharField(max_length=8, choices=Band.choices, blank=True)

    credit = models.GeneratedField(
        expression=Case(
            When(outcome="skipped", skip_reason="ill", then=Value(None, models.FloatField())),
            When(outcome="skipped", then=Value(0.0)),
            When(minutes__isnull=False, target_minutes__gt=0, then=_share(F("minutes"), F("target_minutes"))),
            When(metres__isnull=False, target_metres__gt=0, then=_share(F("metres"), F("target_metres"))),
            When(
                target_hold_s__gte=LONG_HOLD_S,
                hold_s__isnull=False,
                reps__isnull=False,
                target_reps__gt=0,
                then=_share(_seconds("reps", "hold_s"), _seconds("target_reps", "target_hold_s")),
            ),
            When(reps__isnull=False, target_reps__gt=0, then=_share(F("reps"), F("target_reps"))),
            default=None,
        ),
        output_field=models.FloatField(null=True),
        db_persist=True,
    )

    class Meta:
        ordering: ClassVar = ["logged_at", "number", "id"]
        indexes: ClassVar = [models.Index(fields=["exercise", "side"], name="set_exercise_side")]
        constraints: ClassVar = [
            # Looked at when a statement ends, so that two sets can change places in one.
            models.UniqueConstraint(
                fields=["session", "dose", "number"],
                name="one_set_per_number",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(outcome="skipped") ^ Q(skip_reason=""), name="only_a_skipped_set_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="skipped") | Q(reps=None, minutes=None, metres=None),
                name="a_skipped_set_has_no_amount",
            ),
            models.CheckConstraint(
                condition=(Q(pain=None) | Q(pain__lte=10)) & (Q(effort=None) | Q(effort__lte=10)),
                name="set_scales_to_10",
            ),
            models.CheckConstraint(
                condition=(Q(reps=None) | Q(reps__lte=limits.MAX_REPS))
                & (Q(hold_s=None) | Q(hold_s__lte=limits.MAX_HOLD_S))
                & (Q(minutes=None) | Q(minutes__lte=limits.MAX_MINUTES))
                & (Q(metres=None) | Q(metres__lte=limits.MAX_METRES))
                & (Q(load_kg=None) | Q(load_kg__lte=limits.MAX_LOAD_KG)),
                name="set_within_limits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise} {self.get_side_display()} {self.number}"

    @property
    def is_ill(self) -> bool:
        """Whether it was skipped in illness, which is excused (clinical-facts 9.1)."""
        return self.skip_reason == self.SkipReason.ILL


@keeps_history
class Correction(models.Model):
    """What a later entry replaced: the old values as they were, with who changed them and when.

    `before` maps field names to old values; for a set that was added later it is empty, for one that was taken back it
    holds the whole set. It is made by `logbook.corrections` alone and never changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = whose()
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="corrections")
    # Kept without a foreign key: the set may have been taken back since.
    set_id = models.UUIDField(null=True, blank=True)
    what = models.CharField(max_length=200, help_text="In words, such as 'Heel raise, Left, set 2'.")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    version = models.PositiveIntegerField(help_text="The session's version that this correction made.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return f"{self.what} · {self.at:%Y-%m-%d %H:%M}"


class CheckQuerySet(models.QuerySet["Check"]):
    """Which checks keep a patient's sessions locked."""

    def locking(self) -> Self:
        """E and S until a therapist opens the exercises again; T until a later local day's check before a session found
        nothing, or it was pressed by mistake (clinical-facts 5.1).
        """
        return self.filter(_locks())

    def with_locks(self) -> Self:
        """Each check with `locks`: whether it is one of those that `locking` finds."""
        return self.annotate(locks=ExpressionWrapper(_locks(), output_field=models.BooleanField()))


def _locks() -> Q:
    clean_later = Check.objects.filter(
        patient=OuterRef("patient"),
        kind=Check.Kind.BEFORE,
        urgency=Urgency.NONE,
        local_day__gt=OuterRef("local_day"),
    )
    opens_by_itself = Q(urgency=Urgency.TELL) & (Q(mistaken_at__isnull=False) | Q(Exists(clean_later)))
    return Q(unlocked_at=None) & ~Q(urgency=Urgency.NONE) & ~opens_by_itself


@keeps_history
class Check(models.Model):
    """What a patient answered before or after a session, or when something was wrong, with what it meant then.

    Answers never change; only that somebody has called, or that it was pressed by mistake, may be said later, and a
    therapist may open the exercises again. A client makes the id, so that sending twice is harmless.
    """

    class Kind(models.TextChoices):
        BEFORE = "before", _("before a session")
        WRONG = "wrong", _("something was wrong")
        AFTER = "after", _("after a session")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    local_day = models.DateField(_("day"))
    time_zone = models.CharField(max_length=64)
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now, editable=False)
    source = models.CharField(max_length=10, choices=Session.Source.choices, default=Session.Source.FORM)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # What the device's own clock said where it was wrong: answered_at, sent_at, as text.
    device_clock = models.JSONField(null=True, blank=True)
    answers = models.JSONField(
        default=dict, help_text="Question or row of the list to “no” or the id of a sign."
    )
    foot = models.JSONField(null=True, blank=True)
    glucose = models.JSONField(null=True, blank=True)
    urgency = models.CharField(max_length=1, choices=Urgency.choices, blank=True)
    rules = models.JSONField(default=list, help_text="Ids of all that was found, the most urgent first.")
    # The session of the day before. No foreign key: a device may send this first.
    morning_of = models.UUIDField(null=True, blank=True)
    morning_pain = scale_field(_("pain the morning after"))
    morning_compared = models.CharField(max_length=7, choices=Compared.choices, blank=True)
    morning_stiff_longer = models.BooleanField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    mistaken_at = models.DateTimeField(null=True, blank=True)
    unlocked_at = models.DateTimeField(null=True, blank=True)
    unlocked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    unlock_note = models.CharField(_("note"), max_length=500, blank=True)

    # Of a check that was read by `with_locks` alone.
    locks: bool

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-received_at"]
        indexes: ClassVar = [
            models.Index(fields=["patient", "local_day"], name="check_patient_day"),
            models.Index(
                fields=["patient"], condition=Q(unlocked_at=None) & ~Q(urgency=""), name="check_that_locks"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(urgency__in=["", "T", "S", "E"]) & Q(kind__in=["before", "wrong", "after"]),
                name="check_kind_and_urgency",
            ),
            models.CheckConstraint(
                condition=Q(morning_pain=None) | Q(morning_pain__lte=10), name="morning_scale_to_10"
            ),
            models.CheckConstraint(
                condition=Q(unlocked_at=None, unlocked_by=None)
                | Q(unlocked_at__isnull=False, unlocked_by__isnull=False),
                name="somebody_opened_it_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.local_day} · {self.urgency or '-'}"

    @property
    def may_start(self) -> bool:
        """Whether a session may begin after it: nothing stops it, and sugar is not to be tested again first."""
        goes = {BY_ID[rule].go for rule in self.rules if rule in BY_ID}
        return self.kind == self.Kind.BEFORE and not self.urgency and not goes & {Go.WAIT, Go.STOP}
