"""The plain facts that rules look at, and how they are collected from the database in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from therapy.base.side import BOTH_LEGS, AffectedSide, Side
from therapy.care.models import Condition
from therapy.library.models import Exercise
from therapy.plans.models import Dose, Prescription, Revision
from therapy.plans.schedule import weekdays_of

# The other foot carries weight for a moment too, though the library files them under one leg (M: going up on two legs,
# the leg left on the floor).
BOTH_FEET_TAKE_PART = {"heel-raise-2up1down", "step-up"}
FULL_WEIGHT = (Exercise.WeightBearing.FULL_TWO_LEG, Exercise.WeightBearing.FULL_ONE_LEG)
ON_THE_FEET = ("standing", "walking")


@dataclass(frozen=True)
class DoseFacts:
    """The dose of one side; fields and units of `plans.models.DoseFields`."""

    side: Side
    sets: int = 1
    reps: int | None = None
    hold_s: int | None = None
    minutes: int | None = None
    metres: int | None = None
    load_kg: Decimal | None = None
    band: str = ""
    load_note: str = ""


@dataclass(frozen=True)
class Item:
    """One prescription of the current phase with what its exercise demands of the body."""

    key: UUID
    slug: str
    name: str
    category: str
    position: str
    weight_bearing: str
    load_tier: int
    contraction: str
    equipment: frozenset[str]
    primary_muscles: frozenset[str]
    tags: frozenset[str]
    logs_band: bool
    weekdays: tuple[int, ...]
    effort_max: int | None = None
    times_per_day: int = 1
    doses: tuple[DoseFacts, ...] = ()

    @property
    def bears_weight(self) -> bool:
        """Whether any weight comes on a leg."""
        return self.weight_bearing != Exercise.WeightBearing.NONE

    @property
    def on_the_feet(self) -> bool:
        """Whether it is done standing or walking, or rises to it (a sit to stand)."""
        return self.weight_bearing in FULL_WEIGHT or (self.bears_weight and self.position in ON_THE_FEET)

    def moves(self, dose: DoseFacts, leg: Side) -> bool:
        """Whether the dose trains that leg, alone or together with the other."""
        return leg in dose.side.legs

    def loads(self, dose: DoseFacts, leg: Side) -> bool:
        """Whether the dose puts weight on that leg.

        A movement of both legs and standing on two legs do so for either leg; standing on the other leg alone does not.
        """
        if not self.bears_weight:
            return False
        two_feet = (
            self.weight_bearing == Exercise.WeightBearing.FULL_TWO_LEG
            or (self.weight_bearing == Exercise.WeightBearing.PARTIAL and self.position in ON_THE_FEET)
            or self.slug in BOTH_FEET_TAKE_PART
        )
        return two_feet or self.moves(dose, leg)


@dataclass(frozen=True)
class Step:
    """An earlier published revision: the day from which it counted, and the doses of its current phase by key."""

    effective_from: date
    items: dict[UUID, Item]


@dataclass(frozen=True)
class Facts:
    """Everything that a rule may know; `earlier` holds the revisions before, the newest first."""

    day: date
    starts_on: date
    affected: AffectedSide
    conditions: tuple[Condition, ...] = ()
    items: tuple[Item, ...] = ()
    earlier: tuple[Step, ...] = ()

    @property
    def first_two_weeks(self) -> bool:
        """Whether the day lies in the first 14 days of the plan."""
        return self.day < self.two_weeks_over

    @property
    def two_weeks_over(self) -> date:
        """The first day after the plan's first two weeks."""
        return self.starts_on + timedelta(days=14)

    def coded(self, *prefixes: str) -> tuple[Condition, ...]:
        """Conditions whose ICD-10-CM code begins with one of the prefixes."""
        return tuple(c for c in self.conditions if c.code.startswith(prefixes))


def affected_legs(condition: Condition) -> tuple[Side, ...]:
    """The legs that a condition concerns; one without a side concerns both."""
    return AffectedSide(condition.side).legs if condition.side else BOTH_LEGS


def collect(revision: Revision, on: date, *, compared: bool = True) -> Facts:
    """The facts of a revision's current phase on a local day; with `compared` also what was prescribed before it."""
    plan = revision.plan
    conditions = Condition.objects.filter(patient=plan.patient_id).exclude(resolved_on__lte=on)
    earlier = (
        (
            Revision.objects.published()
            .filter(plan=plan, number__lt=revision.number)
            .with_tree()
            .order_by("-number")[:4]
        )
        if compared
        else []
    )
    return Facts(
        day=on,
        starts_on=plan.starts_on,
        affected=AffectedSide(plan.affected_side),
        conditions=tuple(conditions),
        items=_items(revision),
        earlier=tuple(Step(old.effective_from, _as_prescribed(old)) for old in earlier if old.effective_from),
    )


def _items(revision: Revision) -> tuple[Item, ...]:
    phase = revision.current_phase
    return tuple(item_facts(p) for p in phase.prescriptions.all()) if phase else ()


def _as_prescribed(revision: Revision) -> dict[UUID, Item]:
    """What a therapist prescribed: a limit that lowers it again at publishing is no rise of the draft between."""
    phase = revision.current_phase
    return {p.key: item_facts(p.without_limits()) for p in phase.prescriptions.all()} if phase else {}


def item_facts(prescription: Prescription) -> Item:
    """The facts of one prescription."""
    exercise = prescription.exercise
    return Item(
        key=prescription.key,
        slug=exercise.slug,
        name=exercise.name,
        category=exercise.category,
        position=exercise.position,
        weight_bearing=exercise.weight_bearing,
        load_tier=exercise.load_tier,
        contraction=exercise.contraction,
        equipment=frozenset(exercise.equipment),
        primary_muscles=frozenset(exercise.primary_muscles),
        tags=frozenset(exercise.tags),
        logs_band=exercise.logs_band,
        weekdays=weekdays_of(prescription),
        effort_max=prescription.effort_max,
        times_per_day=prescription.times_per_day,
        doses=tuple(_dose_facts(dose) for dose in prescription.doses.all()),
    )


def _dose_facts(dose: Dose) -> DoseFacts:
    return DoseFacts(
        side=Side(dose.side),
        sets=dose.sets,
        reps=dose.reps,
        hold_s=dose.hold_s,
        minutes=dose.minutes,
        metres=dose.metres,
        load_kg=dose.load_kg,
        band=dose.band,
        load_note=dose.load_note,
    )
