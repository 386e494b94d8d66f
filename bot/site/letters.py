"""What a message holds to be sent on: a letter, or the text of a request, with ways to take it along."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from bot.phone.trial_tenant import trial_data
from bot.site.rendering import render
from bot.written import mapping_in

_SUBJECT = re.compile(r"^Subject: (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Letter:
    """
    A message in three parts: what stands before the text that is sent on, that text, and what comes after.

    `subject` is None for a request, which is pasted and not mailed.
    """

    before: str
    text: str
    after: str = ""
    subject: str | None = None

    @property
    def mail(self) -> str | None:
        """Give the address that opens it in a mail program, to nobody in particular."""
        if self.subject is None:
            return None
        body = self.text.partition("\n")[2].strip().replace("\n", "\r\n")
        return f"mailto:?subject={quote(self.subject)}&body={quote(body)}"


def letter_in(text: str) -> Letter | None:
    """Find what is to be sent on; None when there is no such thing."""
    subject = _SUBJECT.search(text)
    if subject:
        return Letter(text[: subject.start()], text[subject.start() :].strip(), subject=subject[1])
    title, reminder = trial_data().text("road.ticket_title"), trial_data().text("road.reminder")
    start, end = text.find(title), text.find(reminder)
    if 0 <= start < end:
        return Letter(text[: start + len(title)], text[start + len(title) : end].strip(), text[end:])
    return None


def ways_to_take(letter: Letter) -> Markup:
    """Give the buttons and the box from which it is copied, also without a script."""
    return Markup(render("take.html", letter=letter, words=_words()))


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    words: dict[str, Any] = mapping_in(Path(__file__).with_name("words.yml"))["take"]
    return words
