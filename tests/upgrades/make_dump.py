"""Makes the dump of a release, by hand, on the day of the release and never again:

    make test ARGS=tests/upgrades/make_dump.py

It holds one small clinic with a bit of everything, made as people and devices do it.
"""

import gzip
import json
import re
import subprocess
import tomllib
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client

from accounts.models import User
from tests.factories import make_article, make_invitation, make_plan, make_revision
from tests.support.device import CLOCK, SESSION, document, one_set
from tests.support.doses import dose_of
from tests.support.old_databases import DUMPS
from therapy.care.models import Patient
from therapy.embedded_postgres.paths import installed_binaries
from therapy.plans.models import Revision

CHECK = "c4ec0000-0000-4000-8000-000000000001"
# What the tests have added to their database is in no other.
AS_IN_PRODUCTION = """
DO $do$ DECLARE one record; BEGIN
    FOR one IN SELECT tablename FROM pg_policies WHERE policyname = 'a_test_sees_all' LOOP
        EXECUTE format('DROP POLICY a_test_sees_all ON %I', one.tablename);
    END LOOP;
    FOR one IN SELECT tgrelid::regclass AS guarded FROM pg_trigger WHERE tgname = 'never_emptied' LOOP
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER never_emptied', one.guarded);
    END LOOP;
END $do$
"""


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_make_the_dump(
    thursday: None,
    as_: Callable[[User | Patient | None], Client],
    ruth: User,
    sam: User,
    kwame: User,
    margaret: Patient,
    tomasz: Patient,
    nils: Patient,
    revision: Revision,
) -> None:
    def put(address: str, sent: dict[str, Any]) -> None:
        answer = as_(margaret).put(f"/api/v1/{address}", json.dumps(sent), content_type="application/json")
        assert answer.status_code == 200, answer.content

    heel_left, heel_right = (dose_of(revision, "heel-raise-single", side) for side in "LR")
    stretch_left = dose_of(revision, "wall-calf-stretch-straight", "L")
    first, second = one_set(heel_left, pain=2, pain_kind="joint", effort=6), one_set(heel_left, 2)
    partial = one_set(heel_left, 3, outcome="partial", reps=5, load_kg=2.5)
    sets = [first, second, partial, one_set(stretch_left, 1, outcome="skipped", skip_reason="time")]
    put(f"sessions/{SESSION}", document(margaret, *sets, note="A bit stiff"))
    sets = [first, second | {"outcome": "done", "reps": 7}, one_set(heel_right), *sets[2:]]
    more = {"version": 2, "finished_at": CLOCK, "note": "A bit stiff", "pain_after": 3}
    put(f"sessions/{SESSION}", document(margaret, *sets, **more))
    said = {"kind": "before", "day": "2026-11-19", "answered_at": CLOCK, "sent_at": CLOCK}
    stop = said | {"person": str(margaret.user_id), "answers": {"R15": "R15.weight"}, "kind": "wrong"}
    put(f"checks/{CHECK}", stop)
    make_revision(make_plan(tomasz), published=False)
    make_article(ruth.memberships.get().clinic)
    make_invitation(ruth.memberships.get().clinic, ruth, email="new@example.org")
    for person in (sam, kwame):
        assert as_(person).get(f"/patients/{margaret.pk}/").status_code == 200
    assert as_(sam).get("/patients/").status_code == 200
    dump(version())


def version() -> str:
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())["project"]
    return str(project["version"])


def dump(name: str) -> None:
    """Writes the script, and the checkpoint of the trail that a later check is given. Raises CalledProcessError."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(AS_IN_PRODUCTION)
    said = StringIO()
    call_command("check_audit", stdout=said)
    checkpoint = re.search(r"^checkpoint: (\S+)$", said.getvalue(), re.MULTILINE)
    assert checkpoint
    where = connections["owner"].get_connection_params()
    address = {f"PG{key.upper()}": str(where[name]) for key, name in ADDRESS.items() if where.get(name)}
    command = [str(installed_binaries() / "pg_dump"), "--no-owner", "--inserts", "--rows-per-insert=100"]
    done = subprocess.run(command, env=address, capture_output=True, text=True, check=True)
    DUMPS.mkdir(exist_ok=True)
    (DUMPS / f"{name}.sql.gz").write_bytes(gzip.compress(for_any_server(done.stdout).encode(), mtime=0))
    (DUMPS / f"{name}.checkpoint").write_text(checkpoint.group(1) + "\n")


ADDRESS = {"host": "host", "port": "port", "user": "user", "password": "password", "database": "dbname"}


def for_any_server(script: str) -> str:
    """For any owner's name, for PostgreSQL 15 and newer, and without psql's own commands."""
    # Each of these is a line that no text of a row is like.
    script = re.sub(r"^\\(un)?restrict \w+\n|^SET transaction_timeout = 0;\n", "", script, flags=re.MULTILINE)
    script = re.sub(
        r"^ALTER DEFAULT PRIVILEGES FOR ROLE \w+ ", "ALTER DEFAULT PRIVILEGES ", script, flags=re.MULTILINE
    )
    return re.sub(
        r"^(CREATE POLICY owner_migrates ON \S+) TO \w+ ", r"\1 TO CURRENT_USER ", script, flags=re.MULTILINE
    )
