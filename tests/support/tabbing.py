"""Going through a page by keyboard."""

from playwright.sync_api import Page, expect


def skip_to_the_page(page: Page) -> None:
    """The first stop leads past the menu."""
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the page")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
