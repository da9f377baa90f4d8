"""A server under the clock: it is started, asked over one connection, and stopped."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from statistics import quantiles
from urllib.parse import urljoin, urlsplit

ASSET = re.compile(rb'<(?:link|script)\b[^>]*?\b(?:href|src)="(/static/[^"]+)"')
IMPORT = re.compile(rb'(?:@import|url\(|from|import)\s*\(?["\']?(?!data:)([^"\')\s;]+\.(?:css|js|svg|woff2))')


@dataclass
class Timing:
    """Milliseconds of one kind of request, and the size of its answer in bytes."""

    milliseconds: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def p50(self) -> float:
        """The median, in milliseconds."""
        return quantiles(self.milliseconds, n=100)[49]

    @property
    def p95(self) -> float:
        """The 95th percentile, in milliseconds."""
        return quantiles(self.milliseconds, n=100)[94]


@contextmanager
def server(settings: str, more: Mapping[str, str] | None = None) -> Iterator[int]:
    """The port of a running server with one worker; it is stopped with the block. Raises RuntimeError.

    `more` is added to its environment.
    """
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "therapy.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
    ]
    command += ["--worker-class", "gthread", "--threads", "1", "--log-level", "warning", "--keep-alive", "75"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings} | dict(more or {})
    process = subprocess.Popen(command, env=environment)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
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
    """One kept-alive connection of one signed-in person."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": cookie, "Accept-Encoding": "br, gzip", "X-CSRFToken": TOKEN}

    def ask(self, method: str, path: str, body: object = None) -> tuple[float, bytes, int]:
        """Milliseconds, the body as sent, and the whole answer's bytes. Raises RuntimeError unless it is a 200."""
        data = None if body is None else json.dumps(body).encode()
        started = time.perf_counter()
        self.connection.request(method, path, data, self.headers)
        response = self.connection.getresponse()
        content = response.read()
        took = (time.perf_counter() - started) * 1000
        if response.status != 200:
            raise RuntimeError(f"{method} {path} answered {response.status}")
        return took, content, len(content)

    def plain(self, path: str) -> bytes:
        """The body, uncompressed."""
        connection = HTTPConnection("127.0.0.1", self.connection.port, timeout=60)
        connection.request(
            "GET", path, headers={"Cookie": self.headers["Cookie"], "Accept-Encoding": "identity"}
        )
        content = connection.getresponse().read()
        connection.close()
        return content


def first_load(client: Client, path: str) -> int:
    """Bytes of a page with every style sheet and script it asks for, as they are sent to a browser."""
    waiting, seen = [path], set()
    total = 0
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        total += client.ask("GET", address)[2]
        text = client.plain(address)
        pattern = ASSET if address == path else IMPORT
        waiting += [urlsplit(urljoin(address, found.decode())).path for found in pattern.findall(text)]
    return total
