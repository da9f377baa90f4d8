"""One embedded server: made, started, asked whether it runs, and stopped.

Whether it runs is asked of the server itself (``pg_isready``), never read off a pid file. Everything that can fail
raises `EmbeddedPostgresError`, whose text is one line for a person.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from therapy.embedded_postgres.paths import (
    SYSTEM_FOLDER,
    Account,
    EmbeddedPostgresError,
    can_enter,
    check_private_folder,
    copied_binaries,
    digest,
    installed_binaries,
    last_line,
    make_open_folder,
    make_private_folder,
    server_account,
)

SUPERUSER = "evenstep"
DATABASE = "evenstep"

# PostgreSQL touches its socket every hour so that cleaners of /tmp leave it. $TMPDIR and
# $XDG_RUNTIME_DIR differ between the shells of one person, who must find the same server.
SOCKET_PARENT = Path("/tmp")  # noqa: S108  # nosec B108 # the folder in it is made 0700 and checked

LOCK_SECONDS = 90.0
START_SECONDS = 60.0
COMMAND_SECONDS = 120.0

# What the server may write into its log: no statement, no parameter, no value of a row.
SERVER_SETTINGS = {
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "max_connections": "100",
}


@dataclass(frozen=True)
class Server:
    """One embedded server: where its files are, and who runs it."""

    home: Path
    lock_file: Path
    binaries: Path
    socket_folder: Path
    account: Account

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.home / "server.log"

    @property
    def url(self) -> str:
        """The owner's address, in the form of ``DATABASE_OWNER_URL``: who migrates."""
        return self.url_as(SUPERUSER)

    def url_as(self, role: str) -> str:
        """The address of one database role, in the form of ``DATABASE_URL``; a migration may have to make it first."""
        return f"postgres://{role}@/{DATABASE}?host={self.socket_folder}"

    def run(self, program: str, arguments: Sequence[str], text: str = "") -> tuple[int, str]:
        """Run one of PostgreSQL's programs as the server's account; exit status and output.

        The output goes through a file: a pipe would stay open as long as the server that
        ``pg_ctl`` leaves behind.
        """
        command = [str(self.binaries / program), *arguments]
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            try:
                status = self._execute(command, output.fileno(), text)
            except subprocess.TimeoutExpired as error:
                raise EmbeddedPostgresError(
                    f"{program} did not finish within {COMMAND_SECONDS:.0f} s; see {self.log}"
                ) from error
            except OSError as error:
                raise EmbeddedPostgresError(f"cannot run {command[0]}: {error}") from error
            output.seek(0)
            return status, output.read()

    def _execute(self, command: list[str], output: int, text: str) -> int:
        # PGHOST, PGDATA and their kin would lead the programs to another server.
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
        return subprocess.run(  # noqa: S603 - our own binaries, no shell
            command,
            cwd="/",
            env=environment,
            input=text.encode(),
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=COMMAND_SECONDS,
            check=False,
            umask=0o077,
            **self.account.for_subprocess(),
        ).returncode

    def is_ready(self) -> bool:
        """Whether the server answers on its socket, as the server itself says."""
        if not os.path.lexists(self.socket_folder):
            return False
        check_private_folder(self.socket_folder, self.account)
        status, _ = self.run(
            "pg_isready", ["-q", "-h", str(self.socket_folder), "-U", SUPERUSER, "-d", DATABASE]
        )
        return status == 0


def ensure_running(project: Path) -> Server:
    """Make the server if there is none, start it if it is not running, and return it.

    Safe to call from many processes at once. Raises `EmbeddedPostgresError`.
    """
    server = locate(project)
    if not is_up(server):
        with locked(server):
            if not is_up(server):
                make_folders(server)
                if not server.data.exists():
                    make_cluster(server)
                start(server)
    return server


def is_up(server: Server) -> bool:
    """Whether the server answers and still has its data."""
    if not server.is_ready():
        return False
    if not server.data.exists():
        raise EmbeddedPostgresError(
            f"{server.data} was removed under a running PostgreSQL, which notices and stops"
            " within a minute; try again then"
        )
    return True


def stop(project: Path) -> bool:
    """Stop the server, letting it finish cleanly; False if none was running."""
    server = locate(project)
    if not server.is_ready():
        return False
    with locked(server):
        status, output = server.run("pg_ctl", ["-D", str(server.data), "-m", "fast", "-w", "stop"])
    if status != 0:
        raise EmbeddedPostgresError(f"PostgreSQL did not stop: {last_line(output)}")
    return True


# --- where things are ------------------------------------------------------------------------


def locate(project: Path) -> Server:
    """The server that belongs to a project folder.

    Starts nothing; for root it may make the system account and the copy of the programs.
    """
    project = project.resolve()
    home = project / "var" / "postgres"
    account = server_account(home)
    binaries = installed_binaries()
    if not account.is_me:
        if not can_enter(account, project):
            home = SYSTEM_FOLDER / digest(str(project))
        if not can_enter(account, binaries):
            binaries = copied_binaries(binaries, SYSTEM_FOLDER)
    socket_folder = SOCKET_PARENT / f"evenstep-{account.uid}-{digest(str(home))}"
    return Server(home, project / "var" / "postgres.lock", binaries, socket_folder, account)


# --- making and starting ---------------------------------------------------------------------


@contextlib.contextmanager
def locked(server: Server) -> Iterator[None]:
    """Hold the project's lock, which dies with the process that holds it."""
    try:
        make_open_folder(server.lock_file.parent)
        handle = os.open(server.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise EmbeddedPostgresError(f"cannot write {server.lock_file}: {error.strerror}") from error
    try:
        deadline = time.monotonic() + LOCK_SECONDS
        while not try_lock(handle):
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"another process has held {server.lock_file} for {LOCK_SECONDS:.0f} s"
                )
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def try_lock(handle: int) -> bool:
    """Take the lock if nobody has it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def make_folders(server: Server) -> None:
    """Make the home and the socket's folder, for the server's account alone."""
    try:
        make_open_folder(server.home.parent)
        for folder in (server.home, server.socket_folder):
            make_private_folder(folder, server.account)
            check_private_folder(folder, server.account)
    except OSError as error:
        raise EmbeddedPostgresError(
            f"cannot make {error.filename or server.home}: {error.strerror}"
        ) from error


def make_cluster(server: Server) -> None:
    """Make the data directory with its one database, whole or not at all."""
    for left_over in server.home.glob("making-*"):
        shutil.rmtree(left_over)
    making = server.home / f"making-{os.getpid()}"
    arguments = ["-D", str(making), "-U", SUPERUSER, "-E", "UTF8", "--locale=C"]
    # Built into PostgreSQL, so that an upgrade of the system never changes the order of an index.
    arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    arguments += ["--auth-local=trust", "--auth-host=reject"]
    for name, value in SERVER_SETTINGS.items():
        arguments += ["--set", f"{name}={value}"]
    try:
        status, output = server.run("initdb", arguments)
        if status == 0:
            status, output = server.run(
                "postgres",
                ["--single", "-j", "-D", str(making), "postgres"],
                f"CREATE DATABASE {DATABASE};\n\n",
            )
        # Single-user mode exits with 0 after an error in a statement, and says so in its output.
        if status != 0 or "ERROR:" in output or "FATAL:" in output:
            raise EmbeddedPostgresError(f"cannot make a database in {making}: {last_line(output)}")
        making.rename(server.data)
    except OSError as error:
        raise EmbeddedPostgresError(f"cannot make {server.data}: {error.strerror}") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)


def start(server: Server) -> None:
    """Start the server on existing data and wait until it answers."""
    check_version(server)
    owner = pid_file_owner(server.data)
    if owner is not None and is_postmaster_of(owner, server):
        wait_until_ready(server)
        return
    if owner is not None:
        # The number in the pid file belongs to a stranger, or to a dead process that nobody has
        # collected: PostgreSQL would take either for a running server and refuse to start.
        (server.data / "postmaster.pid").unlink(missing_ok=True)
    options = f"-c listen_addresses='' -c unix_socket_directories={server.socket_folder}"
    arguments = ["-D", str(server.data), "-l", str(server.log), "-o", options]
    arguments += ["-t", f"{START_SECONDS:.0f}", "-w", "-s", "start"]
    status, output = server.run("pg_ctl", arguments)
    if status != 0 or not server.is_ready():
        raise EmbeddedPostgresError(f"PostgreSQL did not start: {reason_in_log(server) or last_line(output)}")


def check_version(server: Server) -> None:
    """Refuse data of another major version, which this PostgreSQL cannot read."""
    try:
        of_data = (server.data / "PG_VERSION").read_text().strip()
    except OSError as error:
        raise EmbeddedPostgresError(
            f"{server.data} is not a PostgreSQL database: {error.strerror}; move it away"
        ) from error
    _, output = server.run("postgres", ["--version"])
    of_program = output.split()[-1].split(".")[0] if output.split() else "unknown"
    if of_data != of_program:
        raise EmbeddedPostgresError(
            f"the data in {server.data} were made by PostgreSQL {of_data} and this is"
            f" {of_program}: dump them with the older one, or move that folder away"
        )


def pid_file_owner(data: Path) -> psutil.Process | None:
    """The living or uncollected process whose number the pid file names, if there is one."""
    try:
        return psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        return None


def is_postmaster_of(process: psutil.Process, server: Server) -> bool:
    """Whether a process is a PostgreSQL at work in the server's data directory."""
    try:
        return (
            process.uids().effective == server.account.uid
            and process.name().startswith("postgres")
            and Path(process.cwd()) == server.data
        )
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def wait_until_ready(server: Server) -> None:
    """Wait for a server that somebody else has started, or that is recovering."""
    deadline = time.monotonic() + START_SECONDS
    while not server.is_ready():
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError(
                f"a PostgreSQL runs in {server.data} but does not answer in"
                f" {server.socket_folder}; see {server.log}"
            )
        time.sleep(0.1)


def reason_in_log(server: Server) -> str:
    """The last fatal line of the server's log, without its time."""
    try:
        lines = server.log.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    fatal = [line for line in lines[-40:] if "FATAL:" in line or "PANIC:" in line]
    return fatal[-1].split(": ", 1)[1].strip() if fatal else ""
