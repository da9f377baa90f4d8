"""The content security policy, and that no page has what it would block: every address, by who gets the page."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.routes_table import PICTURE, ROUTES
from tests.support.inline import INLINE
from tests.support.routes import fill

POLICY = [
    *("base-uri 'none'", "default-src 'self'", "form-action 'self'", "frame-ancestors 'none'"),
    "object-src 'none'",
]
OWN_SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"


# Data that a script of ours reads is not run.
DATA = re.compile(r'<script id="[\w-]+" type="application/json">[^<]*</script>')


def blocked(page: str) -> list[str]:
    """What in a page the policy would block."""
    return [name for name, pattern in INLINE.items() if pattern.search(DATA.sub("", page))]


# One of each who gets a page: the patient's shell, the desk's, the bare one; and one who is denied nearly all.
@pytest.mark.slow("asks for every page there is")
@pytest.mark.parametrize("actor", ["nobody", "margaret", "sam", "ruth", "ada"])
def test_every_page_keeps_the_policy(actor, people, ids, as_, subtests):
    client = as_(people[actor])
    for address, row in ROUTES.items():
        # A picture has a policy of its own, and a test of it (tests/library/figures/test_serving.py).
        if address == PICTURE or (actor != "ada" and row[actor] != 200):
            continue
        cache.clear()
        with subtests.test(address):
            answer = client.get(fill(address, ids))
            assert sorted(answer["Content-Security-Policy"].split("; ")) == POLICY
            assert "Content-Security-Policy-Report-Only" not in answer
            assert blocked(b"".join(answer).decode()) == []


def test_our_scripts_make_no_code_from_text():
    scripts = sorted(OWN_SCRIPTS.glob("*.js"))
    assert scripts
    for script in scripts:
        assert not re.search(
            r"\beval\b|\bnew Function\b|innerHTML|outerHTML|document\.write", script.read_text()
        )
