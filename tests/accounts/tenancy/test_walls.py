"""The walls: what the application's role sees, and what it may do, whatever a view asks for."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

from accounts.access import SignedInRequest, admin_required, record_required, therapist_required
from accounts.tenancy import walls
from accounts.tenancy.walls import Scope
from tests.factories import make_check, make_session, make_set
from tests.walls import walled
from therapy.attention.models import Alert
from therapy.care.models import Condition, Patient
from therapy.plans.models import Dose, Pause, RuleOverride

CLINICAL_APPS = ("care", "plans", "logbook", "attention")
# Programmes are recipes, and name no patient.
NO_PATIENT = {"plans_programme", "plans_programmephase", "plans_programmeitem"}


# Nobody has broken the glass, and nothing of the record was undone.
NOT_PLANTED = {"care_emergencyaccess", "care_emergencyaccessevent"}


def clinical_tables() -> list[str]:
    """Every table of the clinical apps."""
    models = [model for label in CLINICAL_APPS for model in apps.get_app_config(label).get_models()]
    return sorted({model._meta.db_table for model in models} - NO_PATIENT | {"trail_entry"})


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a table's own name
        count: int = cursor.fetchone()[0]
        return count


@pytest.fixture
def record(margaret, revision, sam) -> None:
    """At least one row of Margaret's in every clinical table."""
    dose = Dose.objects.filter(patient=margaret).first()
    make_set(make_session(margaret, revision), dose)
    Pause.objects.create(
        clinic=margaret.clinic,
        patient=margaret,
        plan=revision.plan,
        first_day=margaret.today,
        last_day=margaret.today,
        by=sam,
    )
    about = {"clinic": margaret.clinic, "patient": margaret, "by": sam}
    RuleOverride.objects.create(**about, revision=revision, rule="I1", finding="x", reason="y")
    session = margaret.sessions.get()
    session.corrections.create(**about, what="Heel raise", version=2)
    check = make_check(margaret, sign="R5.pop", kind="wrong")
    Alert.objects.create(clinic=margaret.clinic, patient=margaret, rule="stop", cause=check.pk, level="S")


def test_every_clinical_table_is_walled_against_its_owner_too(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        assert set(clinical_tables()) <= {name for (name,) in cursor}


def test_no_policy_but_the_walls(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT policyname FROM pg_policies ORDER BY 1")
        # The first is in test databases alone (`tests.walls`).
        assert [name for (name,) in cursor] == [
            "a_test_sees_all",
            "built_in_is_read",
            "only_added_to",
            "owner_migrates",
            "within_the_walls",
        ]


def test_the_application_is_a_role_that_owns_nothing_and_bypasses_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("evenstep_app", False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE logbook_set",
        "DROP TABLE logbook_set CASCADE",
        "ALTER TABLE care_patient DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE care_patient NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY within_the_walls ON care_patient",
        "CREATE POLICY hole ON care_patient USING (true)",
        "CREATE TABLE mine (x int)",
        "DELETE FROM django_migrations",
        "ALTER ROLE evenstep_app BYPASSRLS",
        "SET ROLE evenstep",
    ],
)
def test_the_application_cannot_take_a_wall_down(db, statement):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_without_a_word_no_row_of_any_clinical_table(record):
    assert all(rows(table) for table in clinical_tables() if table not in NOT_PLANTED), "plant a row in each"
    with walled():
        assert {table: rows(table) for table in clinical_tables()} == dict.fromkeys(clinical_tables(), 0)


def test_in_one_clinic_no_row_of_another(record, northgate, otto):
    with walled():
        for scope in Scope:
            walls.enter(scopes=[scope], clinics=[northgate.pk], person=otto.pk)
            assert {table: rows(table) for table in clinical_tables()} == dict.fromkeys(clinical_tables(), 0)


def test_a_job_of_the_clinic_sees_all_of_it(record, harbour, tomasz):
    with walled(), walls.inside(harbour):
        assert Patient.objects.count() == 2
        assert all(rows(table) for table in clinical_tables() if table not in NOT_PLANTED)
    with walled():
        assert Patient.objects.count() == 0


def test_directory_work_sees_who_is_a_patient_and_nothing_clinical(record, harbour, tomasz, ruth):
    with walled(), walls.inside(harbour, scope=Scope.PEOPLE, person=ruth):
        seen = {table for table in clinical_tables() if rows(table)}
    people = {"care_patient", "care_careteammember", "care_patientevent", "care_careteammemberevent"}
    # The trail tells who looked at whom, and nothing clinical.
    assert seen == people | {"trail_entry"}


def test_a_therapist_of_the_clinic_sees_those_whom_she_treats(record, tomasz, leah, harbour):
    with walled():
        walls.enter(scopes=[Scope.TEAM], clinics=[harbour.pk], person=leah.pk)
        assert list(Patient.objects.all()) == [tomasz]
        assert list(Condition.objects.values_list("patient", flat=True)) == [tomasz.pk]


def test_a_record_cannot_be_written_into_from_outside(record, margaret, leah, harbour):
    condition = margaret.conditions.get()
    with walled():
        walls.enter(scopes=[Scope.TEAM], clinics=[harbour.pk], person=leah.pk)
        assert Condition.objects.filter(pk=condition.pk).update(side="R") == 0
        assert Condition.objects.filter(pk=condition.pk).delete() == (0, {})
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Condition.objects.create(
                clinic=harbour, patient=margaret, code="M62.561", side="R", cause="nerve", recorded_by=leah
            )


def test_a_row_cannot_be_handed_to_a_patient_out_of_sight(record, margaret, tomasz, sam, harbour):
    with walled():
        walls.enter(scopes=[Scope.TEAM], clinics=[harbour.pk], person=sam.pk)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Condition.objects.filter(patient=margaret).update(patient=tomasz)


def test_what_was_said_ends_with_the_transaction(transactional_db):
    clinic = uuid4()
    with transaction.atomic():
        walls.enter(scopes=[Scope.CLINIC], clinics=[clinic], person=None)
        assert said("clinics") == str(clinic)
    assert said("clinics") == said("scopes") == ""


def test_outside_a_transaction_nothing_can_be_said(transactional_db):
    with pytest.raises(RuntimeError, match="inside a transaction"):
        walls.enter(scopes=[Scope.CLINIC], clinics=[], person=None)
    with pytest.raises(RuntimeError, match="inside a transaction"), walls.widened(Scope.PEOPLE):
        pass


def test_a_widened_block_narrows_again_also_after_an_exception(harbour, sam):
    walls.enter(scopes=[Scope.TEAM], clinics=[harbour.pk], person=sam.pk)
    with walls.widened(Scope.PEOPLE):
        assert said("scopes") == "team,people"
    assert said("scopes") == "team"
    with pytest.raises(ValueError, match="no"), walls.widened(Scope.PEOPLE):
        raise ValueError("no")
    assert said("scopes") == "team"


def test_a_job_inside_a_request_leaves_the_request_as_it_was(harbour, northgate, sam):
    walls.enter(scopes=[Scope.TEAM], clinics=[harbour.pk], person=sam.pk, address="192.0.2.1")
    with walls.inside(northgate):
        assert (said("clinics"), said("person"), said("address")) == (str(northgate.pk), "", "")
    assert (said("scopes"), said("clinics")) == ("team", str(harbour.pk))
    assert (said("person"), said("address")) == (str(sam.pk), "192.0.2.1")


def said(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [f"evenstep.{name}"])
        value: str = cursor.fetchone()[0]
        return value


# --- views that forget their filter ----------------------------------------------------------


def careless(request: HttpRequest) -> HttpResponse:
    """All patients, all conditions and all doses that there are: no gate, no filter."""
    found = [Patient.objects.values_list("name", flat=True), Condition.objects.values_list("code", flat=True)]
    return HttpResponse("\n".join(word for names in found for word in names) + f"\n{Dose.objects.count()}")


@therapist_required
def careless_therapist(request: SignedInRequest) -> HttpResponse:
    return careless(request)


@record_required
def careless_either(request: SignedInRequest) -> HttpResponse:
    return careless(request)


@admin_required
def careless_admin(request: SignedInRequest) -> HttpResponse:
    return careless(request)


urlpatterns = [
    path("open/", careless),
    path("therapist/", careless_therapist),
    path("either/", careless_either),
    path("admin/", careless_admin),
    path("", include("therapy.urls")),
]


@pytest.fixture
def careless_urls() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.usefixtures("record", "careless_urls")
class TestACarelessView:
    def test_without_a_gate_shows_nothing_to_anyone(self, as_, sam, margaret, ruth, otto):
        for person in (None, sam, margaret, ruth, otto):
            assert as_(person).get("/open/").text == "\n0"

    def test_shows_a_therapist_those_whom_she_treats(self, as_, sam, leah, otto, tomasz):
        assert as_(sam).get("/therapist/").text.splitlines()[:2] == ["Margaret Doyle", "M62.562"]
        assert as_(leah).get("/therapist/").text.splitlines() == ["Tomasz Wrona", "M21.371", "0"]
        assert as_(otto).get("/therapist/").text == "\n0"

    def test_shows_a_patient_the_own_record(self, as_, margaret, tomasz):
        assert as_(tomasz).get("/either/").text.splitlines() == ["Tomasz Wrona", "M21.371", "0"]
        assert as_(margaret).get("/either/").text.splitlines()[:2] == ["Margaret Doyle", "M62.562"]

    def test_shows_an_admin_nothing(self, as_, ruth, ada):
        assert as_(ruth).get("/admin/").text == as_(ada).get("/admin/").text == "\n0"

    def test_is_walled_on_the_next_request_after_a_place_or_a_role_ends(self, as_, sam, margaret):
        client = as_(sam)
        assert "Margaret" in client.get("/therapist/").text
        margaret.care_team.update(until=margaret.today)
        assert client.get("/therapist/").text == "\n0"
        margaret.care_team.update(until=None)
        assert "Margaret" in client.get("/therapist/").text
        sam.memberships.update(ended_at=margaret.created_at)
        assert client.get("/therapist/").status_code == 404


def test_the_owner_may_see_and_mend(transactional_db, margaret):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM care_patient")
        assert cursor.fetchone() == (1,)
