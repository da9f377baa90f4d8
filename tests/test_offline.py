"""The page that browsers keep and the script by which they do: public, the same for everybody, new when it changes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.attention.test_overview_and_wrong import text
from therapy import offline
from therapy.attention.warnings import groups_of


@pytest.fixture(autouse=True)
def _written_anew() -> Iterator[None]:
    """The script is made once a process."""
    offline._worker_once.cache_clear()
    yield
    offline._worker_once.cache_clear()


def kept(script: str) -> dict:
    return json.loads(re.match(r"self\.KEPT = (\{.*\});\n", script)[1])


def test_the_page_of_help_has_every_sign_and_no_clinics_number(as_, margaret, client):
    for page in (text(client.get("/help/")), text(as_(margaret).get("/help/"))):
        for urgency in groups_of(None):
            assert urgency.title in page
            assert all(sign.replace("'", "&#x27;") in page for sign in urgency.signs)
        assert [f'href="tel:{number}"' in page for number in (112, 911, 999)] == [True] * 3
        assert "020 7946 0100" not in page
        assert "No connection" not in page
    assert "No connection" in text(client.get("/help/?kept=1"))


def test_what_is_kept_is_the_page_of_help_and_its_files(client):
    found = kept(client.get("/sw.js").text)
    assert found["page"] == "/help/?kept=1"
    assert re.fullmatch(r"evenstep-help-[0-9a-f]{12}", found["cache"])
    page = client.get(found["page"]).text
    named = [name for name in re.findall(r'(?:href|src)="([^"]+)"', page) if name.startswith("/static/")]
    assert sorted(set(named)) == sorted(found["files"])
    assert {"/static/css/stop.css", "/static/css/tokens.css", "/static/js/theme.js"} <= set(found["files"])


def test_every_file_that_is_kept_is_there(client):
    for address in kept(client.get("/sw.js").text)["files"]:
        assert finders.find(address.removeprefix("/static/")), address


def test_the_script_is_the_same_for_everybody_and_has_nothing_of_anybody(as_, margaret, sam, client):
    answers = [as_(person).get("/sw.js") for person in (margaret, sam)] + [client.get("/sw.js")]
    assert len({answer.text for answer in answers}) == 1
    assert answers[2]["Content-Type"] == "text/javascript"
    assert "no-cache" in answers[2]["Cache-Control"]
    assert "Margaret" not in answers[0].text


def test_the_page_that_is_kept_shows_nobody(client: Client, db: None):
    page = client.get("/help/?kept=1").text
    assert "session-end" not in page
    assert "csrfmiddlewaretoken" not in page


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
