"""The cases, and the table that they make."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, connections
from django.test import Client as InProcess
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.sessions.backend import SessionStore
from tests.benchmarks.data import Reference, reference, thirty_sets
from tests.benchmarks.measure import TOKEN, Client, Timing, first_load, server
from tests.benchmarks.settings import ROLE_VARIABLE
from therapy.base import clock
from therapy.databases import APPLICATION_ROLE

WARM_UP = 20
FIRST_LOAD_BUDGET = 120 * 1024
LATER_PAGE_BUDGET = 20 * 1024
WALLS_GOAL = 0.10
UNBOUND_ROLE = "evenstep_bench_unbound"
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Case:
    """One measured request: who asks for what, and what it may cost, in null views and in SQL statements."""

    name: str
    who: User
    path: Callable[[], str]
    budget: float | None = None
    statements: int | None = None
    body: Callable[[], object] | None = None


def cases(data: Reference) -> list[Case]:
    """The rows of the table, yardsticks first."""
    year, decade, therapist = data.year, data.decade, data.therapist
    patient = year.user
    assert patient is not None
    writer = data.writer.user
    assert writer is not None
    session = thirty_sets(data.writer)

    def at(path: str) -> Callable[[], str]:
        return lambda: path

    return [
        Case("null view", patient, at("/bench/null")),
        Case("SELECT 1", patient, at("/bench/select")),
        Case(
            "store a session of 30 sets (PUT)",
            writer,
            lambda: f"/api/v1/sessions/{uuid4()}",
            20,
            15,
            body=session,
        ),
        Case("today (player data)", patient, at("/api/v1/today"), 20, 12),
        Case("player", patient, at("/player/")),
        Case("today (page)", patient, at("/today/"), 20, 12),
        Case("progress, a year", therapist, at(f"/patients/{year.pk}/progress/?weeks=52"), 35),
        Case("progress, a year out of ten", therapist, at(f"/patients/{decade.pk}/progress/?weeks=52")),
        Case("caseload of 500 patients", therapist, at("/patients/"), 35),
        Case("library", patient, at("/library/")),
        Case("a figure, drawn before", patient, at(data.figure), None, 0),
        Case("sessions", patient, at("/sessions/")),
        Case("plan", therapist, at(f"/patients/{year.pk}/plan/")),
    ]


def cookie(user: User) -> str:
    """The cookie of a signed-in browser of `user`."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def statements(case: Case) -> int:
    """How many statements the request sends, counted inside this process, without the transaction's own."""
    client = InProcess(headers={"host": "127.0.0.1"})
    client.force_login(case.who)
    if case.body is None:
        client.get(case.path())  # as the second time, which is the usual one
    with CaptureQueriesContext(connection) as captured:
        if case.body is None:
            client.get(case.path())
        else:
            answer = client.put(case.path(), case.body(), content_type="application/json")
            assert answer.status_code == 200, answer.content
    return sum(not query["sql"].startswith(TRANSACTION) for query in captured)


def time_in_turns(clients: Sequence[Client], case: Case, requests: int) -> list[Timing]:
    """Ask each client `requests` times after a warm-up, in turns, as the speed of a machine changes by the minute."""
    timings = [Timing() for _ in clients]
    method = "GET" if case.body is None else "PUT"
    for n in range(WARM_UP + requests):
        for client, timing in zip(clients, timings, strict=True):
            took, _content, timing.size = client.ask(method, case.path(), case.body and case.body())
            if n >= WARM_UP:
                timing.milliseconds.append(took)
    return timings


def time_case(port: int, case: Case, requests: int) -> Timing:
    """Ask `requests` times over one connection, after a warm-up."""
    return time_in_turns([Client(port, cookie(case.who))], case, requests)[0]


def cost_of_walls(ports: tuple[int, int], case: Case, requests: int) -> float:
    """How much longer the request takes inside the walls, at the first port, than past them, as a share."""
    clients = [Client(port, cookie(case.who)) for port in ports]
    inside, past = time_in_turns(clients, case, requests)
    return inside.p50 / past.p50 - 1


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


def run(requests: int) -> None:
    """Measure every case under one server and print the table."""
    data = reference(clock.now().date())
    table = cases(data)
    # Fresh rows have no statistics yet, and the planner guesses.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with server("tests.benchmarks.settings") as port:
        timed = [(case, time_case(port, case, requests), statements(case)) for case in table]
        loads = [
            (case.name, first_load(Client(port, cookie(case.who)), case.path()), timing.size)
            for case, timing, _count in timed
            if case.body is None and not case.path().startswith("/bench/")
        ]
        with past_the_walls() as more, server("tests.benchmarks.settings", more) as unbound:
            walls = [(case.name, cost_of_walls((port, unbound), case, requests)) for case in table[2:]]
    print_times(timed)
    print_sizes(loads)
    print_walls(walls)


def print_times(timed: list[tuple[Case, Timing, int]]) -> None:
    """The table of times, each also as a multiple of the null view."""
    null = timed[0][1].p50
    year = next(timing.p50 for case, timing, _n in timed if case.name == "progress, a year")
    print(f"\n{'what':42} {'p50 ms':>8} {'p95 ms':>8} {'x null':>7} {'budget':>7} {'SQL':>4} {'bytes':>8}")
    for case, timing, count in timed:
        times = timing.p50 / null
        budget, over = case.budget, []
        if case.name == "progress, a year out of ten":
            budget = 1.2 * year / null
        if budget is not None and times > budget:
            over.append("OVER the time budget")
        if case.statements is not None and count > case.statements:
            over.append(f"OVER {case.statements} statements")
        shown = f"{budget:7.1f}" if budget is not None else f"{'':7}"
        print(
            f"{case.name:42} {timing.p50:8.2f} {timing.p95:8.2f} {times:7.1f} {shown} {count:4} {timing.size:8}"
            f"  {', '.join(over)}"
        )


def print_sizes(loads: list[tuple[str, int, int]]) -> None:
    """What a browser fetches for a page, the first time with every asset and later without."""
    print(
        f"\n{'page':42} {'first load':>11} {'later':>8}   budgets: {FIRST_LOAD_BUDGET} and {LATER_PAGE_BUDGET} bytes"
    )
    for name, first, later in loads:
        over = ["OVER first load"] if first > FIRST_LOAD_BUDGET else []
        over += ["OVER later page"] if later > LATER_PAGE_BUDGET else []
        print(f"{name:42} {first:11} {later:8}   {', '.join(over)}")


def print_walls(walls: list[tuple[str, float]]) -> None:
    """What row-level security adds to each page."""
    print(f"\n{'what the walls cost':42} {'share':>7}   goal: under {WALLS_GOAL:.0%}")
    for name, share in walls:
        print(f"{name:42} {share:7.1%}   {'OVER the goal' if share > WALLS_GOAL else ''}")
