"""Inviting many: a preview with an error per line, nothing sent before it is confirmed, and safe to repeat."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import actions
from accounts.models import Invitation
from tests.factories import make_invitation, make_membership, make_user
from tests.support.jobs import sent_mails

MANY = "/people/invite/many/"
LIST = "Jonas Weir, jonas@example.org, therapist\nkim@example.org, admin"


def hidden(page: str, name: str) -> str:
    found = re.search(f'<input type="hidden" name="{name}" value="([^"]*)"', page)
    return (found[1] if found else "").replace("&quot;", '"')


def confirm(client, page: str):
    return client.post(MANY, {"lines": hidden(page, "lines"), "keep": hidden(page, "keep"), "send": "yes"})


def errors(answer) -> dict[int, str]:
    return {line.number: line.error for line in answer.context["lines"] if line.error}


def test_nothing_is_sent_before_it_is_confirmed(as_, ruth, harbour):
    client = as_(ruth)
    answer = client.post(MANY, {"lines": LIST})
    assert answer.status_code == 200
    assert "2 people would get a mail" in answer.text
    assert "Send 2 invitations" in answer.text
    assert not Invitation.objects.exists()
    assert not sent_mails()
    answer = confirm(client, answer.text)
    assert (answer.status_code, answer["Location"]) == (302, "/people/?state=invited")
    assert "2 invitations are on their way." in client.get(answer["Location"]).text
    made = Invitation.objects.order_by("email").values_list("email", "name", "role", "clinic", "invited_by")
    assert list(made) == [
        ("jonas@example.org", "Jonas Weir", "therapist", harbour.pk, ruth.pk),
        ("kim@example.org", "", "admin", harbour.pk, ruth.pk),
    ]
    assert sorted(one.to[0] for one in sent_mails()) == ["jonas@example.org", "kim@example.org"]


def test_confirming_again_sends_nothing_again(as_, ruth):
    client = as_(ruth)
    page = client.post(MANY, {"lines": LIST}).text
    confirm(client, page)
    answer = confirm(client, page)
    assert answer["Location"] == "/people/?state=invited"
    assert "2 people had been invited already, and got no second mail." in client.get(answer["Location"]).text
    assert (Invitation.objects.count(), len(sent_mails())) == (2, 2)


def test_each_line_says_what_is_wrong_with_it(as_, ruth, sam, ivy, harbour):
    actions.invite(clinic=harbour, email="open@example.org", name="", role="admin", by=ruth)
    make_invitation(harbour, ruth, email="often@example.org", sent_at=["2026-11-19T09:00Z"] * 3)
    text = "\n".join(
        [
            "good@example.org, admin",
            "bad at example, admin",
            "x@example.org, owner",
            "good@example.org, admin",
            "SAM@example.org, therapist",
            "ivy@example.org, admin",
            "open@example.org, admin",
            "open@example.org, therapist",
            "p@example.org, patient",
            "norole@example.org",
        ]
    )
    answer = as_(ruth).post(MANY, {"lines": text})
    assert answer.status_code == 422
    assert {number: said[:28] for number, said in errors(answer).items()} == {
        2: "Write name, email and role, ",
        3: "There is no role “owner”: wr",
        4: "The same as line 1.",
        5: "This person has this role at",
        6: "This person’s access is swit",
        7: "This person has been invited",
        9: "Patients are invited by thei",
        10: "Enter the role: therapist or",
    }
    assert "2 people would get a mail" in answer.text
    assert "bad at example, admin" in answer.text, "what was typed is kept"
    assert Invitation.objects.count() == 2


def test_good_lines_go_and_the_others_are_kept_for_the_next_page(as_, ruth):
    client = as_(ruth)
    page = client.post(MANY, {"lines": f"{LIST}\nnobody, therapist\nlee@example.org, owner"}).text
    answer = confirm(client, page)
    assert answer["Location"] == MANY
    page = client.get(MANY)
    assert "2 invitations are on their way." in page.text
    assert "The lines below were not sent." in page.text
    assert page.context["form"]["lines"].value() == "nobody, therapist\nlee@example.org, owner\n"
    assert list(errors(page)) == [1, 2]
    assert not client.get(MANY).context["form"]["lines"].value(), "they are kept once"


def test_a_role_for_lines_without_one(as_, ruth):
    client = as_(ruth)
    page = client.post(MANY, {"lines": "a@example.org\nb@example.org, admin", "role": "therapist"}).text
    confirm(client, page)
    assert set(Invitation.objects.values_list("email", "role")) == {
        ("a@example.org", "therapist"),
        ("b@example.org", "admin"),
    }


def test_a_file_of_a_spreadsheet_comes_into_the_field(as_, ruth):
    content = "Name;E-Mail;Role\r\nZoë Müller;zoe@example.org;therapist\r\n".encode("cp1252")
    answer = as_(ruth).post(MANY, {"lines": "", "file": SimpleUploadedFile("staff.csv", content)})
    assert answer.status_code == 200
    assert [(line.name, line.email) for line in answer.context["lines"]] == [
        ("Zoë Müller", "zoe@example.org")
    ]
    assert "Zoë Müller;zoe@example.org;therapist</textarea>" in answer.text.replace("\r\n", "\n").replace(
        "\n</textarea>", "</textarea>"
    )


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"lines": " \n,;\n"}, "lines", "Paste some lines, or choose a file."),
        (
            {"lines": "\n".join(f"a{n}@example.org, admin" for n in range(101))},
            "lines",
            "You entered 101 lines. You can invite up to 100 people at a time.",
        ),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04\0\0")}, "file", "This is not a CSV file."),
        ({"file": SimpleUploadedFile("a.csv", b"x" * 200_001)}, "file", "at most 200 kilobytes"),
        ({"lines": LIST, "role": "patient"}, "role", "not one of the available choices"),
        ({"lines": "a\0b"}, "lines", "Null characters are not allowed"),
    ],
)
def test_a_list_that_cannot_be_used_is_told_and_kept(as_, ruth, fields, field, words):
    answer = as_(ruth).post(MANY, {"lines": "typed@example.org"} | fields)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert not answer.context["lines"]
    kept = fields.get("lines", "typed@example.org").split("\n")[-1]
    assert kept in answer.text
    assert not Invitation.objects.exists()


def test_a_hundred_go_at_once_and_cost_as_many_queries_to_check_as_two(as_, ruth, harbour):
    client = as_(ruth)
    make_invitation(harbour, ruth, email="a0@example.org", role="admin")
    counts = []
    for size in (2, 100):
        text = "\n".join(f"a{n}@example.org, admin" for n in range(size))
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(MANY, {"lines": text})
        assert len(answer.context["lines"]) == size
        assert list(errors(answer)) == [1]
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 11


def test_what_is_confirmed_is_checked_again(as_, ruth, harbour):
    """Between the preview and the tap somebody joined; and nobody can confirm what was never shown as good."""
    client = as_(ruth)
    page = client.post(MANY, {"lines": LIST}).text
    make_user(harbour, "admin", email="kim@example.org")
    confirm(client, page)
    assert list(Invitation.objects.values_list("email", flat=True)) == ["jonas@example.org"]
    client.post(MANY, {"lines": "p@example.org, patient\nnobody, admin", "send": "yes"})
    assert Invitation.objects.count() == 1


def test_an_admin_of_two_clinics_says_to_which(as_, ruth, northgate):
    make_membership(ruth, northgate, "admin")
    client = as_(ruth)
    address = f"{MANY}?clinic={northgate.pk}"
    answer = client.post(address, {"lines": LIST, "send": "yes"})
    assert answer["Location"] == f"/people/?clinic={northgate.pk}&state=invited"
    assert set(Invitation.objects.values_list("clinic", flat=True)) == {northgate.pk}
    assert as_(ruth).post(f"{MANY}?clinic=nonsense", {"lines": LIST}).status_code == 404
