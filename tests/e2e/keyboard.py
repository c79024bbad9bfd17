"""A person at a page with a keyboard and nothing else."""

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150


class Keyboard:
    """Goes from one control to the next as Tab does, and presses what has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reaches(self, control: Locator, *, back: bool = False) -> None:
        """Go on until a control has the focus; it fails where Tab does not come by it."""
        expect(control).to_be_visible()
        for _ in range(MOST_TABS):
            if control.evaluate("control => control === document.activeElement"):
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab does not come by {control}")

    def presses(self, control: Locator) -> None:
        """Go to a control, and press Enter."""
        self.reaches(control)
        self.page.keyboard.press("Enter")

    def writes(self, text: str) -> None:
        """Write where the focus is."""
        self.page.keyboard.type(text)
