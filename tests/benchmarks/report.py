"""The table: each row as multiples of the bare view, with what is over its budget."""

from dataclasses import dataclass

from tests.benchmarks.cases import HARDLY_MORE, Case
from tests.benchmarks.measure import Answer, Sample

KB = 1024
FIRST_LOAD_BUDGET = (60 * KB, 12)
PLAYER_BUDGET = (80 * KB, 12)
LATER_PAGE_BUDGET = 15 * KB
WALLS_GOAL = 0.10


@dataclass(frozen=True)
class Held:
    """The row that another one is held against, measured in turns with it."""

    case: Case
    row: Sample
    statements: int


@dataclass(frozen=True)
class Timed:
    """What was measured of one row, of the bare view in turns with it, and its last answer."""

    case: Case
    row: Sample
    bare: Sample
    statements: int
    last: Answer
    held: Held | None = None

    @property
    def times(self) -> float:
        """Wall time as a multiple of the bare view's."""
        return self.row.p50 / self.bare.p50

    @property
    def cpu_times(self) -> float:
        """CPU time of the worker as a multiple of the bare view's."""
        return self.row.cpu / self.bare.cpu

    def over(self) -> list[str]:
        """What is over its budget, in words."""
        case, over = self.case, []
        if case.budget is not None and self.times > case.budget:
            over.append("OVER the budget")
        if case.statements is not None and self.statements > case.statements:
            over.append("OVER the statements")
        if self.held is not None:
            share, more = self.row.p50 / self.held.row.p50, self.statements - self.held.statements
            over += [f"OVER: {share:.2f} x {case.beside}"] if share > HARDLY_MORE else []
            over += [f"OVER: {more} statements more than {case.beside}"] if more > 0 else []
        return over


@dataclass(frozen=True)
class Load:
    """What a browser fetches for a page: bytes and requests the first time, bytes of the page alone later."""

    name: str
    first: int
    requests: int
    later: int


def time_heading() -> str:
    """The two lines above the times."""
    return (
        f"\n{'':36} {'wall ms':>15} {'':7} {'CPU ms':>8}\n"
        f"{'what':36} {'p50':>7} {'p95':>7} {'x bare':>7} {'mean':>8} {'x bare':>7} {'budget':>7}"
        f" {'SQL':>4} {'most':>4} {'bytes':>7}"
    )


def time_line(timed: Timed) -> str:
    """One row of times. A budget is in multiples of the bare view's wall time."""
    case = timed.case
    return (
        f"{case.name:36} {timed.row.p50:7.2f} {timed.row.p95:7.2f} {timed.times:7.1f}"
        f" {timed.row.cpu:8.2f} {timed.cpu_times:7.1f} {_or_blank(case.budget):>7}"
        f" {timed.statements:4} {_or_blank(case.statements):>4} {len(timed.last.content):7}"
        f"  {', '.join(timed.over())}".rstrip()
    )


def size_heading() -> str:
    """The two lines above the sizes."""
    (first, requests), (player, more) = FIRST_LOAD_BUDGET, PLAYER_BUDGET
    return (
        f"\nbudgets: first load {first} bytes in {requests} requests, the player's {player} in {more};"
        f" a later page {LATER_PAGE_BUDGET} bytes\n"
        f"{'page':36} {'first load':>11} {'requests':>9} {'later':>7}"
    )


def size_line(load: Load) -> str:
    """One row of sizes."""
    most, requests = PLAYER_BUDGET if load.name == "player" else FIRST_LOAD_BUDGET
    over = ["OVER first load"] if load.first > most else []
    over += ["OVER requests"] if load.requests > requests else []
    over += ["OVER later page"] if load.later > LATER_PAGE_BUDGET else []
    return f"{load.name:36} {load.first:11} {load.requests:9} {load.later:7}  {', '.join(over)}".rstrip()


def walls_heading() -> str:
    """The line above what row-level security costs."""
    return f"\n{'what the walls cost':36} {'share':>7}   goal: under {WALLS_GOAL:.0%}"


def walls_line(name: str, share: float) -> str:
    """One row of it."""
    return f"{name:36} {share:7.1%}   {'OVER the goal' if share > WALLS_GOAL else ''}".rstrip()


def _or_blank(number: float | None) -> str:
    return "" if number is None else f"{number:g}"
