"""A server under the clock: it is started, asked over one connection, and stopped."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from statistics import fmean, quantiles
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

T = TypeVar("T")

BARE = "/bench/bare"
WARM_UP = 5
LEAST_ROUNDS = 10
# Each round asks for the yardstick too, so that a machine which gets slower by the minute slows both. One more comes
# before these: it finds the processor's caches full of the row's own, and is not counted.
BARE_A_ROUND = 2

# What a style sheet or a script asks for in turn.
IMPORT = re.compile(rb'(?:@import|url\(|from|import)\s*\(?["\']?(?!data:)([^"\')\s;]+\.(?:css|js|svg|woff2))')
# Comments name types of other modules, which no browser fetches.
COMMENT = re.compile(rb"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
FETCHED_LINKS = {"stylesheet", "icon", "manifest", "modulepreload", "preload"}


@dataclass(frozen=True)
class Answer:
    """An answer as the client saw it; `cpu` is what the worker had used before, in nanoseconds."""

    milliseconds: float
    content: bytes
    content_type: str
    cpu: int
    statements: int


@dataclass
class Sample:
    """Milliseconds of one kind of request: as the client waited, and as the worker's CPU worked."""

    waited: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """The median of what the client waited, in milliseconds."""
        return quantiles(self.waited, n=100)[49]

    @property
    def p95(self) -> float:
        """Its 95th percentile, in milliseconds."""
        return quantiles(self.waited, n=100)[94]

    @property
    def cpu(self) -> float:
        """The mean of CPU time, in milliseconds: what a server carries is decided by the sum."""
        return fmean(self.worked)


@contextmanager
def server(settings: str, more: Mapping[str, str] | None = None) -> Iterator[int]:
    """The port of a running server with one worker; it is stopped with the block. Raises RuntimeError.

    `more` is added to its environment. What it logs goes to a file, which is kept where something fails.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.benchmarks.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--worker-class", "gthread", "--threads", "1"]
    command += ["--log-level", "warning", "--keep-alive", "75"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings} | dict(more or {})
    log = Path("var") / f"bench-server-{port}.log"
    with log.open("w") as lines:
        process = subprocess.Popen(command, env=environment, stderr=lines)
        try:
            wait_for(port, process)
            yield port
        except Exception as error:
            error.add_note(f"the server's log is {log}")
            raise
        finally:
            process.terminate()
            process.wait(timeout=20)
    log.unlink()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Return once somebody listens on `port`. Raises RuntimeError when `process` ends, or after 30 seconds."""
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the benchmark's server did not start")


# Against forged requests: any 32 letters, the same in the cookie and in the header.
TOKEN = "benchmarkbenchmarkbenchmarkbench"


class Client:
    """One kept-alive connection of one browser, which is signed in where `cookie` says so."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": cookie, "X-CSRFToken": TOKEN}

    def ask(
        self, method: str, path: str, body: object = None, *, encoding: str = "br, gzip", count: bool = False
    ) -> Answer:
        """Send one request; have its SQL statements counted with `count`. Raises RuntimeError unless it is a 200."""
        data = None if body is None else json.dumps(body).encode()
        headers = self.headers | {"Accept-Encoding": encoding} | ({"X-Count": "1"} if count else {})
        started = time.perf_counter()
        self.connection.request(method, path, data, headers)
        response = self.connection.getresponse()
        content = response.read()
        took = (time.perf_counter() - started) * 1000
        if response.status != 200:
            raise RuntimeError(f"{method} {path} answered {response.status}")
        told = response.headers
        return Answer(
            took, content, told["Content-Type"], int(told["X-Worker-CPU"]), int(told["X-Statements"])
        )

    def close(self) -> None:
        """Leave the server's one thread to others."""
        self.connection.close()


def in_turns(
    client: Client, asks: Sequence[Callable[[], Answer]], seconds: float
) -> tuple[Sample, list[Sample]]:
    """Ask for the bare view, by `client`, and for each of `asks` in turns, for so long, after a warm-up: their samples.

    All are answered by one worker.
    """
    bare, samples = Sample(), [Sample() for _ in asks]
    ask_bare = partial(client.ask, "GET", BARE)
    turns: list[tuple[Sample | None, Callable[[], Answer]]] = [(None, ask_bare)]
    turns += [(bare, ask_bare)] * BARE_A_ROUND
    turns += zip(samples, asks, strict=True)
    asked = [(sample, ask()) for sample, ask in rounds(turns, seconds)]
    asked.append((None, ask_bare()))
    for (sample, answer), (_sample, following) in pairwise(asked):
        if sample is not None:
            sample.waited.append(answer.milliseconds)
            sample.worked.append((following.cpu - answer.cpu) / 1e6)
    return bare, samples


def share_more(one: Callable[[], Answer], other: Callable[[], Answer], seconds: float) -> float:
    """How much longer `one` takes than `other`, as a share; both are asked in turns, for so long, after a warm-up."""
    samples = Sample(), Sample()
    for sample, ask in rounds(list(zip(samples, (one, other), strict=True)), seconds):
        sample.waited.append(ask().milliseconds)
    return samples[0].p50 / samples[1].p50 - 1


def rounds(
    turns: Sequence[tuple[T, Callable[[], Answer]]], seconds: float
) -> Iterator[tuple[T, Callable[[], Answer]]]:
    """All `turns` again and again until `seconds` are over, at least `LEAST_ROUNDS` times, after a warm-up."""
    for _sample, ask in list(turns) * WARM_UP:
        ask()
    ends, done = time.monotonic() + seconds, 0
    while time.monotonic() < ends or done < LEAST_ROUNDS:
        done += 1
        yield from turns


class Assets(HTMLParser):
    """Collects what a browser fetches to show a page, by its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Called by the parser for each tag."""
        said = dict(attributes)
        address = said.get("href") if tag == "link" else said.get("src") if tag in ("script", "img") else None
        if tag == "link" and not FETCHED_LINKS & set((said.get("rel") or "").split()):
            return
        if address and not address.startswith("data:"):
            self.found.append(address)


def first_load(client: Client, path: str) -> tuple[int, int]:
    """Bytes and requests of a page with all that it asks for, as they are sent to a browser that comes new."""
    waiting, seen = [path], set[str]()
    total = 0
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        total += len(client.ask("GET", address).content)
        text = client.ask("GET", address, encoding="identity").content
        found = assets_of(text.decode()) if address == path else imports_of(text)
        waiting += [urlsplit(urljoin(address, one)).path for one in found]
    return total, len(seen)


def assets_of(page: str) -> list[str]:
    """Addresses that a page names for a browser to fetch, as they stand there."""
    parser = Assets()
    parser.feed(page)
    return parser.found


def imports_of(text: bytes) -> list[str]:
    """Addresses that a style sheet or a script names for a browser to fetch, as they stand there."""
    return [found.decode() for found in IMPORT.findall(COMMENT.sub(b"", text))]
