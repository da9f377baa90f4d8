"""Session, person and roles come in one read, and say what Django's own reads would say."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.access import active_memberships
from accounts.models import BrowserSession, Clinic, Membership, User
from accounts.sessions.reading import read
from tests.factories import make_clinic, make_ended_membership, make_membership, make_user
from therapy.care.models import Patient

pytestmark = pytest.mark.django_db


def session_of(user: User) -> BrowserSession:
    """The session of a new browser in which `user` is signed in."""
    client = Client()
    client.force_login(user)
    return BrowserSession.objects.get(session_key=client.session.session_key)


def columns(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def person_of_many_roles() -> User:
    one, two = make_clinic(), make_clinic(name="Two", on_track_from=70)
    user = make_user(one, "patient", time_zone="Asia/Tokyo", units="imperial")
    make_membership(user, two, "admin", created_at=timezone.now() - timedelta(days=1))
    make_membership(user, two, "therapist")
    make_ended_membership(user, one, "therapist")
    return user


def test_it_says_what_three_reads_say(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = person_of_many_roles()
    make_user(make_clinic(), "admin")
    row = session_of(user)
    with django_assert_num_queries(1):
        found = read(row.session_key)
        assert found is not None
        assert found.user is not None
        memberships = active_memberships(found.user)
        clinics = [columns(membership.clinic) for membership in memberships]
    assert columns(found) == columns(row)
    assert columns(found.user) == columns(User.objects.get(pk=user.pk))
    expected = list(Membership.objects.active().filter(user=user).order_by("created_at"))
    assert [membership.role for membership in memberships] == ["admin", "patient", "therapist"]
    assert [columns(membership) for membership in memberships] == [columns(one) for one in expected]
    assert clinics == [columns(Clinic.objects.get(pk=one.clinic_id)) for one in expected]


def test_somebody_without_a_role() -> None:
    found = read(session_of(make_user()).session_key)
    assert found is not None
    assert found.user is not None
    assert active_memberships(found.user) == []


def test_somebody_switched_off_has_no_roles() -> None:
    user = person_of_many_roles()
    row = session_of(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    found = read(row.session_key)
    assert found is not None
    assert found.user is not None
    assert active_memberships(found.user) == []


def test_a_session_of_nobody() -> None:
    session = Client().session
    session["language"] = "en"
    session.save()
    found = read(session.session_key)
    assert found is not None
    assert found.user is None


@pytest.mark.parametrize("key", [None, "", "unknown"])
def test_no_such_session(key: str | None) -> None:
    assert read(key) is None


def test_an_expired_session_is_none(margaret: Patient) -> None:
    row = session_of(margaret.user)
    BrowserSession.objects.filter(pk=row.pk).update(expire_date=timezone.now())
    assert read(row.session_key) is None


# What the session itself says decides, and its proof: the row's person is a short cut alone.


def status(client: Client) -> int:
    return client.get("/account/sessions/").status_code


def test_a_person_switched_off_is_signed_in_no_more(margaret: Patient) -> None:
    client = Client()
    client.force_login(margaret.user)
    assert status(client) == 200
    User.objects.filter(pk=margaret.user_id).update(is_active=False)
    assert status(client) == 302


@pytest.mark.parametrize("proof", ["", "0" * 64])
def test_a_session_without_the_right_proof_is_nobodys(margaret: Patient, proof: str) -> None:
    client = Client()
    client.force_login(margaret.user)
    session = client.session
    session[HASH_SESSION_KEY] = proof
    session.save()
    assert status(client) == 302


def test_a_row_of_another_person_than_its_session_says_is_not_believed(margaret: Patient, sam: User) -> None:
    client = Client()
    client.force_login(margaret.user)
    row = BrowserSession.objects.filter(session_key=client.session.session_key)
    row.update(user=sam)
    answer = client.get("/account/sessions/")
    assert client.session[SESSION_KEY] == str(margaret.user_id)
    assert answer.wsgi_request.user == margaret.user


def test_a_new_password_ends_the_session(margaret: Patient) -> None:
    client = Client()
    client.force_login(margaret.user)
    margaret.user.set_password("another-long-password")
    margaret.user.save()
    assert status(client) == 302


def test_a_secret_key_of_before_still_opens(margaret: Patient, settings: object) -> None:
    client = Client()
    client.force_login(margaret.user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "a-new-key-that-is-long-enough-for-anybody-to-sign-with"  # type: ignore[attr-defined]
    assert status(client) == 200


def test_a_role_that_ended_is_gone_with_the_next_request(margaret: Patient) -> None:
    client = Client()
    client.force_login(margaret.user)
    assert client.get("/today/").status_code == 200
    Membership.objects.filter(user=margaret.user).update(
        ended_at=datetime.now(UTC), left_name="Margaret", left_email=margaret.user.email
    )
    assert client.get("/today/").status_code == 404


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_connection_that_broke_between_two_requests_is_opened_anew() -> None:
    user = make_user(make_clinic(), "patient")
    row = session_of(user)
    assert connection.connection is not None
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    found = read(row.session_key)
    assert found is not None
    assert found.user == user
