"""A clinic always keeps one admin who can sign in."""

import threading
import time
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import actions
from accounts.models import Membership
from tests.factories import make_clinic, make_membership, make_user


def admins(clinic) -> int:
    return Membership.objects.active().filter(clinic=clinic, role="admin").count()


def test_the_last_admin_cannot_leave(as_, ruth, harbour):
    membership = ruth.memberships.get()
    answer = as_(ruth).post(f"/people/{ruth.pk}/roles/{membership.pk}/end/", follow=True)
    assert "This is the clinic’s last admin." in answer.content.decode()
    assert admins(harbour) == 1


def test_the_last_admin_cannot_be_removed(harbour, ruth):
    with pytest.raises(ValidationError, match="last admin"):
        actions.end_role(ruth.memberships.get())
    assert admins(harbour) == 1


def test_the_last_admin_cannot_be_switched_off(harbour, ruth, sam):
    with pytest.raises(ValidationError, match="last admin"):
        actions.deactivate(user=ruth, clinic=harbour, by=sam)
    ruth.refresh_from_db()
    assert ruth.is_active


def test_an_admin_who_cannot_sign_in_does_not_count(harbour, ruth):
    make_user(harbour, "admin", is_active=False)
    with pytest.raises(ValidationError, match="last admin"):
        actions.end_role(ruth.memberships.get())


def test_an_admin_of_another_clinic_does_not_count(harbour, ruth, ada):
    with pytest.raises(ValidationError, match="last admin"):
        actions.end_role(ruth.memberships.get())


def test_one_of_two_may_leave_and_is_led_home(as_, ruth, leah, harbour):
    make_membership(leah, harbour, "admin")
    membership = ruth.memberships.get()
    client = as_(ruth)
    answer = client.post(f"/people/{ruth.pk}/roles/{membership.pk}/end/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/people/").status_code == 404
    assert admins(harbour) == 1


def test_the_last_admin_may_end_another_role_of_theirs(harbour, ruth):
    therapist = make_membership(ruth, harbour, "therapist")
    actions.end_role(therapist)
    assert not Membership.objects.filter(pk=therapist.pk, ended_at=None).exists()
    assert admins(harbour) == 1


@pytest.mark.django_db(transaction=True)
def test_two_admins_cannot_remove_each_other_at_once(harbour, ruth, leah, monkeypatch):
    check = actions._refuse_last_admin

    def check_and_dawdle(user, clinic):
        check(user, clinic)
        time.sleep(0.3)  # long enough for the other to look as well, if nothing held it back

    monkeypatch.setattr(actions, "_refuse_last_admin", check_and_dawdle)
    memberships = [ruth.memberships.get(), make_membership(leah, harbour, "admin")]
    start = threading.Barrier(2)
    outcomes = []

    def end(membership: Membership) -> None:
        start.wait()
        try:
            actions.end_role(membership)
            outcomes.append("ended")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=end, args=[membership]) for membership in memberships]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(outcomes) == ["ended", "refused"]
    assert admins(harbour) == 1


STEPS = st.lists(
    st.tuples(st.sampled_from(["end", "off", "on", "give"]), st.integers(0, 2), st.integers(0, 2)),
    max_size=12,
)


@pytest.mark.slow("forty clinics, with up to twelve steps in each")
@pytest.mark.always
@given(steps=STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_steps_leaves_a_clinic_without_an_admin(db, steps):
    clinic = make_clinic()
    people = [make_user(clinic, "admin"), make_user(clinic, "therapist"), make_user(clinic, "admin")]
    for step, who, by in steps:
        with suppress(ValidationError):  # a refusal is an answer too; what may never happen is checked below
            take(step, clinic, people[who], people[by])
        assert admins(clinic) >= 1


def take(step, clinic, user, by) -> None:
    if step == "give":
        actions.add_role(user=user, clinic=clinic, role="admin")
    elif step == "off":
        actions.deactivate(user=user, clinic=clinic, by=by)
    elif step == "on":
        actions.reactivate(user=user, clinic=clinic)
    else:
        membership = (
            Membership.objects.filter(user=user, clinic=clinic, role="admin").order_by("-created_at").first()
        )
        if membership is not None:
            actions.end_role(membership)


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_switch_each_other_off_in_one_moment_leave_one(as_, harbour, ruth, leah, monkeypatch):
    """As two requests: the second one waits for the first, and then finds that it would take the last one."""
    make_membership(leah, harbour, "admin")
    check = actions._refuse_last_admin

    def check_and_dawdle(user, clinic):
        check(user, clinic)
        time.sleep(0.3)

    monkeypatch.setattr(actions, "_refuse_last_admin", check_and_dawdle)
    start = threading.Barrier(2)
    told = []

    def switch_off(client, other) -> None:
        start.wait()
        told.append(client.post(f"/people/{other.pk}/deactivate/").status_code)
        connection.close()

    both = [threading.Thread(target=switch_off, args=pair) for pair in ((as_(ruth), leah), (as_(leah), ruth))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert admins(harbour) == 1
    assert len(told) == 2
