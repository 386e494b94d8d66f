"""Codes of letters and digits: those that somebody read out, backup codes, passes; and codes said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.context import SAYS_CODE, is_explained, is_short, told_after, told_before
from bot.privacy.reading import Reading
from bot.privacy.secret import Secret
from bot.privacy.shapes import is_ordinary, is_reference, switches

#: Eight signs without what looks alike (0 O 1 I L), whole or in halves, as helpdesks read codes out: ours never does,
#: and whoever pastes one got it elsewhere.
_SIGNS = "A-HJKMNP-Z2-9"
_READ_ALOUD = re.compile(rf"[{_SIGNS}]{{4}}-?[{_SIGNS}]{{4}}", re.IGNORECASE)
_HALF = re.compile(rf"[{_SIGNS}]{{4}}", re.IGNORECASE)
_BACKUP = re.compile(r"[A-Za-z0-9]{4,8}(?:[-–][A-Za-z0-9]{4,8}){1,6}|[A-Za-z0-9]{6,24}")
_TOLD = re.compile(r"[A-Za-z0-9]{5,12}")
_VOWELS = frozenset("AEIOUaeiou")


def codes_to_remove(reading: Reading) -> Iterator[Secret]:
    """Find every code that is not in digits alone."""
    yield from _read_aloud(reading)
    yield from _spoken(reading)
    lists = "recovery_code" in reading.roles
    for place, word in enumerate(reading.words):
        text = word.text.rstrip("!?")
        if word.role or word.is_address or text.isdigit() or text.isalpha() or is_ordinary(text):
            continue
        told, near = told_before(reading, place)
        if (lists and _BACKUP.fullmatch(text) and not is_explained(reading, place)) or (
            told in SAYS_CODE and near and _TOLD.fullmatch(text)
        ):
            yield Secret(word.start, word.start + len(text), "code")


def _read_aloud(reading: Reading) -> Iterator[Secret]:
    """Find eight letters and digits like "HK7P-R3TX", where a code is told or the message holds little else."""
    for place, word in enumerate(reading.words):
        text = word.text.rstrip("!?")
        if word.role:
            continue
        if _READ_ALOUD.fullmatch(text):
            if _is_read_aloud(reading, place, place, text):
                yield Secret(word.start, word.start + len(text), "code")
        elif _HALF.fullmatch(text) and place + 1 < len(reading.words):
            second = reading.words[place + 1]
            other = second.text.rstrip("!?")
            if (
                _HALF.fullmatch(other)
                and not second.role
                and not _is_word(reading, place)
                and not _is_word(reading, place + 1)
                and _is_read_aloud(reading, place, place + 1, f"{text}-{other}")
            ):
                yield Secret(word.start, second.start + len(other), "code")


def _spoken(reading: Reading) -> Iterator[Secret]:
    """Find digits in words: "four eight two nine one three"."""
    for first, after in _numeral_runs(reading):
        told = told_before(reading, first)[0] or told_after(reading, after - 1)[0]
        if told in (*SAYS_CODE, "code_hint") or (told != "harmless" and is_short(reading, after - first)):
            yield Secret(reading.words[first].start, reading.words[after - 1].end, "code")


def _numeral_runs(reading: Reading) -> Iterator[tuple[int, int]]:
    """Give where six digits in a row are said in words, from the first to the one after the last."""
    first = 0
    while first < len(reading.words):
        after = first
        while after < len(reading.words) and reading.words[after].plain in reading.vocabulary.numerals:
            after += 1
        if 6 <= after - first <= 8:
            yield first, after
        first = after + 1


def _is_read_aloud(reading: Reading, first: int, last: int, text: str) -> bool:
    halves = text.split("-")
    is_upper = text.isupper()
    has_digit = any(c.isdigit() for c in text)
    # "TEST-4739" is the number of something, "THANKYOU" a word.
    if (
        text.replace("-", "").isdigit()
        or is_reference(text)
        or (not has_digit and (_VOWELS & set(text) or not is_upper))
    ):
        return False
    told, _ = told_before(reading, first)
    after, _ = told_after(reading, last)
    if "harmless" in (told, after):
        return False
    if told in (*SAYS_CODE, "code_hint") or after in SAYS_CODE:
        return has_digit or len(halves) == 2
    return is_short(reading, last - first + 1) and (is_upper or switches(text) >= 3)


def _is_word(reading: Reading, place: int) -> bool:
    word = reading.words[place]
    return word.text.isalpha() and (not word.text.isupper() or reading.vocabulary.has("everyday", word.plain))
