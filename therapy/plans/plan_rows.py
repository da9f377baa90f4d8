"""What the pages show of a revision: a row for each prescription, a cell for each side, and what changed in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import dates
from django.utils.safestring import SafeString

from therapy.base.side import Side, side_sort_key
from therapy.plans import durations
from therapy.plans.models import Dose, Phase, Prescription, Revision
from therapy.plans.rules import Finding
from therapy.plans.schedule import sets_due, weekdays_of
from therapy.plans.wording import changed, dose_details, dose_line, schedule_words, weeks_words

# Fewer than 4 exercises are linked with better adherence: clinical-facts 9.3, a list of at most 4.
BEST_ITEMS = 4


@dataclass(frozen=True)
class Cell:
    """What is prescribed to one side, against what was prescribed before."""

    side: Side
    dose: Dose | None
    was: Dose | None
    compared: bool

    @property
    def line(self) -> SafeString:
        """The first line of the dose, or of the one that is no longer prescribed."""
        if self.dose is not None:
            return dose_line(self.dose, self.was)
        return dose_line(self.was) if self.was is not None else SafeString("")

    @property
    def details(self) -> SafeString:
        """The second line of the dose, empty where nothing more is said."""
        return dose_details(self.dose, self.was) if self.dose is not None else SafeString("")

    @property
    def is_new(self) -> bool:
        """The side had no dose before."""
        return self.compared and self.dose is not None and self.was is None

    @property
    def is_dropped(self) -> bool:
        """The side had a dose before and has none now."""
        return self.dose is None and self.was is not None

    @property
    def is_changed(self) -> bool:
        """Anything at all is different from what the patient sees."""
        if self.dose is None or self.was is None:
            return self.is_new or self.is_dropped
        return (dose_line(self.dose), dose_details(self.dose)) != (
            dose_line(self.was),
            dose_details(self.was),
        )


@dataclass(frozen=True)
class Row:
    """One prescription with its cells, its findings and how long it takes."""

    prescription: Prescription
    was: Prescription | None
    cells: list[Cell]
    minutes: int
    compared: bool
    findings: list[Finding] = field(default_factory=list)

    @property
    def schedule(self) -> SafeString:
        """When it is due, the old schedule struck through."""
        return changed(schedule_words(self.prescription), schedule_words(self.was) if self.was else None)

    @property
    def is_new(self) -> bool:
        """It was not in the phase before."""
        return self.compared and self.was is None

    @property
    def has_note_changed(self) -> bool:
        """The note to the patient or the effort cap is different."""
        return self.was is not None and (self.was.note, self.was.effort_max) != (
            self.prescription.note,
            self.prescription.effort_max,
        )


@dataclass(frozen=True)
class PhaseStep:
    """A phase in the list of phases, and where it stands to the current one."""

    phase: Phase
    weeks: str
    is_past: bool
    is_chosen: bool


@dataclass(frozen=True)
class Totals:
    """What the fullest day of a phase's week adds up to."""

    day: int
    minutes: int
    items: int
    sets: dict[Side, int]
    best: int = BEST_ITEMS

    @property
    def is_long(self) -> bool:
        """More exercises than are best kept to."""
        return self.items > self.best

    @property
    def day_word(self) -> str:
        """The weekday."""
        return str(dates.WEEKDAYS[self.day - 1])


def rows(phase: Phase, before: Revision | None, findings: Iterable[Finding] = ()) -> list[Row]:
    """A row for each prescription of `phase`, compared with the phase of the same number in `before` if given."""
    old = _by_key(before)
    if not phase.revision.is_published:  # limits are not applied to a draft yet
        old = {key: was.without_limits() for key, was in old.items()}
    about: dict[UUID, list[Finding]] = {}
    for finding in findings:
        if finding.prescription is not None:
            about.setdefault(finding.prescription.pk, []).append(finding)
    return [
        _row(prescription, old.get(prescription.key), before is not None, about.get(prescription.pk, []))
        for prescription in phase.prescriptions.all()
    ]


def _row(
    prescription: Prescription, was: Prescription | None, compared: bool, findings: list[Finding]
) -> Row:
    return Row(
        prescription,
        was,
        cells(prescription, was, compared=compared),
        durations.minutes(prescription),
        compared,
        findings,
    )


def _by_key(revision: Revision | None) -> Mapping[UUID, Prescription]:
    if revision is None:
        return {}
    return {item.key: item for phase in revision.phases.all() for item in phase.prescriptions.all()}


def cells(
    prescription: Prescription, was: Prescription | None = None, *, compared: bool = False
) -> list[Cell]:
    """The sides of one prescription: both legs alone, or left and right, whether they have a dose or not."""
    now = {Side(dose.side): dose for dose in prescription.doses.all()}
    before = {Side(dose.side): dose for dose in was.doses.all()} if was else {}
    sides = set(now) | set(before)
    if sides != {Side.BOTH}:
        sides |= {Side.LEFT, Side.RIGHT}
    return [
        Cell(side, now.get(side), before.get(side), compared and was is not None)
        for side in sorted(sides, key=side_sort_key)
    ]


def steps(revision: Revision, chosen: Phase | None) -> list[PhaseStep]:
    """The list of phases; those before the current one are past."""
    current = revision.current_phase
    return [
        PhaseStep(
            phase,
            str(weeks_words(phase.weeks)),
            is_past=current is not None and phase.number < current.number,
            is_chosen=phase == chosen,
        )
        for phase in revision.phases.all()
    ]


def signs_before(before: Revision | None, draft: Revision, phase: Phase) -> list[str]:
    """The signs that have to be there before a patient goes on to `phase` of the draft (P9); none for a step back.

    They are those of each phase from the one that is published as current up to `phase`. Without a published revision
    nobody has begun, and where to begin is the therapist's choice.
    """
    begun = before.current_phase if before else None
    if begun is None:
        return []
    passed = (each for each in draft.phases.all() if begun.number <= each.number < phase.number)
    return [sign for each in passed for sign in each.go_on_when]


def totals(phase: Phase) -> Totals:
    """Minutes, exercises and sets a side of the week's fullest day: most minutes, the first of equals."""
    return max((_on_weekday(phase, day) for day in range(1, 8)), key=lambda day: (day.minutes, day.items))


def _on_weekday(phase: Phase, day: int) -> Totals:
    due = [item for item in phase.prescriptions.all() if day in weekdays_of(item)]
    sets: dict[Side, int] = {}
    for item in due:
        for dose in item.doses.all():
            sets[Side(dose.side)] = sets.get(Side(dose.side), 0) + sets_due(item, dose)
    ordered = {side: sets[side] for side in sorted(sets, key=side_sort_key)}
    return Totals(day, durations.day_minutes(due), len(due), ordered)
