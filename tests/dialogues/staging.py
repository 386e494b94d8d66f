"""Stage directions in what a person of a story says: the code that came, time that passes, what fails."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

from tests.bot.enrolment.phone import Phone
from tests.helpdesk import Helpdesk

_DIRECTION = re.compile(r"<([a-z0-9 ]+)>")
_LATER = re.compile(r"(\d+) minutes later")
_PAGE = re.compile(r"/enrol/([\w=-]+)")
_THERE_IS = (
    "code",
    "earlier code",
    "wrong code",
    "5 minutes later",
    "messages fail",
    "messages go out",
    "the page is done",
)


class CannotBePlayed(Exception):
    """A stage direction that is misspelt, or has nothing to play with; its text says what to mend."""


def only_words(text: str) -> str:
    """Give the text of a talk that nobody stands behind: a direction in it would be said aloud."""
    for found in _DIRECTION.finditer(text):
        if found[1] in _THERE_IS or _LATER.fullmatch(found[1]):
            raise CannotBePlayed(f"{found[0]} takes a fixture with `directory: demo` in it.")
    return text


class Stage:
    """
    Plays what stands between `<` and `>` in a text, in its order, and gives the words that are said.

    Other words between them are said as they stand; raises `CannotBePlayed` for what was meant as one of these.

    `<code>` is the newest code that was sent, `<earlier code>` the one before it, `<wrong code>` any other.
    `<5 minutes later>` lets time pass. `<messages fail>` and `<messages go out>` say what becomes of them.
    `<the page is done>` opens the page that was given last, and gives the first code of a new authenticator.
    """

    def __init__(self, helpdesk: Helpdesk) -> None:
        self._helpdesk = helpdesk
        self.has_entered_a_code = False
        self._page: str | None = None

    def play(self, text: str) -> str:
        return _DIRECTION.sub(lambda found: self._played(found[1]), text).strip()

    def see(self, shown: list[Mapping[str, Any]]) -> None:
        """Take note of a page that was given."""
        pages = [page for message in shown for page in _PAGE.findall(message.get("text") or "")]
        self._page = pages[-1] if pages else self._page

    def _played(self, direction: str) -> str:
        codes = self._helpdesk.codes
        if direction in ("code", "earlier code"):
            back = 1 if direction == "code" else 2
            if len(codes) < back:
                raise CannotBePlayed(f"<{direction}> is none: {len(codes)} were sent so far.")
            self.has_entered_a_code = True
            return codes[-back]
        if direction == "wrong code":
            return next(
                guess for guess in ("271828", "314159", *map(str, range(100_000, 999_999))) if guess not in codes
            )
        if direction in ("messages fail", "messages go out"):
            self._helpdesk.delivery.fails = direction == "messages fail"
        elif direction == "the page is done":
            self._fill_in_the_page()
        elif later := _LATER.fullmatch(direction):
            self._helpdesk.clock.pass_(60 * float(later[1]))
        elif meant := difflib.get_close_matches(direction, _THERE_IS, n=1, cutoff=0.75):
            raise CannotBePlayed(f"<{direction}> is no stage direction. Did you mean <{meant[0]}>?")
        else:
            return f"<{direction}>"
        return ""

    def _fill_in_the_page(self) -> None:
        enrolment, now = self._helpdesk.office.enrolment, self._helpdesk.clock()
        phone = Phone().scan(enrolment.open_page(self._page or "", now).picture)
        outcome = enrolment.confirm(self._page or "", phone.code(now), now)
        assert outcome.state == "right", outcome
