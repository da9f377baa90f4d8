"""The rows of the table: who asks for what, and what it may cost."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from accounts.models import User
from tests.benchmarks.data import Reference, thirty_sets
from tests.benchmarks.measure import BARE, Answer, Client

# How much more a row may cost than the one that it is held against.
HARDLY_MORE = 1.1


@dataclass(frozen=True)
class Case:
    """One measured request, and what it may cost in bare views and in SQL statements.

    `who` is None for nobody signed in. With `beside` it may take hardly more time, and no more statements, than the
    row of that name.
    """

    name: str
    who: User | None
    path: Callable[[], str]
    budget: float | None = None
    statements: int | None = None
    beside: str | None = None
    body: Callable[[], object] | None = None

    def ask(self, client: Client) -> Answer:
        """Send the request once."""
        if self.body is None:
            return client.ask("GET", self.path())
        return client.ask("PUT", self.path(), self.body())

    def count(self, client: Client) -> int:
        """Send the request once, and count its SQL statements; those of its transaction do not count."""
        if self.body is None:
            return client.ask("GET", self.path(), count=True).statements
        return client.ask("PUT", self.path(), self.body(), count=True).statements

    @property
    def is_yardstick(self) -> bool:
        """Whether this is no page of the project."""
        return self.path().startswith("/bench/")


def all_cases(data: Reference) -> list[Case]:
    """The rows in their order, yardsticks first."""
    year, decade, therapist = data.year, data.decade, data.therapist
    patient = year.user

    def get(
        name: str, who: User | None, path: str, *budgets: float | None, beside: str | None = None
    ) -> Case:
        budget, statements = (*budgets, None, None)[:2]
        return Case(name, who, lambda: path, budget, statements, beside)  # type: ignore[arg-type]

    store = Case(
        "store a session of 30 sets (PUT)",
        data.writer.user,
        lambda: f"/api/v1/sessions/{uuid4()}",
        budget=25,
        statements=13,
        body=thirty_sets(data.writer),
    )
    return [
        get("raw WSGI answer", patient, "/bench/raw"),
        get("bare Django view", patient, BARE),
        get("null view behind the middleware", None, "/bench/null"),
        get("null view, signed in", patient, "/bench/null"),
        get("null view with SELECT 1, signed in", patient, "/bench/select"),
        get("signed-in page that does nothing", patient, "/bench/signed-in", 3),
        store,
        get("today, player data", patient, "/api/v1/today", 20, 10),
        get("today, page", patient, "/today/", 25),
        get("progress, a year", therapist, f"/patients/{year.pk}/progress/?weeks=52", 50),
        get(
            "progress, a year out of ten",
            therapist,
            f"/patients/{decade.pk}/progress/?weeks=52",
            beside="progress, a year",
        ),
        get("caseload of 50 patients", data.small_therapist, "/patients/"),
        get("caseload of 500 patients", therapist, "/patients/", 40, beside="caseload of 50 patients"),
        get("patient page", therapist, f"/patients/{year.pk}/", 35),
        get("plan", therapist, f"/patients/{year.pk}/plan/", 35),
        get("player", patient, "/player/"),
        get("sessions", patient, "/sessions/"),
        get("library", patient, "/library/"),
        get("sign-in page", None, "/account/login/"),
        get("a figure, drawn before", patient, data.figure, None, 0),
    ]


def chosen(cases: list[Case], only: str | None) -> list[Case]:
    """The rows whose name contains `only`, with those that they are held against. Raises ValueError without any."""
    if only is None:
        return cases
    names = {case.name for case in cases if only.casefold() in case.name.casefold()}
    if not names:
        raise ValueError(f"no row is called {only!r}; there are: " + "; ".join(case.name for case in cases))
    names |= {case.beside for case in cases if case.name in names and case.beside}
    return [case for case in cases if case.name in names]
