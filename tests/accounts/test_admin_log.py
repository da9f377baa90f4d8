"""What an admin does about a person is on record, with the names of that moment, and shown on the person's page."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import actions
from accounts.models import AdminLogEntry, Invitation, User
from tests.factories import make_patient


def log_of(user) -> list[tuple[str, str, str]]:
    return [
        (entry.kind, entry.role, entry.by_name)
        for entry in AdminLogEntry.objects.filter(about=user).order_by("at")
    ]


def test_each_change_leaves_its_line(as_, ruth, sam, harbour):
    client = as_(ruth)
    client.post(f"/people/{sam.pk}/roles/", {"role": "admin"})
    client.post(f"/people/{sam.pk}/roles/{sam.memberships.get(role='admin').pk}/end/")
    client.post(f"/people/{sam.pk}/deactivate/")
    client.post(f"/people/{sam.pk}/reactivate/")
    client.post(f"/people/{sam.pk}/roles/{sam.memberships.get(ended_at=None).pk}/end/")
    client.post(f"/people/{sam.pk}/invite-back/", {"role": "therapist"})
    assert log_of(sam) == [
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
    assert not AdminLogEntry.objects.exists()


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
    assert log_of(sam) == [("role_ended", "therapist", "")]
    assert "on the server" in as_(ruth).get(f"/people/{sam.pk}/").text


@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_adminlogentry SET by_name = 'Nobody'", "DELETE FROM accounts_adminlogentry"],
)
def test_the_database_only_adds(ruth, sam, harbour, statement):
    actions.deactivate(user=sam, clinic=harbour, by=ruth)
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert log_of(sam) == [("switched_off", "", "Ruth Nkosi")]


def of_invitations() -> list[tuple[str, str, str, str, str]]:
    found = AdminLogEntry.objects.filter(about=None).order_by("at")
    return [(entry.kind, entry.role, entry.detail, entry.by_name, entry.address) for entry in found]


def test_each_step_of_an_invitation_leaves_its_line(as_, ruth, harbour):
    client = as_(ruth)
    client.post("/people/invite/", {"email": "Jonas@example.org", "name": "Jonas", "role": "therapist"})
    invitation = Invitation.objects.get()
    client.post(f"/people/invitations/{invitation.pk}/resend/")
    client.post(f"/people/invitations/{invitation.pk}/withdraw/")
    who = ("Ruth Nkosi", "127.0.0.1")
    assert of_invitations() == [
        ("invited", "therapist", "jonas@example.org", *who),
        ("invited_again", "therapist", "jonas@example.org", *who),
        ("withdrawn", "therapist", "jonas@example.org", *who),
    ]
    assert [str(entry) for entry in AdminLogEntry.objects.order_by("at")] == [
        "Invited as Therapist: jonas@example.org",
        "Invitation sent again: jonas@example.org",
        "Invitation withdrawn: jonas@example.org",
    ]
    assert "Invited as" not in client.get("/clinic/").text


def test_an_invitation_that_is_closed_leaves_no_more(as_, ruth, harbour):
    client = as_(ruth)
    client.post("/people/invite/", {"email": "jonas@example.org", "name": "Jonas", "role": "therapist"})
    invitation = Invitation.objects.get()
    for _time in range(2):
        client.post(f"/people/invitations/{invitation.pk}/withdraw/")
        client.post(f"/people/invitations/{invitation.pk}/resend/")
    assert [kind for kind, *_rest in of_invitations()] == ["invited", "withdrawn"]


def test_each_line_of_many_leaves_its_own(as_, ruth, harbour):
    as_(ruth).post(
        "/people/invite/many/",
        {"lines": "Ann Lee, a@example.org, therapist\nb@example.org, admin", "send": "1"},
    )
    assert [(kind, role, email) for kind, role, email, *_rest in of_invitations()] == [
        ("invited", "therapist", "a@example.org"),
        ("invited", "admin", "b@example.org"),
    ]


def test_links_that_are_withdrawn_with_somebodys_access_say_so(as_, ruth, sam, harbour):
    actions.invite(clinic=harbour, email=sam.email, name="Sam", role="admin", by=ruth)
    as_(ruth).post(f"/people/{sam.pk}/deactivate/")
    assert [kind for kind, *_rest in of_invitations()] == ["invited", "withdrawn"]


def test_a_therapist_who_invites_a_patient_leaves_a_line_too(as_, sam, harbour):
    edith = make_patient(harbour, sam, name="Edith Lowe", email="edith@example.org")
    client = as_(sam)
    client.post(f"/patients/{edith.pk}/invite/")
    details = {"name": "Edith Lowe", "birth_date": edith.birth_date.isoformat(), "sex": edith.sex}
    client.post(f"/patients/{edith.pk}/edit/", details | {"email": "e.lowe@example.org"})
    assert of_invitations() == [
        ("invited", "patient", "edith@example.org", "Sam Osei", "127.0.0.1"),
        ("withdrawn", "patient", "edith@example.org", "Sam Osei", "127.0.0.1"),
    ]
