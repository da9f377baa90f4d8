"""Lists of people to invite: every line is a row or says why not, and nothing makes reading fail."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.invitations.lines import Line, NotTextError, as_text, decode, parse

JONAS = ("Jonas Weir", "jonas@example.org", "therapist")


def read(text: str, role: str = "") -> list[tuple[str, str, str]]:
    lines = parse(text, role)
    assert [line.error for line in lines] == [""] * len(lines)
    return [(line.name, line.email, line.role) for line in lines]


def error(text: str, role: str = "") -> str:
    (line,) = parse(text, role)
    return line.error


@pytest.mark.parametrize(
    "text",
    [
        "Jonas Weir, jonas@example.org, therapist",
        "Jonas Weir;jonas@example.org;therapist",
        "Jonas Weir\tjonas@example.org\tTherapist",
        '"Jonas Weir","jonas@example.org","THERAPIST"',
        "  Jonas   Weir ,Jonas@Example.org,therapist,,",
        "Jonas,Weir,jonas@example.org,therapist",
        "Jonas Weir <jonas@example.org>, therapist",
        "\ufeffJonas Weir, jonas@example.org, therapist\r\n\r\n",
        "name,email,role\nJonas Weir,jonas@example.org,therapist",
        "Email;Role;First name;Surname\njonas@example.org;therapist;Jonas;Weir",
        "E-Mail,Phone,Role,Name\njonas@example.org,020 7946 0100,therapist,Jonas Weir",
        "\n\n;;;\nJonas Weir;jonas@example.org;therapist",
    ],
)
def test_ways_to_write_the_same_person(text):
    assert read(text) == [JONAS]


def test_a_comma_in_a_quoted_name_and_in_a_line_of_semicolons():
    assert read('"Weir, Jonas",jonas@example.org,admin') == [("Weir, Jonas", "jonas@example.org", "admin")]
    assert read("Weir, Jonas;jonas@example.org;admin") == [("Weir, Jonas", "jonas@example.org", "admin")]


def test_a_name_may_be_missing_and_a_role_where_one_is_chosen():
    assert read("jonas@example.org, admin") == [("", "jonas@example.org", "admin")]
    assert read("jonas@example.org", "therapist") == [("", "jonas@example.org", "therapist")]
    assert read("jonas@example.org, admin", "therapist") == [("", "jonas@example.org", "admin")]
    assert read("a@example.org, Administrator") == [("", "a@example.org", "admin")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jonas, jonas@example, therapist", "Enter a valid email address."),
        ("Jonas, jonas example.org, therapist", "Write name, email and role"),
        ("Jonas, jonas@example.org, therapist, Monday", "Write name, email and role"),
        ("Jonas, jonas@example.org", "Enter the role: therapist or admin."),
        ("Jonas, jonas@example.org, owner", "There is no role “owner”"),
        ("Jonas, jonas@example.org, patient", "Patients are invited by their therapist"),
        ('"Jonas, jonas@example.org, therapist', "Close the quotation mark."),
        (f"{'x' * 151}, jonas@example.org, therapist", "The name is too long"),
        (f"{'x' * 1001}", "This line is too long."),
        ("Jo\x07nas, jonas@example.org, therapist", "a character that is not allowed"),
        (f"Jonas, jonas@{'x' * 64}.org, therapist", "valid email"),
        ("email,name\n,Jonas", "no email address"),
    ],
)
def test_what_is_wrong_with_a_line(text, words):
    assert words in error(text)


def test_errors_have_the_number_that_an_editor_shows():
    lines = parse("name,email,role\n\nJonas,jonas@example.org,admin\r\nx\rKim,kim@example.org,owner\n")
    assert [(line.number, bool(line.error)) for line in lines] == [(3, False), (4, True), (5, True)]


def test_the_same_person_twice_is_told_with_the_first_line():
    text = "jonas@example.org,admin\njonas@example.org,therapist\nJONAS@example.org,admin"
    assert [line.error for line in parse(text)] == ["", "", "The same as line 1."]


@pytest.mark.parametrize(
    "content",
    [
        "Zoë Müller, zoe@example.org, admin".encode(),
        "Zoë Müller, zoe@example.org, admin".encode("utf-8-sig"),
        "Zoë Müller, zoe@example.org, admin".encode("utf-16"),
        "Zoë Müller, zoe@example.org, admin".encode("cp1252"),
    ],
)
def test_files_of_every_usual_coding(content):
    assert read(decode(content)) == [("Zoë Müller", "zoe@example.org", "admin")]


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"\x81\x8d\xff", b"\xff\xfe\x00", b"a\0b"])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(NotTextError):
        decode(content)


ANYTHING = st.text(alphabet=st.characters(exclude_categories=[]), max_size=80) | st.text(
    alphabet='ab@.,;\t"<> \n\r\ufeff', max_size=60
)


@given(ANYTHING, st.sampled_from(["", "therapist", "admin"]))
def test_nothing_makes_reading_fail_and_every_line_is_accounted_for(text, role):
    lines = parse(text, role)
    for line in lines:
        usable = bool(line.email and line.role in {"therapist", "admin"})
        assert usable or line.error
        assert line.text
    numbers = [line.number for line in lines]
    assert numbers == sorted(set(numbers))
    whole = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [number for number, typed in enumerate(whole, start=1) if typed.strip().strip(",;")]
    # The first line may have named the columns; no other is passed over.
    assert numbers in (filled, filled[1:])


@given(st.binary(max_size=60))
def test_any_file_is_text_or_refused_as_none(content):
    try:
        text = decode(content)
    except NotTextError:
        return
    assert isinstance(parse(text), list)


NAMES = st.text(alphabet="abÅé ,;\"'.-", max_size=30).map(lambda name: " ".join(name.split()))
EMAILS = st.from_regex(r"[a-z]{1,8}\.?[a-z]{1,8}@[a-z]{1,8}\.(org|example)", fullmatch=True)
ROWS = st.lists(
    st.builds(Line, st.just(0), st.just("-"), NAMES, EMAILS, st.sampled_from(["therapist", "admin"])),
    max_size=8,
    unique_by=lambda line: (line.email, line.role),
)


@given(ROWS)
def test_rows_come_back_from_their_text(rows):
    found = parse(as_text(rows))
    assert [replace(line, number=0, text="-") for line in found] == rows
    assert [line.number for line in found] == list(range(1, len(rows) + 1))


@given(ANYTHING)
def test_what_is_kept_is_read_as_it_was(text):
    lines = parse(text)
    again = parse(as_text(lines))
    assert {(line.name, line.email, line.role) for line in again if not line.error} >= {
        (line.name, line.email, line.role) for line in lines if not line.error
    }
