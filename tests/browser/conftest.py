"""A real Chromium, the machine's own; the tests in this folder are marked `browser`, and `slow` for that reason.

Without one they are skipped, and say so; where `CI` is true, that is a failure.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.chromium import CHROMIUM_NAMES, FLAGS, chromium

# Playwright's sync API runs an event loop in the tests' thread, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

MISSING = f"no Chromium on this machine: none of {', '.join(CHROMIUM_NAMES)} was found"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark this folder's tests; skip them where there is nothing to run them in."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if item.get_closest_marker("slow") is None:
                item.add_marker(pytest.mark.slow("opens pages in a real Chromium"))
            if chromium() is None and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright's own, with the machine's Chromium."""
    path = chromium()
    if path is None:
        pytest.fail(MISSING)
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A patient's phone, in the language and the place that the cast lives in."""
    return {
        **browser_context_args,
        "viewport": {"width": 360, "height": 740},
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }
