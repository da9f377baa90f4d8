"""The log of production: one JSON object a line, a line a request, and nobody's name, words or tokens in it."""

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.routes_table import ROUTES
from tests.support.routes import fill
from therapy.logs import JsonFormatter, masked

WORDS = ("Margaret", "Doyle", "SENTINEL", "example.org", "slept badly", "Jonas", "Weir")


class Log:
    """What was logged since the test began, as production writes it."""

    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of_requests(self) -> list[dict[str, object]]:
        return [line for line in self.lines if line["logger"] == "evenstep.access"]


@pytest.fixture
def log() -> Iterator[Log]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    loggers = [logging.getLogger(), logging.getLogger("django"), logging.getLogger("django.server")]
    for logger in loggers:
        logger.addHandler(handler)
    yield Log(stream)
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch):
    """A client that answers 500, as a server does, where a view fails."""

    def make(client: Client) -> Client:
        client.raise_request_exception = False
        return client

    return make


def test_a_line_a_request(client, db, log):
    answer = client.get("/account/login/?next=/patients/&q=SENTINEL")
    (line,) = log.of_requests()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])
    assert 0 < line["duration_ms"] < 60_000
    assert {name: line[name] for name in ("level", "method", "path", "status")} == {
        "level": "INFO",
        "method": "GET",
        "path": "/account/login/",
        "status": 200,
    }
    assert line["request_id"] == answer["X-Request-ID"]
    assert len(log.lines) == 1
    assert set(line) == {
        *("time", "level", "logger", "message", "request_id", "method", "path", "status", "duration_ms")
    }


def test_an_id_a_request(client):
    first, second = (client.get("/healthz")["X-Request-ID"] for _ in range(2))
    assert re.fullmatch(r"[0-9a-f]{32}", first)
    assert first != second


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (1, "0af7651916cd43dd8448eb211c80319c", True),
        (0, "0af7651916cd43dd8448eb211c80319c", False),
        (1, "short", False),
        (1, "a" * 65, False),
        (1, 'x" level="ERROR forged', False),
        (1, "margaret@example.org", False),
    ],
)
def test_an_id_is_taken_from_a_proxy_of_ours_alone(client, settings, proxies: int, given: str, taken: bool):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert (client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] == given) is taken


@pytest.mark.slow("asks for every page there is")
@pytest.mark.always
def test_nothing_of_anybody_is_in_the_log_of_any_page(people, ids, as_, log, quiet):
    """Every page as four kinds of people: opened with a query, sent a bad form, and asked of its fragment."""
    for actor in ("nobody", "margaret", "sam", "ruth"):
        client = quiet(as_(people[actor]))
        for address in ROUTES:
            cache.clear()
            where = fill(address, ids)
            client.get(f"{where}?q=Margaret+Doyle&email=margaret@example.org")
            if "logout" not in address:
                client.post(where, {"name": "SENTINEL", "email": "x@example.org", "note": "slept badly"})
    assert len(log.of_requests()) > 4 * len(ROUTES)
    assert [word for word in (*WORDS, ids["token"]) if word in log.text] == []


def test_a_page_that_fails_tells_where_and_not_what(monkeypatch, people, ids, as_, log, quiet):
    def broken(*_):
        raise ValueError("no number: Margaret Doyle, SENTINEL")

    monkeypatch.setattr("therapy.care.access.Patient.objects.treated_by", broken)
    answer = quiet(as_(people["sam"])).get(f"/patients/{ids['margaret']}/plan/?note=SENTINEL")
    assert answer.status_code == 500
    (line,) = [line for line in log.lines if line["level"] == "ERROR"]
    assert line["error"][0]["type"] == "builtins.ValueError"
    assert line["error"][0]["at"][-1].endswith(" broken")
    assert line["message"] == f"Internal Server Error: /patients/{ids['margaret']}/plan/"
    assert line["request_id"] == answer["X-Request-ID"]
    assert [word for word in WORDS if word in log.text] == []


def test_the_path_of_a_page_that_fails_has_no_words_either(monkeypatch, as_, margaret, log, quiet):
    def broken(*_):
        raise ValueError

    monkeypatch.setattr("therapy.library.views.get_exercise_or_404", broken)
    assert quiet(as_(margaret)).get("/library/margaret-doyle/").status_code == 500
    assert [line["message"] for line in log.lines if line["level"] == "ERROR"] == [
        "Internal Server Error: /library/***/"
    ]
    assert "doyle" not in log.text


def test_every_line_of_a_request_has_its_id(monkeypatch, db, log):
    monkeypatch.setattr("accounts.tenancy.walls.hold", lambda: False)
    answer = Client().get("/readyz")
    assert [line["message"].split(":")[0] for line in log.lines if line["level"] == "ERROR"] == [
        "not ready",
        "Service Unavailable",
    ]
    assert {line["request_id"] for line in log.lines} == {answer["X-Request-ID"]}
    assert [line["path"] for line in log.of_requests()] == ["/readyz"]


def test_a_form_that_is_forged_tells_no_token(ids, log):
    client = Client(enforce_csrf_checks=True)
    address = f"/invitation/{ids['token']}/"
    answer = client.post(address, headers={"referer": f"http://other.example{address}?email=a@example.org"})
    assert answer.status_code == 403
    assert "/invitation/***/" in log.text
    assert [word for word in (*WORDS, ids["token"]) if word in log.text] == []


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/account/password/reset/key/1-c9x7ab-0123456789abcdef/", "/account/password/reset/key/***-***/"),
        ("/account/confirm-email/MQ:1abc:SeCrEt/", "/account/confirm-email/***/"),
        ("/invitation/SeCrEtSeCrEt/", "/invitation/***/"),
        ("/Margaret-Doyle/", "(no page)"),
        ("/library/margaret-doyle/", "/library/***/"),
    ],
)
def test_a_path_without_what_opens_a_door(as_, margaret, log, address: str, path: str):
    as_(margaret).get(address)
    assert [line["path"] for line in log.of_requests()] == [path]


def test_what_a_library_says_is_masked_too():
    said = 'Error handling request /invitation/SeCrEt/?email=a@b.example "POST /x?q=Doyle HTTP/1.1" for jo@b.example'
    assert masked(said) == 'Error handling request /invitation/***/ "POST /x HTTP/1.1" for ***'


def test_a_refusal_of_the_database_names_the_rule_and_no_row(db, log):
    from django.db import DatabaseError, connection, transaction

    from tests.support.logs import REFUSE

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(REFUSE)
    except DatabaseError:
        logging.getLogger("django.request").exception("broken")
    (line,) = log.lines
    assert [error["type"] for error in line["error"]] == [
        "django.db.utils.IntegrityError",
        "psycopg.errors.CheckViolation",
    ]
    assert (line["error"][1]["sqlstate"], line["error"][1]["constraint"]) == ("23514", "reps")
    assert "SENTINEL" not in log.text
