"""The arithmetic of the yardstick, with answers whose cost is known."""

from itertools import count

import pytest

from tests.benchmarks import measure
from tests.benchmarks.measure import BARE_A_ROUND, LEAST_ROUNDS, WARM_UP, Answer, assets_of, imports_of


class Worker:
    """Answers as a client does; a bare view costs 1 ms of CPU time and anything else what it says."""

    def __init__(self) -> None:
        self.cpu, self.asked = 0, list[str]()

    def ask(self, _method: str, path: str) -> Answer:
        cost = 1 if path == measure.BARE else int(path)
        answer = Answer(10 * cost, b"", "text/plain", self.cpu, 0)
        self.cpu += cost * 1_000_000
        self.asked.append(path)
        return answer


def test_each_kind_is_charged_with_its_own_cpu_time() -> None:
    worker = Worker()
    asks = [lambda: worker.ask("GET", "7"), lambda: worker.ask("GET", "30")]
    bare, (seven, thirty) = measure.in_turns(worker, asks, seconds=0)  # type: ignore[arg-type]
    assert (bare.cpu, seven.cpu, thirty.cpu) == (1, 7, 30)
    assert (bare.p50, seven.p50, thirty.p50) == (10, 70, 300)
    assert len(seven.worked) == LEAST_ROUNDS
    assert len(bare.worked) == BARE_A_ROUND * LEAST_ROUNDS


def test_a_round_asks_for_the_bare_view_once_unmeasured() -> None:
    worker = Worker()
    measure.in_turns(worker, [lambda: worker.ask("GET", "7")], seconds=0)  # type: ignore[arg-type]
    asked = worker.asked[WARM_UP * (BARE_A_ROUND + 2) :]
    assert asked == ([measure.BARE] * (BARE_A_ROUND + 1) + ["7"]) * LEAST_ROUNDS + [measure.BARE]


def test_share_more() -> None:
    numbers = count()

    def ask(milliseconds: float) -> Answer:
        return Answer(milliseconds, b"", "text/plain", next(numbers), 0)

    assert measure.share_more(lambda: ask(12), lambda: ask(10), 0) == pytest.approx(0.2)


def test_assets_are_what_a_browser_fetches() -> None:
    page = """
        <link rel="stylesheet" href="/a.css"><link rel="canonical" href="/here/"><link rel="manifest" href="/m">
        <script src="/b.js" type="module"></script><script>inline()</script>
        <img src="/c.svg"><img src="data:image/png;base64,AA"><a href="/d/">more</a>
    """
    assert assets_of(page) == ["/a.css", "/m", "/b.js", "/c.svg"]


def test_imports_but_not_those_in_comments() -> None:
    script = b"""
        import { a } from "./a.js";
        /** @typedef {import("./types.js").Workout} Workout */
        // import "./old.js";
        const b = await import("./b.js");
    """
    assert imports_of(script) == ["./a.js", "./b.js"]
    assert imports_of(b'body { background: url("x.svg"); /* url(y.svg) */ }') == ["x.svg"]
