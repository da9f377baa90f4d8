"""The people page: who is, was, or is asked to be at the clinic; nothing of their treatment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import actions
from accounts.directory import counts_of
from accounts.models import Invitation, User
from tests.factories import make_ended_membership, make_invitation, make_membership, make_user
from tests.support.page_text import tight


def names(answer) -> list[str]:
    return [person.name for person in answer.context["page"].object_list]


@pytest.fixture
def everyone(ruth, sam, leah, ivy, margaret, tomasz, otto, harbour):
    """Harbour Street with everybody, Jonas invited, Ivy switched off, and Nora gone since 2 November."""
    actions.invite(clinic=harbour, email="jonas@example.org", name="Jonas Weir", role="therapist", by=ruth)
    nora = make_user(name="Nora Quill", email="nora@example.org")
    make_ended_membership(nora, harbour, "therapist", ended_at=datetime(2026, 11, 2, 12, tzinfo=UTC))


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
    assert rows["Leah Brandt"].role_names == ["Therapist", "Admin"]
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
        "Left 2 Nov",
        "Switched off",
        "Today, 8:02",
        "10 Nov 2025",
        "Never",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("query", "key", "wanted"),
    [
        (
            "role=therapist",
            ("", "therapist"),
            ["Ivy Castell", "Jonas Weir", "Leah Brandt", "Nora Quill", "Sam Osei"],
        ),
        ("role=admin", ("", "admin"), ["Ruth Nkosi"]),
        ("role=patient", ("", "patient"), ["Margaret Doyle", "Tomasz Wrona"]),
        (
            "state=active",
            ("active", ""),
            ["Leah Brandt", "Margaret Doyle", "Ruth Nkosi", "Sam Osei", "Tomasz Wrona"],
        ),
        ("state=active&role=therapist", ("active", "therapist"), ["Leah Brandt", "Sam Osei"]),
        ("state=invited", ("invited", ""), ["Jonas Weir"]),
        ("state=invited&role=patient", ("invited", "patient"), []),
        ("state=off", ("off", ""), ["Ivy Castell"]),
        ("state=ended", ("ended", ""), ["Nora Quill"]),
    ],
)
def test_each_chip_shows_as_many_as_it_says(as_, everyone, ruth, harbour, query, key, wanted):
    assert names(as_(ruth).get(f"/people/?{query}")) == wanted
    assert counts_of(harbour)[key] == len(wanted)


def test_all_counts_all(as_, everyone, ruth, harbour):
    assert counts_of(harbour)["", ""] == len(names(as_(ruth).get("/people/"))) == 8


def test_a_chip_keeps_the_other_filter_and_the_search(as_, everyone, ruth):
    page = as_(ruth).get("/people/?state=active&role=therapist&q=sam").text
    assert "?q=sam&amp;state=off&amp;role=therapist" in page
    assert "?q=sam&amp;state=active&amp;role=admin" in page
    assert '<input type="hidden" name="state" value="active">' in page


def test_staff_with_two_roles_are_one_person(as_, everyone, ruth, leah, harbour):
    make_membership(leah, harbour, "admin")
    assert counts_of(harbour)["active", "staff"] == 3
    page = tight(as_(ruth).get("/people/").text)
    assert "3 members of staff, 2 patients, 1 invitation waiting" in page


def test_who_left_is_shown_as_they_were_then(as_, everyone, ruth, harbour):
    """A name and an address that came later are no longer this clinic's to know, nor to be found by."""
    nora = User.objects.get(email="nora@example.org")
    User.objects.filter(pk=nora.pk).update(
        name="Nora Newname", email="new@example.org", last_login=datetime(2026, 11, 9, tzinfo=UTC)
    )
    client = as_(ruth)
    row = client.get("/people/?state=ended").context["page"].object_list[0]
    assert (row.name, row.email, row.last_seen) == ("Nora Quill", "nora@example.org", None)
    assert names(client.get("/people/?q=newname")) == names(client.get("/people/?q=new@")) == []
    assert names(client.get("/people/?q=quill")) == ["Nora Quill"]
    page = client.get(f"/people/{nora.pk}/").text
    assert "Nora Quill" in page
    for word in ("Newname", "new@example.org", "Last signed in"):
        assert word not in page


def test_who_left_and_came_back_is_shown_as_they_are(as_, everyone, ruth, harbour):
    nora = User.objects.get(email="nora@example.org")
    make_membership(nora, harbour, "therapist")
    User.objects.filter(pk=nora.pk).update(name="Nora Newname")
    assert names(as_(ruth).get("/people/?state=active&q=nora")) == ["Nora Newname"]


def test_who_left_twice_is_shown_as_they_were_last(as_, ruth, harbour):
    nora = make_user(name="Nora Now")
    for day, name in ((2, "Nora First"), (9, "Nora Second"), (5, "Nora Between")):
        ended = datetime(2026, 11, day, tzinfo=UTC)
        make_ended_membership(nora, harbour, "therapist", ended_at=ended, left_name=name)
    assert names(as_(ruth).get("/people/?state=ended")) == ["Nora Second"]


@pytest.mark.parametrize("query", ["state=secrets", "role=owner", "role=staff"])
def test_an_unknown_filter_is_404(as_, ruth, query):
    assert as_(ruth).get(f"/people/?{query}").status_code == 404


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
    answer = as_(ruth).get("/people/?state=invited")
    assert names(answer) == ["Jonas Weir"]
    assert "Invitation ran out" in answer.content.decode()


def test_an_invited_person_without_a_name_goes_by_email(as_, ruth, harbour):
    actions.invite(clinic=harbour, email="quiet@example.org", name="", role="therapist", by=ruth)
    assert names(as_(ruth).get("/people/?state=invited")) == ["quiet@example.org"]


def crowd(clinic, ruth, size: int) -> None:
    """Half as many people, of whom every third has left, and half as many invitations."""
    for number in range(size // 2):
        role = ["patient", "therapist"][number % 2]
        user = make_user(name=f"Person {number:03}")
        make = make_ended_membership if number % 3 == 0 else make_membership
        make(user, clinic, role)
        make_invitation(clinic, ruth, email=f"i{number}@example.org", name=f"Q {number:03}")


def queries_of(client, address: str = "/people/") -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "address", ["/people/?state=invited", "/people/?state=ended", "/people/?state=invited&q=q"]
)
def test_three_hundred_cost_as_many_queries_as_six(as_, ruth, harbour, address):
    client = as_(ruth)
    crowd(harbour, ruth, 6)
    few = queries_of(client, address)
    crowd(harbour, ruth, 60)
    some = queries_of(client, address)
    crowd(harbour, ruth, 300)
    # Transaction (2), the walls, session, user, memberships, counts, the page, what its invitations were mailed; with a
    # search how many it finds.
    assert queries_of(client, address) == some == few <= 10


def test_fifty_a_page(as_, ruth, harbour):
    crowd(harbour, ruth, 60)
    client = as_(ruth)
    first, second = client.get("/people/"), client.get("/people/?page=2")
    assert (len(names(first)), len(names(second))) == (50, 11)
    assert not set(names(first)) & set(names(second))
    assert "Page 1 of 2" in first.content.decode()


def test_the_page_of_a_filter_keeps_the_filter(as_, ruth, harbour):
    for number in range(51):
        make_user(harbour, "patient", name=f"Person {number:03}")
    page = as_(ruth).get("/people/?state=active&role=patient&q=person").content.decode()
    assert "q=person&amp;state=active&amp;role=patient&amp;page=2" in page


def test_a_search_with_a_character_that_no_name_can_hold_is_answered(as_, ruth, sam):
    answer = as_(ruth).get("/people/", {"q": "Osei\0"})
    assert (answer.status_code, names(answer)) == (200, ["Sam Osei"])


def test_of_two_clinics_a_persons_page_is_that_of_the_list_it_was_opened_from(
    as_, ruth, sam, harbour, northgate
):
    make_membership(ruth, northgate, "admin")
    make_membership(sam, northgate, "therapist")
    client = as_(ruth)
    assert f"/people/{sam.pk}/?clinic={northgate.pk}" in client.get(f"/people/?clinic={northgate.pk}").text
    page = client.get(f"/people/{sam.pk}/?clinic={northgate.pk}").text
    assert "Roles at Northgate Rehab" in page
    assert f'action="/people/{sam.pk}/deactivate/?clinic={northgate.pk}"' in page
    answer = client.post(f"/people/{sam.pk}/deactivate/?clinic={northgate.pk}")
    assert answer["Location"] == f"/people/{sam.pk}/?clinic={northgate.pk}"
    assert list(sam.memberships.filter(ended_at=None).values_list("clinic", flat=True)) == [harbour.pk]


@pytest.mark.parametrize("clinic", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_nobody_is_found_at_a_clinic_that_is_not_theirs(as_, ruth, sam, clinic):
    client = as_(ruth)
    assert client.get(f"/people/{sam.pk}/?clinic={clinic}").status_code == 404
    assert client.post(f"/people/{sam.pk}/deactivate/?clinic={clinic}").status_code == 404
    assert sam.memberships.filter(ended_at=None).exists()
