"""What an admin does about a person is on record, with the names of that moment, and shown on the person's page."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import actions
from accounts.models import AdminAct, User


def acts(user) -> list[tuple[str, str, str]]:
    return [(act.kind, act.role, act.by_name) for act in AdminAct.objects.filter(about=user).order_by("at")]


def test_each_change_leaves_its_line(as_, ruth, sam, harbour):
    client = as_(ruth)
    client.post(f"/people/{sam.pk}/roles/", {"role": "admin"})
    client.post(f"/people/{sam.pk}/roles/{sam.memberships.get(role='admin').pk}/end/")
    client.post(f"/people/{sam.pk}/deactivate/")
    client.post(f"/people/{sam.pk}/reactivate/")
    client.post(f"/people/{sam.pk}/roles/{sam.memberships.get(ended_at=None).pk}/end/")
    client.post(f"/people/{sam.pk}/invite-back/", {"role": "therapist"})
    assert acts(sam) == [
        ("role_given", "admin", "Ruth Nkosi"),
        ("role_ended", "admin", "Ruth Nkosi"),
        ("switched_off", "", "Ruth Nkosi"),
        ("switched_on", "", "Ruth Nkosi"),
        ("role_ended", "therapist", "Ruth Nkosi"),
        ("invited_back", "therapist", "Ruth Nkosi"),
    ]
    page = client.get(f"/people/{sam.pk}/").text
    for words in ("Role given: Admin", "Access switched off", "Invited back: Therapist"):
        assert words in page


def test_a_refused_change_leaves_none(as_, ruth, sam):
    client = as_(ruth)
    client.post(f"/people/{ruth.pk}/deactivate/")
    client.post(f"/people/{ruth.pk}/roles/{ruth.memberships.get().pk}/end/")
    client.post(f"/people/{sam.pk}/roles/", {"role": "therapist"})
    client.post(f"/people/{sam.pk}/reactivate/")
    assert not AdminAct.objects.exists()


def test_names_are_those_of_that_moment(as_, ruth, sam, harbour):
    actions.deactivate(user=sam, clinic=harbour, by=ruth)
    User.objects.filter(pk=ruth.pk).update(name="Ruth Newname")
    page = as_(User.objects.get(pk=ruth.pk)).get(f"/people/{sam.pk}/").text
    assert "Ruth Nkosi" in page


def test_another_clinic_reads_none_of_it(as_, ada, sam, ruth, harbour, northgate):
    sam.memberships.create(clinic=northgate, role="therapist")
    actions.deactivate(user=sam, clinic=harbour, by=ruth)
    page = as_(ada).get(f"/people/{sam.pk}/").text
    assert "Access switched off" not in page
    assert "What was done" not in page


def test_by_a_command_it_says_so(as_, ruth, sam):
    actions.end_role(sam.memberships.get())
    assert acts(sam) == [("role_ended", "therapist", "")]
    assert "on the server" in as_(ruth).get(f"/people/{sam.pk}/").text


@pytest.mark.parametrize(
    "statement", ["UPDATE accounts_adminact SET by_name = 'Nobody'", "DELETE FROM accounts_adminact"]
)
def test_the_database_only_adds(ruth, sam, harbour, statement):
    actions.deactivate(user=sam, clinic=harbour, by=ruth)
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert acts(sam) == [("switched_off", "", "Ruth Nkosi")]
