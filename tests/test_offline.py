"""The page that browsers keep and the script by which they do: public, the same for everybody, new when it changes."""

import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.support.page_text import text
from therapy import offline
from therapy.attention.warnings import groups_of


@pytest.fixture(autouse=True)
def _written_anew() -> Iterator[None]:
    """The script is made once a process."""
    offline._worker_once.cache_clear()
    yield
    offline._worker_once.cache_clear()


def kept(script: str, what: str = "help") -> dict:
    return json.loads(re.match(r"self\.KEPT = (\{.*\});\n", script)[1])[what]


def test_the_page_of_help_has_every_sign_and_no_clinics_number(as_, margaret, client):
    for page in (text(client.get("/help/")), text(as_(margaret).get("/help/"))):
        for urgency in groups_of(None):
            assert urgency.title in page
            assert all(sign.replace("'", "&#x27;") in page for sign in urgency.signs)
        assert [f'href="tel:{number}"' in page for number in (112, 911, 999)] == [True] * 3
        assert "020 7946 0100" not in page
        assert "No connection" not in page
    assert "No connection" in text(client.get("/help/?kept=1"))


@pytest.mark.parametrize(("what", "address"), [("help", "/help/?kept=1"), ("player", "/player/shell/")])
def test_what_is_kept_is_a_page_and_its_files(client, what, address):
    found = kept(client.get("/sw.js").text, what)
    assert found["page"] == address
    assert re.fullmatch(rf"evenstep-{what}-[0-9a-f]{{12}}", found["cache"])
    page = client.get(found["page"]).text
    named = [name for name in re.findall(r'(?:href|src)="([^"]+)"', page) if name.startswith("/static/")]
    assert sorted(set(named)) == sorted(found["files"])
    common = {"/static/css/stop.css", "/static/css/tokens.css", "/static/js/theme.js"}
    players = {"/static/css/player.css", "/static/player/ui/app.js", "/static/idb/build/index.js"}
    assert common | (players if what == "player" else set()) <= set(found["files"])
    assert all(finders.find(name.removeprefix("/static/")) for name in found["files"])


def test_every_module_that_the_player_imports_is_kept(client):
    files = kept(client.get("/sw.js").text, "player")["files"]
    for address in [name for name in files if name.endswith(".js")]:
        source = Path(finders.find(address.removeprefix("/static/"))).read_text()
        for module in re.findall(
            r'^(?:import|export) [^"]*?from "(\.[^"]+)"|^import "(\.[^"]+)"', source, re.M
        ):
            imported = posixpath.normpath(posixpath.join(posixpath.dirname(address), "".join(module)))
            assert imported in files, f"{address} imports {imported}"


def test_the_player_opens_for_the_patients_own_pages(client):
    """Only the two where none but patients go are shown from the phone because the network is slow."""
    assert kept(client.get("/sw.js").text, "player")["opens"] == {
        "/": False,
        "/today/": True,
        "/player/": True,
    }


def test_the_script_is_the_same_for_everybody_and_has_nothing_of_anybody(as_, margaret, sam, client):
    answers = [as_(person).get("/sw.js") for person in (margaret, sam)] + [client.get("/sw.js")]
    assert len({answer.text for answer in answers}) == 1
    assert answers[2]["Content-Type"] == "text/javascript"
    assert "no-cache" in answers[2]["Cache-Control"]
    assert "Margaret" not in answers[0].text


def test_the_page_that_is_kept_shows_nobody(client: Client, db: None):
    for address in ("/help/?kept=1", "/player/shell/"):
        answer = client.get(address)
        assert "session-end" not in answer.text
        assert "csrfmiddlewaretoken" not in answer.text
        assert not answer.cookies


def test_the_page_of_the_player_is_the_same_for_everybody(as_, margaret, revision, client):
    """All but the session's end, which a page for somebody signed in has."""
    shell = client.get("/player/shell/").text
    own = as_(margaret).get("/player/shell/").text
    assert own.split('<dialog class="session-end"', 1)[0].strip() == shell.split("</body>", 1)[0].strip()
    assert all(word not in shell for word in ("Margaret", "Harbour", "heel raise"))


def test_the_players_cache_has_another_name_once_a_module_changes(monkeypatch, tmp_path: Path, db: None):
    before = offline._worker()
    changed = tmp_path / "sync.js"
    changed.write_text("/* other */")
    real = finders.find
    monkeypatch.setattr(
        finders, "find", lambda name: str(changed) if name == "player/sync.js" else real(name)
    )
    assert kept(offline._worker(), "player")["cache"] != kept(before, "player")["cache"]
    assert kept(offline._worker())["cache"] == kept(before)["cache"]


def test_the_cache_has_another_name_once_a_file_changes(monkeypatch, tmp_path: Path, db: None):
    before = kept(offline._worker())["cache"]
    assert kept(offline._worker())["cache"] == before
    changed = tmp_path / "stop.css"
    changed.write_text("/* other */")
    real = finders.find
    monkeypatch.setattr(finders, "find", lambda name: str(changed) if name == "css/stop.css" else real(name))
    assert kept(offline._worker())["cache"] != before


def test_the_cache_has_another_name_once_a_script_of_the_worker_changes(
    monkeypatch, tmp_path: Path, db: None
):
    before = kept(offline._worker())["cache"]
    changed = tmp_path / "help.js"
    changed.write_text("/* other */")
    real = finders.find
    monkeypatch.setattr(
        finders, "find", lambda name: str(changed) if name == "js/worker/help.js" else real(name)
    )
    assert kept(offline._worker())["cache"] != before


def test_the_cache_has_another_name_once_the_words_change(monkeypatch, db: None):
    before = kept(offline._worker())["cache"]
    urgencies = groups_of(None)[:2]
    monkeypatch.setattr(offline, "groups_of", lambda clinic: urgencies)
    assert kept(offline._worker())["cache"] != before


def test_a_file_that_is_gone_is_said(monkeypatch, db: None):
    monkeypatch.setattr(finders, "find", lambda name: None)
    with pytest.raises(FileNotFoundError, match="the page of help names"):
        offline._worker()
