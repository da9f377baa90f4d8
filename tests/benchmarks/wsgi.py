"""The application under the clock: the project's own, with the yardsticks beside it in the same worker.

Each answer says in `X-Worker-CPU` how many nanoseconds of CPU time the worker had used when its request came in. The
difference between two requests in a row is what the first of them cost, the server's own part included.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import override_settings

from therapy.wsgi import application as project

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
App = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
# What a transaction within the request's own says, which is no question to the database.
TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK")


def raw(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """An answer without Django."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"raw\n"]


with override_settings(MIDDLEWARE=[]):
    bare: App = WSGIHandler()

YARDSTICKS = {"/bench/raw": raw, "/bench/bare": bare}


class Counter:
    """Counts the SQL statements that pass through it."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.statements += not sql.startswith(TRANSACTION)
        return execute(sql, *rest)


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Hand the request on by its path; count its SQL statements where `X-Count` asks for that."""
    cpu, counter = str(time.process_time_ns()), Counter()

    def started(status: str, headers: Headers, *exc_info: Any) -> Any:
        told = [("X-Worker-CPU", cpu), ("X-Statements", str(counter.statements))]
        return start_response(status, headers + told, *exc_info)

    answer = YARDSTICKS.get(environ["PATH_INFO"], project)
    if "HTTP_X_COUNT" not in environ:
        return answer(environ, started)
    with connection.execute_wrapper(counter):
        return answer(environ, started)
