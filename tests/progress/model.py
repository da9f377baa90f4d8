"""Adherence the slow way: one day, one set at a time, from the plan's models. What the fast way is held against."""

from collections import defaultdict
from datetime import date, timedelta
from math import floor

from therapy.care.models import Patient
from therapy.logbook.models import Set
from therapy.plans.schedule import PlannedDay, history, sets_due


def doses_of_day(planned: PlannedDay) -> dict[tuple, int]:
    """Sets a day by (exercise, side), due or not."""
    found = defaultdict(int)
    for prescription in planned.prescriptions:
        for dose in prescription.doses.all():
            found[prescription.exercise_id, dose.side] += sets_due(prescription, dose)
    return found


def adherence(patient: Patient, days: int) -> dict[str, tuple[int, float, int]]:
    """side -> (asked, credited, unknown)."""
    plans = history(patient)
    asked, credited, unknown = defaultdict(int), defaultdict(float), defaultdict(int)
    for back in range(days, 0, -1):
        day: date = patient.today - timedelta(days=back)
        planned = plans.on(day)
        if planned.pause:
            continue
        for prescription in planned.due:
            for dose in prescription.doses.all():
                asked[prescription.exercise_id, dose.side] += sets_due(prescription, dose)
        for key, dose in doses_of_day(planned).items():
            sets = [
                s
                for s in Set.objects.filter(session__patient=patient, session__local_day=day)
                if (s.exercise_id, s.side) == key
            ]
            said = [s.credit for s in sets if s.credit is not None]
            credited[key] += min(sum(said), dose)
            unknown[key] += min(len(sets) - len(said), max(dose - len(said), 0))
    found = defaultdict(lambda: (0, 0.0, 0))
    for key, sets in asked.items():
        counted = min(credited[key], sets)
        left_out = min(unknown[key], floor(sets - counted + 1e-9))
        a, c, u = found[key[1]]
        found[key[1]] = (a + sets, c + counted, u + left_out)
    return dict(found)
