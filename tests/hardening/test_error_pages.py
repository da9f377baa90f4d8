"""Where something went wrong: a page in our look and in plain words, under the policy, without asking the database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support.inline import INLINE


def bad_request(monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    return Client().get("/account/login/", headers={"host": "evil.example"})


def forged(monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    return Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@b.example"})


def not_there(monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    return Client().get("/no-such-page/")


def too_large(monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    return Client().post("/account/login/", b"a=" + b"b" * 1024 * 1024, "application/x-www-form-urlencoded")


def broken(monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("accounts.context.roles_of", fail)
    monkeypatch.setattr("allauth.account.views.LoginView.get_context_data", fail)
    return Client(raise_request_exception=False).get("/account/login/")


@pytest.mark.parametrize(
    ("cause", "status", "title"),
    [
        (bad_request, 400, "We could not read that"),
        (forged, 403, "This was not accepted"),
        (not_there, 404, "We cannot find that page"),
        (too_large, 413, "That was too large"),
        (broken, 500, "Something broke on our side"),
    ],
)
def test_an_error_has_a_page(
    monkeypatch: pytest.MonkeyPatch,
    db: None,
    cause: Callable[[pytest.MonkeyPatch], HttpResponse],
    status: int,
    title: str,
):
    with CaptureQueriesContext(connection) as asked:
        answer = cause(monkeypatch)
    # The page itself that broke had begun its transaction, which is taken back.
    assert [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]] == []
    page = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in page
    assert 'class="brand"' in page
    assert "default-src 'self'" in answer["Content-Security-Policy"].split("; ")
    assert [name for name, pattern in INLINE.items() if pattern.search(page)] == []
    assert len(answer["X-Request-ID"]) == 32


def test_the_page_for_a_fault_is_drawn_while_the_database_is_away(monkeypatch, as_, margaret):
    client = as_(margaret)
    client.raise_request_exception = False

    def refuse(*_: Any) -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as away:
        away.setattr("django.db.backends.base.base.BaseDatabaseWrapper._cursor", refuse)
        answers = {path: client.get(path) for path in ("/today/", "/account/login/", "/readyz", "/healthz")}
    assert {path: answer.status_code for path, answer in answers.items()} == {
        "/today/": 500,
        "/account/login/": 500,
        "/readyz": 503,
        "/healthz": 200,
    }
    assert "<h1>Something broke on our side</h1>" in answers["/today/"].content.decode()


def test_a_sign_in_that_is_tried_too_often_has_a_page(db):
    client = Client(REMOTE_ADDR="192.0.2.77")
    form = {"login": "nobody@b.example", "password": "not the right one"}
    answers = [client.post("/account/login/", form) for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "<h1>Too many tries</h1>" in answers[-1].content.decode()
