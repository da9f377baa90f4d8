"""The run: each row is measured, and printed as soon as it is."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections

from accounts.models import User
from accounts.sessions.backend import SessionStore
from tests.benchmarks.cases import Case, all_cases, chosen
from tests.benchmarks.data import Reference
from tests.benchmarks.measure import TOKEN, Client, first_load, in_turns, server, share_more
from tests.benchmarks.progress import Progress, step
from tests.benchmarks.report import (
    Held,
    Load,
    Timed,
    size_heading,
    size_line,
    time_heading,
    time_line,
    walls_heading,
    walls_line,
)
from tests.benchmarks.settings import ROLE_VARIABLE
from therapy.databases import APPLICATION_ROLE

UNBOUND_ROLE = "evenstep_bench_unbound"
SETTINGS = "tests.benchmarks.settings"
# The walls' share is the quotient of two medians of the same page, which settles sooner.
WALLS_SHARE_OF_TIME = 0.5


def cookie(user: User | None) -> str:
    """The cookies of a browser in which `user`, or nobody, is signed in."""
    token = f"{settings.CSRF_COOKIE_NAME}={TOKEN}"
    if user is None:
        return token
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}; {token}"


def run(data: Reference, only: str | None, seconds: float) -> None:
    """Measure the rows for `seconds` each, under one server, and print the tables. Raises ValueError for no row."""
    cases = chosen(all_cases(data), only)
    walled = [case for case in cases if not case.is_yardstick]
    begun, progress = time.monotonic(), Progress(len(cases) + 2 * len(walled))
    with server(SETTINGS) as port:
        timed = print_times(port, cases, seconds, progress)
        print_sizes(port, timed, progress)
        if walled:
            print_walls(port, walled, seconds * WALLS_SHARE_OF_TIME, progress)
    progress.end()
    step(f"measured in {time.monotonic() - begun:.0f} s")


def print_times(port: int, cases: list[Case], seconds: float, progress: Progress) -> list[Timed]:
    """Measure and print the table of times."""
    progress.say(time_heading())
    done: dict[str, Timed] = {}
    for case in cases:
        progress.now(case.name)
        beside = done[case.beside].case if case.beside else None
        done[case.name] = timed = time_case(port, case, beside, seconds)
        progress.say(time_line(timed))
    return list(done.values())


def time_case(port: int, case: Case, beside: Case | None, seconds: float) -> Timed:
    """Measure one row, in turns with the one that it is held against."""
    client = Client(port, cookie(case.who))
    others = [(Client(port, cookie(one.who)), one) for one in (beside,) if one]
    asks = [partial(one.ask, each) for each, one in [(client, case), *others]]
    bare, (row, *more) = in_turns(client, asks, seconds)
    held = [Held(one, sample, one.count(each)) for (each, one), sample in zip(others, more, strict=True)]
    statements, last = case.count(client), case.ask(client)
    for each in (client, *(each for each, _one in others)):
        each.close()
    return Timed(case, row, bare, statements, last, *held)


def print_sizes(port: int, timed: list[Timed], progress: Progress) -> None:
    """Fetch and print the table of sizes, of whole pages alone."""
    pages = [
        one for one in timed if not one.case.is_yardstick and one.last.content_type.startswith("text/html")
    ]
    if pages:
        progress.say(size_heading())
    for one in pages:
        progress.now(f"{one.case.name}, first load")
        client = Client(port, cookie(one.case.who))
        first, requests = first_load(client, one.case.path())
        client.close()
        progress.say(size_line(Load(one.case.name, first, requests, len(one.last.content))))


def print_walls(port: int, cases: list[Case], seconds: float, progress: Progress) -> None:
    """Measure and print how much longer each row takes inside the walls than past them."""
    progress.say(walls_heading())
    with past_the_walls() as more, server(SETTINGS, more) as unbound:
        for case in cases:
            progress.now(f"{case.name}, the walls")
            inside, past = (Client(one, cookie(case.who)) for one in (port, unbound))
            share = share_more(partial(case.ask, inside), partial(case.ask, past), seconds)
            progress.say(walls_line(case.name, share))
            inside.close()
            past.close()


@contextmanager
def past_the_walls() -> Iterator[dict[str, str]]:
    """The environment of a server whose role no policy binds, for as long as it is measured."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {UNBOUND_ROLE}")
        cursor.execute(f"CREATE ROLE {UNBOUND_ROLE} BYPASSRLS")
        cursor.execute(f"GRANT {APPLICATION_ROLE} TO {UNBOUND_ROLE}")
        try:
            yield {ROLE_VARIABLE: UNBOUND_ROLE}
        finally:
            cursor.execute(f"DROP ROLE {UNBOUND_ROLE}")
