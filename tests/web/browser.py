"""What the tests in a browser do over and over; Playwright is imported when the first of them runs."""

from __future__ import annotations

from typing import Any

LOST = "I lost my phone with Microsoft Authenticator"


def expect(what: Any) -> Any:
    """Wait until something holds of a part of a page."""
    from playwright.sync_api import expect

    return expect(what)


def answers(page: Any) -> Any:
    """The buttons below the newest message."""
    return page.locator(".theirs:last-child > .answers")


def press(page: Any, title: str) -> None:
    answers(page).get_by_role("button", name=title, exact=True).click()


def says(page: Any, text: str) -> None:
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#typing")).to_be_hidden()


def sideways(page: Any) -> int:
    """How far the page can be pushed sideways, in pixels."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
