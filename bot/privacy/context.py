"""What the words around a number or a word make of it: a code, something explained, or nothing in particular."""

from __future__ import annotations

from collections.abc import Iterator

from bot.privacy.reading import Reading, Word

#: So many words back, and so many on, a word can say what a number is.
LOOKS_BACK = 8
LOOKS_ON = 6
SAYS_CODE = frozenset({"code", "recovery_code", "access_pass"})
_LEADS_ON = ("link", "part")
#: A message of so many words is an answer rather than a story.
SHORT = 8


def told_before(reading: Reading, place: int) -> tuple[str | None, bool]:
    """
    Give the nearest role before a place, and whether nothing but words like "is" and "my" lies between.

    What explains a number ("ticket") counts only so near.
    """
    return _nearest(reading, reading.before(place, LOOKS_BACK))


def told_after(reading: Reading, place: int) -> tuple[str | None, bool]:
    """Give the same for the words after a place; a word that is counted ("users") explains as well."""
    following = list(reading.after(place, LOOKS_ON))
    if following and reading.vocabulary.has("unit", following[0].plain):
        return "harmless", True
    return _nearest(reading, iter(following))


def is_explained(reading: Reading, first: int, last: int | None = None) -> bool:
    """Tell whether the words around say that this is no secret: the number of a case, the name of an error."""
    before, _ = told_before(reading, first)
    if before:
        return before == "harmless"
    return told_after(reading, first if last is None else last)[0] == "harmless"


def is_short(reading: Reading, taken: int = 1) -> bool:
    """Tell whether the message is short; the words that the secret itself takes count as one."""
    return reading.length - taken + 1 <= SHORT


def _nearest(reading: Reading, words: Iterator[Word]) -> tuple[str | None, bool]:
    is_near, hint = True, None
    between = reading.vocabulary.lists["between"].__contains__
    for word in words:
        if word.role == "code_hint":
            hint = word.role
        elif word.role not in (None, "part", "link") and (is_near or word.role != "harmless"):
            return word.role, is_near
        is_near = is_near and (word.role in _LEADS_ON or between(word.plain))
    return hint, False
