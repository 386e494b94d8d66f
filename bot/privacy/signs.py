"""Signs as a keyboard types them: one digit for all that show it, one hyphen for all dashes, and nothing unseen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

#: Letters of scripts that put no blank between words: Thai, Hangul, kana, Chinese characters.
UNSPACED = "\u0e01-\u0e4e\u1100-\u11ff\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_UNSPACED = re.compile(f"[{UNSPACED}]")
#: What marks a sentence or a quotation in those scripts.
_MARKS = {"。": ".", "，": ";", "、": ";", "「": '"', "」": '"', "『": '"', "』": '"', "【": "(", "】": ")"}
#: The circle of an emoji that shows a digit, and what makes an emoji of a sign.
_AROUND = frozenset("\u20dd\u20de\u20e3") | {chr(sign) for sign in range(0xFE00, 0xFE10)}
_MINUS = "\u2212"


@dataclass(frozen=True)
class Typed:
    """A text in plain signs; `places` are those of its signs in the text as it was, None where they are the same."""

    text: str
    places: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where this piece stands in the text as it was, with what is unseen behind its signs."""
        if self.places is None or start == end:
            return start, end
        return self.places[start], self.places[end]


def typed(text: str) -> Typed:
    """Give a text in plain signs: a 4 in a circle, raised, of another script or an emoji is a 4; none becomes two."""
    if text.isascii():
        return Typed(text)
    kept = [(sign, place) for place, written in enumerate(text) if (sign := _plain(written))]
    return Typed("".join(sign for sign, _ in kept), (*(place for _, place in kept), len(text)))


def without_unspaced(text: str) -> str:
    """Give the text with an end of line for each letter of those scripts: a number beside it stands apart."""
    return text if text.isascii() else _UNSPACED.sub("\n", text)


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """Give the one sign that is typed for this one; nothing for what is unseen."""
    if sign.isascii():
        return sign
    if sign in _AROUND or unicodedata.category(sign) == "Cf":
        return ""
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    if sign == _MINUS or unicodedata.category(sign) == "Pd":
        return "-"
    whole = unicodedata.normalize("NFKC", sign)
    return _MARKS.get(sign, whole if len(whole) == 1 else sign)
