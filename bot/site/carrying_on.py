"""The pages on which a code to carry on elsewhere is shown, and on which one was entered."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.site.rendering import Page, render
from bot.written import mapping_in

#: Why a code was not taken, with the status of HTTP.
NOT_TAKEN = {"no_code": 404, "too_many": 429, "not_now": 503}


def carry_on(code: str | None, own_address: str) -> Page:
    """Show the code with which this talk goes on elsewhere; None: none can be given just now."""
    return Page(render("carry_on.html", code=code, own_address=own_address, is_resumed=False))


def resumed(code: str | None, own_address: str) -> Page:
    """Say that the talk is here now, and show the code that took the place of the one that was used."""
    return Page(render("carry_on.html", code=code, own_address=own_address, is_resumed=True))


def not_resumed(why: str) -> Page:
    """Say that this code opens nothing, and what to do."""
    return Page(render("not_resumed.html", why=why), NOT_TAKEN[why])


def opening() -> dict[str, Any]:
    """Give what a talk begins with that was carried on: a text and its buttons."""
    return _words()["carried_on"]  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return mapping_in(Path(__file__).with_name("words.yml"))
