"""What the server promises about pages, as a browser sees it."""

import pytest
from playwright.sync_api import ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer


def test_sign_in_page_breaks_no_policy(page: Page, live_server: LiveServer) -> None:
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(f"{live_server.url}/account/login/")
    assert answer is not None
    assert answer.status == 200
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert page.locator("input[type=password]").is_visible()
    page.wait_for_load_state("networkidle")
    assert complaints == []


@pytest.mark.always
def test_inline_script_does_not_run(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/account/login/")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.broken = true";
            document.body.append(script);
        }"""
    )
    assert page.evaluate("window.broken") is None
