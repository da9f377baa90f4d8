"""The demo clinic: believable, whole, made once, and never in production."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Max, Min
from django.test import Client

from accounts.models import Membership, User
from therapy.base import clock
from therapy.care.models import Patient
from therapy.demo import people
from therapy.logbook.models import Session, Set
from therapy.plans.models import Revision, RuleOverride
from therapy.plans.schedule import history

pytestmark = pytest.mark.django_db

FIXED = {
    "admin@demo.example": "admin",
    "therapist@demo.example": "therapist",
    "therapist2@demo.example": "therapist",
    "patient@demo.example": "patient",
    "patient2@demo.example": "patient",
    "patient3@demo.example": "patient",
}


def fill() -> str:
    out = StringIO()
    call_command("load_library", stdout=StringIO())
    call_command("load_programmes", stdout=StringIO())
    call_command("fill_demo", stdout=out)
    return out.getvalue()


@pytest.mark.slow("fills the demo clinic with half a year, twice")
def test_the_clinic_is_whole_and_a_second_run_changes_nothing() -> None:
    printed = fill()
    today = clock.today("Europe/London")

    assert all(email in printed for email in FIXED)
    assert "demo-evenstep-2026" in printed
    for email, role in FIXED.items():
        assert Membership.objects.active().filter(user__email=email, role=role).exists()
        assert User.objects.get(email=email).check_password("demo-evenstep-2026")
    assert Client().login(email="patient@demo.example", password="demo-evenstep-2026")

    patients = Patient.objects.annotate(
        Count("sessions"), first=Min("sessions__local_day"), last=Max("sessions__local_day")
    )
    assert patients.count() == 12
    for patient in patients:
        assert patient.sessions__count >= 5, patient
        assert timedelta(weeks=2) < today - patient.first < timedelta(weeks=28), patient
        assert patient.last < today, patient

    margaret = Patient.objects.get(user__email="patient@demo.example")
    day = history(margaret).on(today)
    assert (margaret.name, margaret.age, day.week_number, day.phase.number) == ("Margaret Doyle", 67, 7, 3)
    assert {dose.side for item in day.due for dose in item.doses.all()} >= {"L", "R"}
    assert set(Set.objects.filter(session__patient=margaret).values_list("side", flat=True)) == {
        "L",
        "R",
        "B",
    }

    assert Set.objects.filter(pain__gte=6).exists()
    assert Set.objects.filter(pain=None).exists()
    assert Set.objects.filter(outcome="partial").exists()
    assert Session.objects.filter(logged_late=True).exists()
    assert RuleOverride.objects.filter(rule="A10").exists()
    assert not Revision.objects.draft().exists()

    counted = Session.objects.count(), Set.objects.count(), Revision.objects.count(), User.objects.count()
    assert "making" not in fill()
    assert (
        Session.objects.count(),
        Set.objects.count(),
        Revision.objects.count(),
        User.objects.count(),
    ) == counted


def test_it_is_refused_in_production(settings: pytest.FixtureRequest) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("fill_demo")
    assert User.objects.count() == 0


def test_weeks_of_the_stories_lie_within_half_a_year() -> None:
    assert [p for p in people.PATIENTS if not 3 <= p.weeks <= 26] == []
    assert len({p.email for p in people.PATIENTS}) == 12
