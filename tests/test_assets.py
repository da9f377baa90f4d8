"""Static files from `node_modules`: the few that are named, and no others."""

import json
import posixpath
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from therapy import assets
from therapy.assets import NodeModulesFinder


def test_finds_what_is_named() -> None:
    found = finders.find("bootstrap/dist/css/bootstrap.min.css")
    assert found == str(Path(settings.BASE_DIR) / "node_modules/bootstrap/dist/css/bootstrap.min.css")


@pytest.mark.parametrize(
    "path",
    [
        "bootstrap/package.json",
        "bootstrap/dist/js/bootstrap.min.js",
        "../manage.py",
        "bootstrap/../../manage.py",
    ],
)
def test_finds_nothing_else(path: str) -> None:
    assert NodeModulesFinder().find(path) == []
    assert NodeModulesFinder().find(path, find_all=True) == []


def test_a_file_that_was_not_fetched_stops_the_collecting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "NODE_FILES", ("bootstrap/dist/gone.css",))
    with pytest.raises(FileNotFoundError, match="run npm ci"):
        list(NodeModulesFinder().list(None))


@pytest.mark.slow("hashes and compresses every file")
def test_every_file_can_be_collected_under_a_hashed_name(tmp_path: Path) -> None:
    """As the demo and production collect them: a style sheet that names a missing file fails here."""
    code = (
        "import django; from django.conf import settings; import therapy.settings as ours;"
        "from pathlib import Path; import sys; ours.STATIC_ROOT = Path(sys.argv[1]);"
        "django.setup(); from django.core.management import call_command;"
        "call_command('collectstatic', interactive=False, verbosity=0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=settings.BASE_DIR,
        env={
            "PATH": "/usr/bin:/bin",
            "EVENSTEP_ENV": "demo",
            "DJANGO_SETTINGS_MODULE": "therapy.settings",
            "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob("bootstrap/dist/css/bootstrap.min.*.css.br"))
    named = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    # The modules of the player find each other, and the one from node_modules, under these names.
    store = (tmp_path / named["player/store.js"]).read_text()
    for module in ("../idb/build/index.js", "./outbox.js"):
        name = named[posixpath.normpath(posixpath.join("player", module))]
        assert f'/{posixpath.basename(name)}";' in store
        assert f'"{module}";' not in store
