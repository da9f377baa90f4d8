"""The people page: who is, was, or is asked to be at the clinic; nothing of their treatment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import actions
from accounts.models import Invitation, User
from tests.factories import make_membership, make_user


def names(answer) -> list[str]:
    return [person.name for person in answer.context["page"].object_list]


@pytest.fixture
def everyone(ruth, sam, leah, ivy, margaret, tomasz, otto, harbour):
    """Harbour Street with everybody, Jonas invited, Ivy switched off, and Nora gone since 2 November."""
    actions.invite(clinic=harbour, email="jonas@example.org", name="Jonas Weir", role="therapist", by=ruth)
    nora = make_user(harbour, "therapist", name="Nora Quill", email="nora@example.org")
    nora.memberships.update(ended_at=datetime(2026, 11, 2, 12, tzinfo=UTC))


def test_people_are_listed_by_name_with_roles_state_and_last_sign_in(
    as_, everyone, ruth, leah, harbour, thursday
):
    make_membership(leah, harbour, "admin")
    Invitation.objects.update(expires_at=datetime(2026, 11, 22, 12, tzinfo=UTC))
    User.objects.filter(email="sam@example.org").update(last_login=datetime(2026, 11, 19, 8, 2, tzinfo=UTC))
    User.objects.filter(email="tomasz@example.org").update(
        last_login=datetime(2025, 11, 10, 8, 2, tzinfo=UTC)
    )
    answer = as_(ruth).get("/people/")
    assert names(answer) == [
        "Ivy Castell",
        "Jonas Weir",
        "Leah Brandt",
        "Margaret Doyle",
        "Nora Quill",
        "Ruth Nkosi",
        "Sam Osei",
        "Tomasz Wrona",
    ]
    rows = {person.name: person for person in answer.context["page"].object_list}
    assert rows["Leah Brandt"].roles == ["Therapist", "Admin"]
    assert {name: row.state for name, row in rows.items()} == {
        "Ivy Castell": "off",
        "Jonas Weir": "invited",
        "Leah Brandt": "active",
        "Margaret Doyle": "active",
        "Nora Quill": "ended",
        "Ruth Nkosi": "active",
        "Sam Osei": "active",
        "Tomasz Wrona": "active",
    }
    page = answer.content.decode()
    for words in (
        "Invited, ends 22 Nov",
        "Ended 2 Nov",
        "Switched off",
        "Today, 8:02",
        "10 Nov 2025",
        "Never",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("show", "wanted"),
    [
        ("staff", ["Leah Brandt", "Ruth Nkosi", "Sam Osei"]),
        ("patients", ["Margaret Doyle", "Tomasz Wrona"]),
        ("invited", ["Jonas Weir"]),
        ("ended", ["Ivy Castell", "Nora Quill"]),
    ],
)
def test_each_chip_shows_as_many_as_it_says(as_, everyone, ruth, show, wanted):
    answer = as_(ruth).get(f"/people/?show={show}")
    assert names(answer) == wanted
    assert answer.context["counts"][show] == len(wanted)


def test_all_counts_all(as_, everyone, ruth):
    answer = as_(ruth).get("/people/")
    assert answer.context["counts"]["all"] == len(names(answer)) == 8


def test_an_unknown_filter_is_404(as_, ruth):
    assert as_(ruth).get("/people/?show=secrets").status_code == 404


@pytest.mark.parametrize("words", ["WRONA", "tomasz@", " wron "])
def test_search_looks_in_names_and_emails(as_, everyone, ruth, words):
    assert names(as_(ruth).get("/people/", {"q": words})) == ["Tomasz Wrona"]


def test_search_finds_invitations_too(as_, everyone, ruth):
    assert names(as_(ruth).get("/people/", {"q": "weir"})) == ["Jonas Weir"]


@pytest.mark.parametrize("words", ["%", "_", "'; drop table", "\\"])
def test_signs_in_a_search_are_only_signs(as_, everyone, ruth, words):
    answer = as_(ruth).get("/people/", {"q": words})
    assert (answer.status_code, names(answer)) == (200, [])


def test_nobody_found_says_what_to_do(as_, everyone, ruth):
    page = as_(ruth).get("/people/", {"q": "<b>zzz"}).content.decode()
    assert "Nobody is called “&lt;b&gt;zzz” here" in page
    assert "Show all people" in page


def test_other_clinics_people_are_not_there(as_, everyone, ada, ruth):
    assert names(as_(ada).get("/people/")) == ["Ada Fielding", "Otto Lang"]
    assert "Otto Lang" not in names(as_(ruth).get("/people/"))


def test_an_admin_of_two_clinics_switches_between_them(as_, everyone, ruth, northgate):
    make_membership(ruth, northgate, "admin")
    client = as_(ruth)
    assert "Otto Lang" in names(client.get(f"/people/?clinic={northgate.pk}"))
    assert "Otto Lang" not in names(client.get("/people/"))
    assert "Northgate Rehab" in client.get("/people/").content.decode()


@pytest.mark.parametrize("clinic", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_clinic_that_is_not_theirs_is_404(as_, ruth, clinic):
    assert as_(ruth).get(f"/people/?clinic={clinic}").status_code == 404


def test_nothing_clinical_is_on_the_page(as_, everyone, ruth, margaret):
    client = as_(ruth)
    for address in ("/people/", f"/people/{margaret.user.pk}/"):
        page = client.get(address).content.decode()
        for word in ("M62", "calf", "1959", str(margaret.pk)):
            assert word not in page


def test_an_invitation_that_ran_out_waits_to_be_sent_again(as_, everyone, ruth):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    answer = as_(ruth).get("/people/?show=invited")
    assert names(answer) == ["Jonas Weir"]
    assert "Invitation ran out" in answer.content.decode()


def test_an_invited_person_without_a_name_goes_by_email(as_, ruth, harbour):
    actions.invite(clinic=harbour, email="quiet@example.org", name="", role="therapist", by=ruth)
    assert names(as_(ruth).get("/people/?show=invited")) == ["quiet@example.org"]


def crowd(clinic, ruth, size: int) -> None:
    for number in range(size):
        make_user(clinic, ["patient", "therapist"][number % 2], name=f"Person {number:03}")
        actions.invite(
            clinic=clinic, email=f"i{number}@example.org", name=f"Q {number:03}", role="admin", by=ruth
        )


def queries_of(client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get("/people/").status_code == 200
    return len(queries)


def test_sixty_people_cost_as_many_queries_as_five(as_, ruth, harbour):
    client = as_(ruth)
    crowd(harbour, ruth, 2)
    few = queries_of(client)
    assert len(names(client.get("/people/"))) == 5
    for number in range(2, 31):
        make_user(harbour, "patient", name=f"Person {number:03}")
    for number in range(2, 30):
        actions.invite(
            clinic=harbour, email=f"i{number}@example.org", name=f"Q {number:03}", role="admin", by=ruth
        )
    assert queries_of(client) == few <= 12


def test_fifty_a_page(as_, ruth, harbour):
    crowd(harbour, ruth, 30)
    client = as_(ruth)
    first, second = client.get("/people/"), client.get("/people/?page=2")
    assert (len(names(first)), len(names(second))) == (50, 11)
    assert not set(names(first)) & set(names(second))
    assert "Page 1 of 2" in first.content.decode()


def test_the_page_of_a_filter_keeps_the_filter(as_, ruth, harbour):
    for number in range(51):
        make_user(harbour, "patient", name=f"Person {number:03}")
    page = as_(ruth).get("/people/?show=patients&q=person").content.decode()
    assert "q=person&amp;show=patients&amp;page=2" in page


def test_a_search_with_a_character_that_no_name_can_hold_is_answered(as_, ruth, sam):
    answer = as_(ruth).get("/people/", {"q": "Osei\0"})
    assert (answer.status_code, names(answer)) == (200, ["Sam Osei"])
