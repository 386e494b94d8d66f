"""Plain text that prints: paragraphs no wider than a page, with an indent; addresses and numbers left whole."""

from __future__ import annotations

import re
import textwrap

WIDTH = 78
#: The blank inside a phone number, at which a line does not break; in the end it is a common one again.
_INSIDE_NUMBER = re.compile(r"(?<=\d) (?=\d)")
_FIXED_BLANK = "\N{NO-BREAK SPACE}"


def wrapped(text: str, first: str = "", indent: str | None = None) -> str:
    """
    Break a text into lines of at most 78 characters, its own line breaks kept.

    `first` stands before the first line, `indent` before the others (by default as many blanks as
    `first` is long). A word that is longer than a line, such as a web address, is not broken: it has
    to work when it is copied; nor is a phone number.
    """
    indent = " " * len(first) if indent is None else indent
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines += textwrap.wrap(
            _INSIDE_NUMBER.sub(_FIXED_BLANK, paragraph),
            width=WIDTH,
            initial_indent=indent if lines else first,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines).replace(_FIXED_BLANK, " ")


def titled(title: str, *paragraphs: str) -> str:
    """Put a heading with a line under it above the paragraphs."""
    return "\n".join([title, "-" * len(title), *paragraphs])
