"""Who sees whom: the gate, the database and a model of ten lines say the same, whatever the clinics look like."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.access import active_memberships
from accounts.models import User
from accounts.tenancy import walls
from tests.factories import make_clinic, make_condition, make_membership, make_team_member, make_user
from tests.walls import walled
from therapy.base import clock
from therapy.care.models import Condition, EmergencyAccess, Patient

CLINICS, USERS, PATIENTS = 2, 4, 4
ROLES = ("patient", "therapist", "admin")
PAST, FUTURE = -3, 3


@dataclass(frozen=True)
class World:
    """Indices of clinics, users and patients, and days from today."""

    active: tuple[bool, ...]  # by user
    roles: frozenset[tuple[int, int, str, bool]]  # user, clinic, role, in force
    patients: tuple[tuple[int, int | None], ...]  # clinic, user
    memberships: dict[tuple[int, int], tuple[int, int | None]]  # (patient, user): since, until
    opened: dict[tuple[int, int], int]  # in an emergency: hours ago


def may_see(world: World, user: int) -> set[int]:
    """The model."""
    seen = set()
    for patient, (clinic, own) in enumerate(world.patients):
        since, until = world.memberships.get((patient, user), (FUTURE, None))
        if own == user and (user, clinic, "patient", True) in world.roles:
            seen.add(patient)
        if (user, clinic, "therapist", True) in world.roles and since <= 0 and (until is None or until > 0):
            seen.add(patient)
        if (user, clinic, "therapist", True) in world.roles and world.opened.get((patient, user), 4) < 4:
            seen.add(patient)
    return seen if world.active[user] else set()


def in_order(membership: tuple[int, int | None]) -> bool:
    since, until = membership
    return until is None or until >= since


days = st.integers(PAST, FUTURE)
worlds = st.builds(
    World,
    active=st.tuples(*[st.sampled_from([True, True, True, False])] * USERS),
    roles=st.dictionaries(
        st.tuples(st.integers(0, USERS - 1), st.integers(0, CLINICS - 1), st.sampled_from(ROLES)),
        st.booleans(),
        max_size=12,
    ).map(lambda held: frozenset((*who, in_force) for who, in_force in held.items())),
    # One record for each user and clinic at most, as the database holds it.
    patients=st.tuples(
        *[st.tuples(st.integers(0, CLINICS - 1), st.none() | st.integers(0, USERS - 1))] * PATIENTS
    ).filter(lambda rows: len(own := [row for row in rows if row[1] is not None]) == len(set(own))),
    memberships=st.dictionaries(
        st.tuples(st.integers(0, PATIENTS - 1), st.integers(0, USERS - 1)),
        st.tuples(days, st.none() | days).filter(in_order),
        max_size=10,
    ),
    opened=st.dictionaries(
        st.tuples(st.integers(0, PATIENTS - 1), st.integers(0, USERS - 1)), st.integers(0, 5), max_size=4
    ),
)


def build(world: World) -> tuple[list[User], list[Patient]]:
    clinics = [make_clinic() for _ in range(CLINICS)]
    users = [make_user(is_active=active) for active in world.active]
    for user, clinic, role, in_force in world.roles:
        make_membership(users[user], clinics[clinic], role, ended_at=None if in_force else clock.now())
    patients = [
        Patient.objects.create(
            clinic=clinics[clinic],
            user=None if own is None else users[own],
            created_by=users[0],
            name="Somebody",
            birth_date="1959-03-14",
        )
        for clinic, own in world.patients
    ]
    today = clock.today(clinics[0].time_zone)
    for (patient, user), (since, until) in world.memberships.items():
        make_team_member(
            patients[patient],
            users[user],
            since=today + timedelta(days=since),
            until=None if until is None else today + timedelta(days=until),
        )
    for (patient, user), hours in world.opened.items():
        opened_at = clock.now() - timedelta(hours=hours)
        EmergencyAccess.objects.create(
            clinic=patients[patient].clinic,
            patient=patients[patient],
            therapist=users[user],
            reason="She fell",
            opened_at=opened_at,
            until=opened_at + EmergencyAccess.LASTS,
        )
    for patient in patients:
        make_condition(patient)
    return users, patients


@pytest.mark.slow("makes sixty worlds of clinics and people")
@pytest.mark.always
@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds)
def test_gate_and_database_and_model_agree(world):
    with transaction.atomic():
        users, patients = build(world)
        for number, user in enumerate(users):
            expected = {patients[patient].pk for patient in may_see(world, number)}
            assert set(Patient.objects.visible_to(user).values_list("pk", flat=True)) == expected
            with walled():
                walls.enter_as(user, active_memberships(user), ("patient", "therapist"))
                assert set(Patient.objects.values_list("pk", flat=True)) == expected
                assert set(Condition.objects.values_list("patient", flat=True)) == expected
                assert set(Patient.objects.visible_to(user).values_list("pk", flat=True)) == expected
        transaction.set_rollback(True)
