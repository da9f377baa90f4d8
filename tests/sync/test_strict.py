"""Nonsense from a device: a 4xx in JSON that names the field, and nothing stored."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import sign_in_as
from tests.support.device import SESSION, Put, document, one_set
from therapy.care.models import Patient
from therapy.logbook.models import Session
from therapy.plans.models import Dose
from therapy.player.api import SessionIn, SetIn

HERE = f"/api/v1/sessions/{SESSION}"


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("reps", -1, "sets.0.reps"),
        ("reps", 201, "sets.0.reps"),
        ("reps", 8.5, "sets.0.reps"),
        ("reps", "8", "sets.0.reps"),
        ("reps", True, "sets.0.reps"),
        ("reps", 10**400, "sets.0.reps"),
        ("hold_s", 601, "sets.0.hold_s"),
        ("metres", -5, "sets.0.metres"),
        ("minutes", "ten", "sets.0.minutes"),
        ("minutes", -0.5, "sets.0.minutes"),
        ("load_kg", 300.5, "sets.0.load_kg"),
        ("load_kg", True, "sets.0.load_kg"),
        ("load_kg", [], "sets.0.load_kg"),
        ("band", "pink", "sets.0.band"),
        ("pain", 11, "sets.0.pain"),
        ("pain", -1, "sets.0.pain"),
        ("pain_kind", "soul", "sets.0.pain_kind"),
        ("effort", 10.0, "sets.0.effort"),
        ("number", 0, "sets.0.number"),
        ("number", 99, "sets.0.number"),
        ("number", None, "sets.0.number"),
        ("outcome", "won", "sets.0.outcome"),
        ("outcome", None, "sets.0.outcome"),
        ("skip_reason", "pain", "sets.0.skip_reason"),
        ("note", "x" * 501, "sets.0.note"),
        ("note", "nul\0", "sets.0.note"),
        ("note", "half \ud800", "sets.0.note"),
        ("note", 5, "sets.0.note"),
        ("id", "5e551011", "sets.0.id"),
        ("id", 7, "sets.0.id"),
        ("dose", "00000000-0000-4000-8000-000000000000", "sets.0.dose"),
        ("logged_at", "yesterday", "sets.0.logged_at"),
        ("logged_at", 1700000000, "sets.0.logged_at"),
        ("logged_at", "0001-01-01T00:00:00+14:00", "sets.0.logged_at"),
        ("logged_at", "2026-11-19T09:10:00", "sets.0.logged_at"),
        ("streak", 5, "sets.0.streak"),
    ],
)
def test_a_set_that_makes_no_sense(
    margaret: Patient, heel_left: Dose, put: Put, field: str, value: Any, named: str
) -> None:
    said = {"outcome": "done", "reps": 8} | {field: value}
    answer = put(margaret, document(margaret, one_set(heel_left) | said))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [named])
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("person", None),
        ("person", "margaret"),
        ("version", 0),
        ("version", 1.0),
        ("version", "1"),
        ("version", 10**9),
        ("day", "2026-11-31"),
        ("day", "20261119"),
        ("day", "1026-11-19"),
        ("day", 20261119),
        ("sent_at", None),
        ("started_at", "soon"),
        ("check", "yes"),
        ("pain_before", 11),
        ("pain_after", "2"),
        ("effort", -3),
        ("note", "x" * 2001),
        ("sets", {}),
        ("sets", None),
        ("sets", [[]]),
        ("weather", "fine"),
    ],
)
def test_a_session_that_makes_no_sense(
    margaret: Patient, heel_left: Dose, put: Put, field: str, value: Any
) -> None:
    answer = put(margaret, document(margaret, one_set(heel_left)) | {field: value})
    assert answer.status_code == 422
    assert {name.split(".")[0] for name in answer.json()["errors"]} == {field}
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ("", 422, "body"),
        ("null", 422, "body"),
        ("[]", 422, "body"),
        ("7", 422, "body"),
        ("{", 400, "body"),
        (b"\xff\xfe", 400, "body"),
        ("[" * 100_000, 400, "body"),
        ('{"reps": NaN}', 400, "body"),
        ('{"reps": Infinity}', 400, "body"),
    ],
)
def test_what_is_no_session_at_all(
    margaret: Patient, heel_left: Dose, put: Put, body: str | bytes, status: int, named: str
) -> None:
    answer = put(margaret, body)
    assert (answer.status_code, list(answer.json()["errors"])) == (status, [named])


@pytest.mark.parametrize("number", ["1e309", "-1e309", "NaN", "Infinity"])
@pytest.mark.parametrize("field", ["reps", "minutes", "load_kg", "pain"])
def test_numbers_that_are_none(margaret: Patient, heel_left: Dose, put: Put, field: str, number: str) -> None:
    sent = json.dumps(document(margaret, one_set(heel_left, outcome="done", **{field: 4711})))
    answer = put(margaret, sent.replace("4711", number))
    assert answer.status_code in (400, 422)
    assert list(answer.json()["errors"]) == (["body"] if answer.status_code == 400 else [f"sets.0.{field}"])
    assert not Session.objects.exists()


def test_a_body_of_five_megabytes(margaret: Patient, heel_left: Dose, put: Put) -> None:
    answer = put(margaret, document(margaret, one_set(heel_left), note="x" * 5_000_000))
    assert (answer.status_code, list(answer.json()["errors"])) == (413, ["body"])


def test_more_sets_than_a_session_can_have(margaret: Patient, heel_left: Dose, put: Put) -> None:
    answer = put(margaret, document(margaret, *(one_set(heel_left) for _ in range(301))))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["sets"])


def test_the_same_set_twice(margaret: Patient, heel_left: Dose, put: Put) -> None:
    one = one_set(heel_left)
    answer = put(margaret, document(margaret, one, one | {"number": 2}, one_set(heel_left, 1)))
    assert answer.json()["errors"] == {
        "sets.1.number": "The same set is there twice.",
        "sets.2.number": "The same set is there twice.",
    }


def test_a_session_begins_with_its_first_set(margaret: Patient, heel_left: Dose, put: Put) -> None:
    answer = put(margaret, document(margaret))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["sets"])


def test_nobody_is_signed_in(margaret: Patient, heel_left: Dose, put: Put) -> None:
    answer = put(None, document(margaret, one_set(heel_left)))
    assert (answer.status_code, answer.json()) == (401, {"errors": {"session": "sign in"}})


def test_without_the_token_against_forged_requests(margaret: Patient, heel_left: Dose) -> None:
    client = Client(enforce_csrf_checks=True)
    assert margaret.user is not None
    sign_in_as(client, margaret.user)
    body = json.dumps(document(margaret, one_set(heel_left)))
    answer = client.put(HERE, body, content_type="application/json")
    assert (answer.status_code, list(answer.json()["errors"])) == (403, ["token"])
    assert not Session.objects.exists()


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_no_other_method(as_: Any, margaret: Patient, method: str) -> None:
    assert getattr(as_(margaret), method)(HERE).status_code == 405


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from(sorted(SessionIn.model_fields))
SET_FIELDS = st.sampled_from(sorted(SetIn.model_fields))


@pytest.mark.slow("sends 150 sessions")
@pytest.mark.always
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_json_in_any_field_is_stored_or_refused(
    margaret: Patient, heel_left: Dose, put: Put, data: st.DataObject
) -> None:
    sent = document(margaret, one_set(heel_left, outcome="done", reps=8))
    if data.draw(st.booleans()):
        sent["sets"][0][data.draw(SET_FIELDS)] = data.draw(JSON)
    else:
        sent[data.draw(FIELDS)] = data.draw(JSON)
    try:
        body = json.dumps(sent).encode()
    except UnicodeEncodeError:
        return
    before = Session.objects.count()
    answer = put(margaret, body)
    assert answer.status_code in (200, 400, 403, 409, 422), answer.content
    if answer.status_code != 200:
        assert answer.json()["errors"]
        assert Session.objects.count() == before
