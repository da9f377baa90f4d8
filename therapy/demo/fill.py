"""Fills the demo clinic through the actions of pages and devices, at the moments when it would have happened."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import Clinic, Membership, User
from accounts.tenancy import walls
from accounts.tenancy.walls import Scope
from therapy.base import clock
from therapy.base.side import Side
from therapy.care import actions as care
from therapy.care.models import Patient
from therapy.demo import habits, people
from therapy.demo.people import Person
from therapy.library.models import Exercise
from therapy.logbook.entries import SetEntry
from therapy.plans import actions as plans
from therapy.plans.models import Phase, Plan, Prescription, Programme, Revision
from therapy.plans.rules import Finding, Level, findings
from therapy.plans.schedule import PlanHistory, history
from therapy.player.device_clock import DeviceClock
from therapy.player.sync import DeviceSet, Document, store_session

PASSWORD = "demo-evenstep-2026"  # noqa: S105  # nosec B105 # printed for everyone who starts the demo
ZONE = "Europe/London"
SEED = 20261123
CLINIC = "Harbour Street Physiotherapy"
NEIGHBOUR = "Northgate Rehab"
# Fewer exercises are better followed (clinical-facts 9.3): at most four in a session.
MOST_EXERCISES = 4
LATE_DAYS = 3
NOTED = 0.04
SIGN_OFF = "Seen in clinic and agreed with the referring doctor; see the letter on file."

STAFF = {
    "ruth": ("admin@demo.example", "Ruth Nkosi", Membership.Role.ADMIN),
    "sam": ("therapist@demo.example", "Sam Osei", Membership.Role.THERAPIST),
    "leah": ("therapist2@demo.example", "Leah Brandt", Membership.Role.THERAPIST),
}


def is_filled() -> bool:
    """Whether the demo clinic is there already."""
    return User.objects.filter(email=STAFF["ruth"][0]).exists()


@transaction.atomic
def fill() -> None:
    """Make the clinic with its people and their history up to yesterday; all of it or nothing."""
    clinic = Clinic.objects.create(
        name=CLINIC, time_zone=ZONE, country="GB", emergency_number="999", phone="020 7946 0142"
    )
    staff = {key: add_user(clinic, *fields) for key, fields in STAFF.items()}
    for number, person in enumerate(people.PATIENTS):
        therapist = staff[person.therapist]
        with walls.inside(clinic, person=therapist):
            tell_story(clinic, person, therapist, Random(SEED + number))  # noqa: S311  # nosec B311 # made-up data
    fill_neighbour()


def fill_neighbour() -> None:
    """A second clinic, whose therapist must not find anything of the first."""
    clinic = Clinic.objects.create(
        name=NEIGHBOUR, time_zone=ZONE, country="GB", emergency_number="999", phone="020 7946 0177"
    )
    add_user(clinic, "therapist@northgate.example", "Otto Lang", Membership.Role.THERAPIST)


def add_user(clinic: Clinic, email: str, name: str, role: str) -> User:
    """A user who can sign in with the demo's password and holds `role`."""
    user = User.objects.create(email=email, password=hashed_password(), name=name, time_zone=clinic.time_zone)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Membership.objects.create(user=user, clinic=clinic, role=role)
    return user


@cache
def hashed_password() -> str:
    """The password of all, hashed once: half a second each is meant to slow guessing down, not the demo."""
    return make_password(PASSWORD)


def tell_story(clinic: Clinic, person: Person, therapist: User, rng: Random) -> None:
    """One patient from the first visit to yesterday."""
    starts = first_day(person)
    with clock.at(moment(starts, time(8, 30))):
        patient = admit(clinic, person, therapist, starts)
        plan = first_plan(patient, person, therapist, starts)
    plans_so_far = history(patient)
    yesterday = clock.today(ZONE) - timedelta(days=1)
    for day in (starts + timedelta(days=n) for n in range((yesterday - starts).days + 1)):
        if day > starts and day.weekday() == starts.weekday():
            with clock.at(moment(day, time(8, 0))):
                changed = see_in_clinic(plan, person, therapist, day, (day - starts).days // 7)
            if changed:
                plans_so_far = history(patient)
        train(patient, person, plans_so_far, day, yesterday, rng)


def first_day(person: Person) -> date:
    """The Monday that lies the person's number of weeks before this week's."""
    today = clock.today(ZONE)
    return today - timedelta(days=today.weekday(), weeks=person.weeks)


def moment(day: date, at: time) -> datetime:
    """A moment of a local day of the demo clinic."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(ZONE))


def admit(clinic: Clinic, person: Person, therapist: User, day: date) -> Patient:
    """Record, care team, sign-in and conditions of one patient."""
    user = add_user(clinic, person.email, person.name, Membership.Role.PATIENT)
    patient = care.add_patient(
        clinic=clinic,
        by=therapist,
        name=person.name,
        email=person.email,
        birth_date=birth_date(person, day),
        sex=person.sex,
        user=user,
    )
    for condition in person.conditions:
        care.record_condition(patient, by=therapist, **dated(condition, day))
    return patient


def birth_date(person: Person, day: date) -> date:
    """A birthday some months before `day`, so that the age holds all through the story."""
    return date(day.year - person.age, 2, 14) if day.month > 6 else date(day.year - person.age - 1, 8, 21)


def dated(condition: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The condition's fields with weeks turned into days before and after `day`."""
    fields = dict(condition)
    if (weeks := fields.pop("onset_weeks", None)) is not None:
        fields["onset"] = day - timedelta(weeks=weeks)
    if (weeks := fields.pop("allowed_weeks", None)) is not None:
        for name in ("stretch_allowed_from", "resisted_pf_from", "single_leg_from"):
            fields[name] = day - timedelta(weeks=weeks)
    if (weeks := fields.pop("df_limit_weeks", None)) is not None:
        fields["df_limit_until"] = day - timedelta(weeks=weeks)
    return fields


def first_plan(patient: Patient, person: Person, therapist: User, day: date) -> Plan:
    """Assign the programme, fit it to the patient, and publish it from `day` on."""
    draft = plans.assign_programme(
        patient=patient,
        programme=Programme.objects.get(clinic=None, slug=person.programme),
        affected=person.affected,
        starts_on=day,
        by=therapist,
    )
    for phase in draft.phases.all():
        fit(draft, phase, person, therapist)
    publish(draft, person, therapist, day)
    return draft.plan


def fit(draft: Revision, phase: Phase, person: Person, therapist: User) -> None:
    """Keep the few exercises that the therapist chose, and give the other leg its share where it is compared."""
    chosen = person.keep.get(phase.number)
    for prescription in list(phase.prescriptions.select_related("exercise")):
        if chosen is not None and prescription.exercise.slug not in chosen:
            plans.remove_prescription(prescription)
    if chosen is None:
        for prescription in list(phase.prescriptions.all())[MOST_EXERCISES:]:
            plans.remove_prescription(prescription)
    for slug in person.daily.get(phase.number, ()):
        exercise = Exercise.objects.get(clinic=None, slug=slug)
        added = plans.add_prescription(revision=draft, phase=phase, exercise=exercise, by=therapist)
        plans.change_prescription(added, days_per_week=7)
    for prescription in phase.prescriptions.select_related("exercise"):
        if prescription.exercise.slug in person.other_leg_too:
            add_other_leg(prescription)
        if person.due_today and prescription.days_per_week == 3:
            plans.change_prescription(prescription, weekdays=three_days_with_today())


def three_days_with_today() -> list[int]:
    """Three weekdays apart from each other, today among them, so that who opens the demo finds something to do."""
    weekday = timezone.localdate(timezone=ZoneInfo(ZONE)).isoweekday()
    return next(days for days in ([1, 3, 5], [2, 4, 6], [2, 4, 7]) if weekday in days)


def add_other_leg(prescription: Prescription) -> None:
    """One set for the leg that is not affected, so that both can be compared."""
    dose = prescription.doses.exclude(side=Side.BOTH).first()
    if dose is None:
        return
    other = Side.RIGHT if dose.side == Side.LEFT else Side.LEFT
    if prescription.doses.filter(side=other).exists():
        return
    fields = {
        name: getattr(dose, name)
        for name in ("reps", "hold_s", "minutes", "metres", "rest_s", "tempo", "band")
    }
    plans.set_dose(prescription, other, sets=1, **fields)


def see_in_clinic(plan: Plan, person: Person, therapist: User, day: date, week: int) -> bool:
    """What the therapist decides in a week of the story: the next phase, more repetitions, a pause. Whether it did."""
    act_as(plan.patient, therapist)
    if week in person.pauses:
        weeks, reason = person.pauses[week]
        last = day + timedelta(weeks=weeks, days=-1)
        plans.pause_plan(plan, first_day=day, last_day=last, reason=reason, by=therapist)
    if week not in person.phases and week not in person.more_reps:
        return week in person.pauses
    draft = plans.open_draft(plan, therapist)
    if week in person.phases:
        plans.set_current_phase(draft, draft.phases.get(number=person.phases[week]))
    if week in person.more_reps:
        slug, side, reps = person.more_reps[week]
        prescription = draft.phases.get(is_current=True).prescriptions.get(exercise__slug=slug)
        plans.set_dose(prescription, side, reps=reps)
    publish(draft, person, therapist, day)
    return True


def publish(draft: Revision, person: Person, therapist: User, day: date) -> None:
    """Answer the rules as a careful therapist would, and publish from `day` on.

    What is not allowed is taken out, what needs a signature is signed, and a limit is applied unless the story says why
    not.
    """
    taken_out: set[UUID] = set()
    for finding in findings(draft, day):
        prescription = finding.prescription
        if finding.level == Level.BLOCK and prescription is not None:
            if prescription.pk not in taken_out:
                taken_out.add(prescription.pk)
                plans.remove_prescription(prescription)
        elif finding.level in (Level.BLOCK, Level.SIGNOFF):
            plans.override(draft, finding, SIGN_OFF, therapist)
        elif finding.level == Level.CAP and (reason := kept_anyway(finding, person)):
            plans.override(draft, finding, reason, therapist)
    plans.publish_revision(draft, by=therapist, effective_from=day)


def act_as(patient: Patient, user: User) -> None:
    """From here on it is `user` who writes, as the record's history tells."""
    walls.enter(scopes=[Scope.CLINIC], clinics=[patient.clinic_id], person=user.pk)


def kept_anyway(finding: Finding, person: Person) -> str | None:
    """The therapist's reason not to lower the sets of an exercise, where the story has one."""
    if finding.prescription is None or finding.field != "sets":
        return None
    return person.keep_anyway.get(finding.prescription.exercise.slug)


def train(
    patient: Patient, person: Person, plans_so_far: PlanHistory, day: date, yesterday: date, rng: Random
) -> None:
    """What the patient did on one day, logged that day or, now and then, three days later."""
    planned = plans_so_far.on(day)
    silent = (yesterday - planned.day).days < person.habits.silent_days
    if silent or not habits.is_at_it(planned, person.habits, rng):
        return
    done = habits.entries(planned, person.habits, rng)
    if not done:
        return
    late = rng.random() < person.habits.logs_late and (yesterday - planned.day).days >= LATE_DAYS
    logged_on = planned.day + timedelta(days=LATE_DAYS if late else 0)
    act_as(patient, patient.user or patient.created_by)
    with clock.at(moment(logged_on, time(rng.randint(8, 20), rng.randint(0, 59)))):
        session_id = UUID(int=rng.getrandbits(128), version=4)
        note = person.habits.note if rng.random() < NOTED else ""
        store_session(
            patient=patient,
            document=document(session_id, planned.day, done, note),
            by=patient.user or patient.created_by,
        )


def document(session_id: UUID, day: date, done: Sequence[SetEntry], note: str) -> Document:
    """The session as the patient's phone sends it, at the moment that it is."""
    ids = (uuid5(session_id, f"{entry.dose.pk}/{entry.number}") for entry in done)
    return Document(
        id=session_id,
        version=1,
        day=day,
        clock=DeviceClock.read(clock.now()),
        sets=[DeviceSet.of(entry.changed(id=pk)) for entry, pk in zip(done, ids, strict=True)],
        fields={"pain_before": None, "pain_after": done[-1].pain, "effort": None, "note": note},
    )
