"""The keyboard in the tests of this folder: Tab to something, and see every stop on the way."""

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 80

# The outline may be drawn by the label around a radio button, or by the span beside it.
IS_SHOWN = """
(element) => [element, element.nextElementSibling, element.closest("label")].some((box) => {
  if (!box) return false;
  const style = getComputedStyle(box);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
})
"""
# Whether any part of it can be seen: a bar that sticks to the window may not hide it as a whole.
IS_UNCOVERED = """
(element) => {
  const whole = element.closest("label") ?? element;
  const { left, top, width, height } = whole.getBoundingClientRect();
  return [0.1, 0.5, 0.9].some((part) => {
    const seen = document.elementFromPoint(left + width * 0.5, top + height * part);
    return seen !== null && whole.contains(seen);
  });
}
"""


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Tab (or Shift+Tab) until `wanted` has the focus; on the way, every stop has to be seen."""
    expect(wanted).to_be_attached()
    # Going to the set in the address takes the focus away once more, when all of the page is there.
    page.wait_for_load_state("load")
    for _stop in range(MOST_STOPS):
        page.keyboard.press(key)
        focused = page.evaluate_handle("document.activeElement")
        markup = focused.evaluate("(element) => element.outerHTML.slice(0, 200)")
        assert not markup.startswith("<body"), "the page was left"
        assert focused.evaluate(IS_SHOWN), f"no outline: {markup}"
        assert focused.evaluate(IS_UNCOVERED), f"covered: {markup}"
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} was not reached by {MOST_STOPS} tabs")
