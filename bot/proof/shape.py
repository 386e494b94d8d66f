"""What a code looks like: drawn at random, and found again in what somebody types."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from bot.privacy.signs import typed, without_unspaced

#: Gives a number from 0 up to, but without, this one; each as likely as the others.
Randbelow = Callable[[int], int]

DIGITS = 6

_RUN = re.compile(r"(?<![\w+])\d+(?: \d+)*(?!\w)")
_HALVES = re.compile(r"(?<![\d-])(?<!- )(\d{3}) ?- ?(\d{3})(?!\d| ?- ?\d)")
#: "120,000 users" is a number.
_WITH_COMMA = re.compile(
    r"(?:\A|\bcode|\bis|:)[\s\"'(]{0,2}(\d{3}),(\d{3})(?=\W*\Z|,? (?:is|and|but)\b)", re.IGNORECASE
)
#: "4 8 2 - 9 1 3"
_SIGN_BY_SIGN = re.compile(r"(?<![\w+.-])(?<!\d )(?<!- )\d(?:(?: - |[ -])\d){5}(?!\w|[-.]\d| -? ?\d)")
_NAMED_NUMBER = re.compile(
    r"(?:error|aadsts|status|case|ticket|错误|錯誤|エラー|工单|工單)(?:\W*(?:code|number|no|代码|代碼|码|碼|コード|号))?[\W是为は]*\d+",
    re.IGNORECASE,
)


def draw_to_send(randbelow: Randbelow = secrets.randbelow) -> str:
    """Draw six digits, each code as likely as the others (NIST SP 800-63B-4, 4.2: at least six digits)."""
    return f"{randbelow(10**DIGITS):0{DIGITS}d}"


def code_in(text: str) -> str | None:
    """
    Give the one code in a text, as it was drawn; None when there is none, or more than one to choose from.

    Spaces, a dash or a comma in the middle and whatever shows a digit are understood, in a sentence of any
    script. A longer number, such as that of a telephone, is no code; nor is a date, or the number of an error
    or a case.
    """
    text = without_unspaced(_NAMED_NUMBER.sub("", typed(text).text))
    text = _WITH_COMMA.sub(r" \1\2", text)
    text = _HALVES.sub(r"\1\2", _SIGN_BY_SIGN.sub(_joined, text))
    found = {code for run in _RUN.findall(text) for code in _codes_in(run)}
    return found.pop() if len(found) == 1 else None


def _codes_in(run: str) -> list[str]:
    """`482 913` is one code; in `482913 10 minutes` it is the group of six."""
    groups = run.split()
    if len("".join(groups)) <= DIGITS + 2:
        return ["".join(groups)] if len("".join(groups)) == DIGITS else [g for g in groups if len(g) == DIGITS]
    return []


def _joined(signs: re.Match[str]) -> str:
    return re.sub("[ -]", "", signs[0])
