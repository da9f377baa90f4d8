"""Write the locks anew: ``make lock``.

What is wanted stands in ``pyproject.toml`` and ``package.json``; what is installed stands in
``requirements*.txt`` and ``package-lock.json``, each file with its hash and none with a host, so
that every machine takes them from whatever registry it is set up for.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
COMPILE = [
    *("uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-header", "--no-annotate", "--quiet", "--upgrade"),
]


def compile_lock(target: str, source: str, *options: str, wanted: str = "") -> None:
    """Resolve one source into one hash-locked file."""
    command = [sys.executable, "-m", *COMPILE, source, *options, "--output-file", target]
    subprocess.run(command, cwd=PROJECT, input=wanted, text=True, check=True)


def lock_npm() -> None:
    """Resolve package.json; leave out who asks for funds, the last thing there with an address."""
    subprocess.run(["npm", "install", "--package-lock-only"], cwd=PROJECT, check=True)  # noqa: S607  # nosec B607 # who locks has npm
    lock = PROJECT / "package-lock.json"
    content = json.loads(lock.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
    lock.write_text(json.dumps(content, indent=2) + "\n")


def main() -> None:
    """All five locks."""
    wanted = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    compile_lock("requirements.txt", "pyproject.toml")
    # The same versions for the demo as for production, and for development as for the demo, and more beside them.
    compile_lock("requirements-demo.txt", "pyproject.toml", "--extra", "demo", "-c", "requirements.txt")
    compile_lock(
        "requirements-dev.txt",
        "pyproject.toml",
        *("--extra", "demo", "--extra", "dev", "-c", "requirements-demo.txt"),
    )
    node = "\n".join(wanted["optional-dependencies"]["node"])
    compile_lock("requirements-node.txt", "-", wanted=node)
    lock_npm()


if __name__ == "__main__":
    main()
