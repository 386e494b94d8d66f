"""What a code looks like: drawn at random, and found again in what somebody types."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable

#: Gives a number from 0 up to, but without, this one; each as likely as the others.
Randbelow = Callable[[int], int]

DIGITS = 6

_SPACE = "[ \u00a0]"
_RUN = re.compile(rf"(?<![\w+])\d+(?:{_SPACE}\d+)*(?!\w)")
_HALVES = re.compile(r"(?<![\d-])(\d{3})-(\d{3})(?!\d|-\d)")
_NAMED_NUMBER = re.compile(r"(?:error|aadsts|status|case|ticket)(?:\W*(?:code|number|no))?\W*\d+", re.IGNORECASE)


def draw_to_send(randbelow: Randbelow = secrets.randbelow) -> str:
    """Draw six digits, each code as likely as the others (NIST SP 800-63B-4, 4.2: at least six digits)."""
    return f"{randbelow(10**DIGITS):0{DIGITS}d}"


def code_in(text: str) -> str | None:
    """
    Give the one code in a text, as it was drawn; None when there is none, or more than one to choose from.

    Spaces, a hyphen in the middle and the digits of other scripts are understood. A longer number, such
    as that of a telephone, is no code; nor is a date, or the number of an error or a case.
    """
    text = "".join(_plain(sign) for sign in unicodedata.normalize("NFKC", text))
    text = _HALVES.sub(r"\1\2", _NAMED_NUMBER.sub("", text))
    found = {code for run in _RUN.findall(text) for code in _codes_in(run)}
    return found.pop() if len(found) == 1 else None


def _codes_in(run: str) -> list[str]:
    """`482 913` is one code; in `482913 10 minutes` it is the group of six."""
    groups = run.split()
    if len("".join(groups)) <= DIGITS + 2:
        return ["".join(groups)] if len("".join(groups)) == DIGITS else [g for g in groups if len(g) == DIGITS]
    return []


def _plain(sign: str) -> str:
    digit = unicodedata.digit(sign, None)
    return sign if digit is None else str(digit)
