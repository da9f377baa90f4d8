"""The cast: the same people in every test, by name.

Harbour Street Physiotherapy: Margaret (patient, left calf wasted after a cast) is treated by Sam. Leah is a therapist
of the same clinic who is not on Margaret's team; she treats Tomasz. Kwame is one too, and has opened Margaret's record
in an emergency. Ruth is the admin. Ivy's account is deactivated. Northgate Rehab is another clinic: Otto is its
therapist, Nils its patient, Ada its admin.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from pytest_django import DjangoDbBlocker

from accounts.models import Clinic, User
from tests.emptying import empty_quickly
from tests.factories import (
    make_clinic,
    make_condition,
    make_emergency_access,
    make_ended_membership,
    make_exercise,
    make_patient,
    make_plan,
    make_prescription,
    make_revision,
    make_team_member,
    make_user,
    shipped_figure,
    sign_in_as,
)
from tests.support.moments import THURSDAY
from tests.support.template_database import copied_database
from tests.walls import wall_requests
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.plans.models import Plan, Revision

pytest_plugins = ["tests.support.dates", "tests.support.slow", "tests.support.routes"]

wall_requests()
empty_quickly()

# How quick a machine is, is the benchmark's matter and no test's.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
# Where it is enough to know that there is an example: `make breaks`.
settings.register_profile(
    "any_example", settings.get_profile("house"), phases=[Phase.explicit, Phase.generate]
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that commits is followed by emptying the tables, which is their owner's right alone."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if commits or (marker is not None and marker.kwargs.get("transaction")):
            item.add_marker(
                pytest.mark.django_db(transaction=True, databases=["default", "owner"]), append=False
            )


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """One test database, whichever way the chosen tests go to it; `--create-db` makes its template anew."""
    with ExitStack() as made:
        with django_db_blocker.unblock():
            made.enter_context(
                copied_database(anew=django_db_createdb, verbosity=request.config.option.verbose)
            )
        yield
        with django_db_blocker.unblock():
            made.close()


@pytest.fixture(autouse=True)
def _no_tries_counted() -> None:
    """The limits on tries live in a cache that one test would leave to the next."""
    cache.clear()


@pytest.fixture
def thursday() -> Iterator[time_machine.Traveller]:
    """It is Thursday 19 November 2026, 9:10 in London, and time stands still."""
    with time_machine.travel(THURSDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def harbour(db: None) -> Clinic:
    return make_clinic(name="Harbour Street Physiotherapy", emergency_number="999", phone="020 7946 0100")


@pytest.fixture
def northgate(db: None) -> Clinic:
    return make_clinic(
        name="Northgate Rehab", country="US", emergency_number="911", time_zone="America/New_York"
    )


@pytest.fixture
def sam(harbour: Clinic) -> User:
    return make_user(harbour, "therapist", name="Sam Osei", email="sam@example.org")


@pytest.fixture
def leah(harbour: Clinic) -> User:
    return make_user(harbour, "therapist", name="Leah Brandt", email="leah@example.org")


@pytest.fixture
def kwame(harbour: Clinic, margaret: Patient) -> User:
    """A therapist of Margaret's clinic who is not on her team, and has opened her record in an emergency."""
    user = make_user(harbour, "therapist", name="Kwame Addo", email="kwame@example.org")
    make_emergency_access(margaret, user)
    return user


@pytest.fixture
def ruth(harbour: Clinic) -> User:
    return make_user(harbour, "admin", name="Ruth Nkosi", email="ruth@example.org")


@pytest.fixture
def ivy(harbour: Clinic, margaret: Patient) -> User:
    """Once on Margaret's team; her access is switched off, and with it her account, since no other clinic has her."""
    ivy = make_user(name="Ivy Castell", email="ivy@example.org", is_active=False)
    make_ended_membership(ivy, harbour, "therapist", switched_off=True)
    make_team_member(margaret, ivy)
    return ivy


@pytest.fixture
def margaret(harbour: Clinic, sam: User) -> Patient:
    """67, left calf wasted after 8 weeks in a cast, full weight allowed."""
    user = make_user(harbour, "patient", name="Margaret Doyle", email="margaret@example.org")
    margaret = make_patient(harbour, sam, user, name="Margaret Doyle", email="margaret@example.org", sex="F")
    make_condition(margaret)
    return margaret


@pytest.fixture
def tomasz(harbour: Clinic, leah: User) -> Patient:
    """Right foot drop from a fibular nerve injury."""
    user = make_user(harbour, "patient", name="Tomasz Wrona", email="tomasz@example.org")
    tomasz = make_patient(harbour, leah, user, name="Tomasz Wrona", email="tomasz@example.org", sex="M")
    make_condition(tomasz, code="M21.371", side="R", cause="nerve", muscle_grade="2")
    return tomasz


@pytest.fixture
def otto(northgate: Clinic) -> User:
    return make_user(northgate, "therapist", name="Otto Lang", email="otto@example.org")


@pytest.fixture
def ada(northgate: Clinic) -> User:
    return make_user(northgate, "admin", name="Ada Fielding", email="ada@example.org")


@pytest.fixture
def nils(northgate: Clinic, otto: User) -> Patient:
    user = make_user(northgate, "patient", name="Nils Berg", email="nils@example.org")
    return make_patient(northgate, otto, user, name="Nils Berg", email="nils@example.org", sex="M")


@pytest.fixture
def heel_raise(db: None) -> Exercise:
    return make_exercise(
        slug="heel-raise-single",
        number=11,
        name="One-leg heel raise",
        weight_bearing="full_one_leg",
        load_tier=5,
        primary_muscles=["gastrocnemius", "soleus"],
        log_fields=["reps", "load_kg"],
        tags=["resisted_pf", "full_weight_bearing", "single_leg"],
        figure=shipped_figure("heel-raise-single"),
    )


@pytest.fixture
def wall_stretch(db: None) -> Exercise:
    return make_exercise(
        slug="wall-calf-stretch-straight",
        number=30,
        name="Wall calf stretch, straight knee",
        category="stretch",
        load_tier=2,
        primary_muscles=["gastrocnemius"],
        log_fields=["reps", "hold_s"],
        dose={"sets": 1, "reps": 2, "hold_s": 30, "rest_s": 15, "days": 5},
        tags=["df_past_neutral", "calf_stretch", "full_weight_bearing"],
    )


@pytest.fixture
def sit_to_stand(db: None) -> Exercise:
    return make_exercise(
        slug="sit-to-stand",
        number=35,
        name="Sit to stand",
        position="seated",
        laterality="bilateral",
        load_tier=2,
        primary_muscles=["quadriceps", "gluteus maximus"],
        log_fields=["reps", "load_kg"],
        tags=["full_weight_bearing"],
    )


@pytest.fixture
def plan(margaret: Patient) -> Plan:
    """Margaret's plan, in its fifth week, without a revision."""
    return make_plan(margaret)


@pytest.fixture
def revision(plan: Plan, heel_raise: Exercise, wall_stretch: Exercise, sit_to_stand: Exercise) -> Revision:
    """Published, every day: heel raise Left 3 x 8, Right 1 x 8; stretch 1 x 2 of 30 s each; sit to stand 2 x 10."""
    revision = make_revision(plan)
    heel = {"reps": 8, "hold_s": 1, "rest_s": 90}
    make_prescription(revision, heel_raise, {"L": heel | {"sets": 3}, "R": heel | {"sets": 1}})
    stretch = {"sets": 1, "reps": 2, "hold_s": 30, "rest_s": 15}
    make_prescription(revision, wall_stretch, {"L": stretch, "R": stretch})
    make_prescription(revision, sit_to_stand, {"B": {"sets": 2, "reps": 10, "rest_s": 60}})
    return revision


@pytest.fixture
def as_(db: None) -> Callable[[User | Patient | None], Client]:
    """`as_(sam)` is a client signed in as Sam; `as_(margaret)` as the patient's user; `as_(None)` as nobody."""

    def signed_in(person: User | Patient | None) -> Client:
        client = Client()
        user = person.user if isinstance(person, Patient) else person
        if user is not None:
            sign_in_as(client, user)
        return client

    return signed_in
