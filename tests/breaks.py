"""`make breaks`: breaks that matter, each of which the suite has to catch without its slow tests.

Each is made in a copy of the project with a database server of its own, and the tests named beside it are run there:
red is as it should be. First they are run as the project is, so that red means the break. A break whose text is not
found, or found twice, stops everything: whoever moves or rewrites such a line brings its break along.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
INSTALLED = (".venv", "node_modules")
LEFT_OUT = shutil.ignore_patterns(".git", "var", "__pycache__", ".*_cache", ".hypothesis", *INSTALLED)
FAILED = 1  # pytest's exit status where tests failed; a break that cannot be run at all has another


@dataclass(frozen=True)
class Break:
    """What is broken: `old`, found once in the files of the pattern `where`, becomes `new`."""

    what: str
    where: str
    old: str
    new: str
    tests: tuple[str, ...]


BREAKS = (
    Break(
        "the gate lets a therapist see every patient of the database",
        "therapy/care/models.py",
        "self.filter(_is_record_of(user) | _is_treated_by(user)) if user.is_active",
        "self.all() if user.is_active",
        ("tests/care/test_sight.py",),
    ),
    Break(
        "a wall lets everything through",
        "accounts/**/walls_sql.py",
        "CREATE POLICY within_the_walls ON {table} USING ({condition}) WITH CHECK ({condition});",
        "CREATE POLICY within_the_walls ON {table} USING (true) WITH CHECK (true);",
        ("tests/accounts/tenancy/test_walls.py::test_in_one_clinic_no_row_of_another",),
    ),
    Break(
        "a set whose repetitions nobody said counts as done",
        "therapy/logbook/migrations/*.py",
        "models.When(reps__isnull=False, target_reps__gt=0, then=",
        "models.When(target_reps__gt=0, then=",
        (
            "tests/logbook/test_partial.py",
            "tests/logbook/test_today.py::test_a_day_is_judged_by_the_credit_of_its_sets",
        ),
    ),
    Break(
        "a merge brings back what was taken back on the phone",
        "static/player/merge.js",
        "!changed.has(set.id) && !gone.has(set.id) && !taken",
        "!changed.has(set.id) && !taken",
        ("tests/player/test_modules.py::test_module[merge.test.js]",),
    ),
    Break(
        "a published revision can be changed",
        "therapy/plans/migrations/*.py",
        "IF OLD.published_at IS NULL OR (TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD) THEN",
        "IF true THEN",
        ("tests/plans/test_publish.py::test_the_database_refuses_a_careless_statement",),
    ),
    Break(
        "the phone forgets a set that the server did not name",
        "static/player/responses.js",
        "const kept = request.sent.sets.filter((set) => named.has(set.id));",
        "const kept = request.sent.sets;",
        ("tests/player/test_modules.py::test_module[sync_stored.test.js]",),
    ),
    Break(
        "an older version of a session is taken without a word",
        "therapy/player/sync.py",
        "elif document.version < session.version or _differs(",
        "elif document.version == session.version and _differs(",
        ("tests/sync/test_versions.py::test_an_older_version_is_told_what_is_stored",),
    ),
    Break(
        "pain of 6 is not red any more",
        "therapy/logbook/*.py",
        "RED_FROM = 6",
        "RED_FROM = 7",
        ("tests/attention/test_pain_rule.py", "tests/player/test_pain_cases.py"),
    ),
    Break(
        "a paused day asks for exercises",
        "therapy/plans/schedule.py",
        "due = () if pause else tuple(",
        "due = tuple(",
        ("tests/plans/test_schedule.py::test_a_pause_asks_for_nothing_on_both_its_days",),
    ),
    Break(
        "a link of the trail's chain does not hold the one before",
        "therapy/trail/migrations/*.py",
        "hash = sha256(head.hash || EXCLUDED.digest)",
        "hash = sha256(EXCLUDED.digest)",
        ("tests/trail/test_seal.py::test_a_trail_that_nobody_touched_is_whole",),
    ),
)


def main(names: list[str]) -> int:
    """All breaks, or those whose description has one of these words. Exit status 1 where one got through."""
    chosen = [one for one in BREAKS if not names or any(name in one.what for name in names)]
    for one in chosen:
        place_of(one, PROJECT)
    with copy_of_the_project() as copy:
        print(f"as it is: {len(chosen)} breaks to come, their tests first", flush=True)
        status, said = run(copy, sorted({test for one in chosen for test in one.tests}))
        if status != 0:
            print(said)
            sys.exit("breaks: these tests fail on the project as it is, so they would prove nothing")
        caught = [is_caught(one, copy) for one in chosen]
        return int(not all(caught))


def is_caught(one: Break, copy: Path) -> bool:
    """Make the break, run its tests, mend it again, and say what came of it."""
    path = place_of(one, copy)
    whole, began = path.read_text(), time.monotonic()
    path.write_text(whole.replace(one.old, one.new))
    try:
        status, said = run(copy, list(one.tests))
    finally:
        path.write_text(whole)
    failures = [line.split(" - ")[0] for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))]
    print(f"{'caught' if status == FAILED else 'NOT CAUGHT'}: {one.what} ({time.monotonic() - began:.0f} s)")
    print("        " + (failures[0] if failures else f"pytest ended with {status}\n{said}"), flush=True)
    return status == FAILED


def place_of(one: Break, project: Path) -> Path:
    """The one file that has the text once. Stops the run with a message where it is not there, or more than once."""
    found = [(path, path.read_text().count(one.old)) for path in sorted(project.glob(one.where))]
    having = [(path, times) for path, times in found if times]
    if len(having) != 1 or having[0][1] != 1:
        where = ", ".join(f"{times} in {path.relative_to(project)}" for path, times in having) or "nowhere"
        sys.exit(f"breaks: {one.what}: wanted once in {one.where}, and found {where}:\n    {one.old}")
    return having[0][0]


def run(copy: Path, tests: list[str]) -> tuple[int, str]:
    """The exit status and the words of pytest, without slow tests."""
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-x", "-m", "not slow or always"]
    command += ["--no-limits", "--hypothesis-profile=any_example", *tests]
    done = subprocess.run(command, cwd=copy, env=environment(), capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def environment() -> dict[str, str]:
    """The copy has a server of its own: a broken migration must not leave its template on anybody's."""
    named = ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPYCACHEPREFIX")
    return {name: value for name, value in os.environ.items() if name not in named}


@contextmanager
def copy_of_the_project() -> Iterator[Path]:
    """A copy in a folder that every account can enter, without what was made and with what was installed."""
    top = Path(tempfile.mkdtemp(prefix="evenstep-breaks-"))
    top.chmod(0o755)
    copy = top / "project"
    shutil.copytree(PROJECT, copy, ignore=LEFT_OUT)
    for name in INSTALLED:
        (copy / name).symlink_to((PROJECT / name).resolve())
    try:
        yield copy
    finally:
        stop = [sys.executable, "manage.py", "postgres", "stop"]
        subprocess.run(stop, cwd=copy, env=environment(), capture_output=True)
        shutil.rmtree(top)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
