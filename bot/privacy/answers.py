"""Codes that somebody enters: the one code in a short message, for whoever waits for one."""

from __future__ import annotations

import unicodedata

from bot.privacy.codes import numeral_runs, read_aloud, spoken
from bot.privacy.context import is_short
from bot.privacy.numbers import is_code, numbers_in
from bot.privacy.reading import Reading
from bot.privacy.secret import Secret

#: Longer messages are not even read.
LONGEST = 200
_DIGITS = 6


def code_in(text: str) -> str | None:
    """
    Give the one code in a short message: six digits, or eight capital letters and digits; else None.

    "123 456", "the code is 123-456", "it says 482913" and "HK7P-R3TX" are understood. The message has
    at most eight words, the code counted as one. What is no secret (the number of a case, of a telephone, of an
    error) is no code; nor is any, when there are two different ones to choose from.
    """
    if len(text) > LONGEST:
        return None
    reading = Reading(unicodedata.normalize("NFKC", text))
    found = {
        number.digits
        for number in numbers_in(reading)
        if len(number.digits) == _DIGITS
        and is_short(reading, number.last - number.first + 1)
        and is_code(reading, number)
    }
    found |= {_plain(reading, secret) for secret in read_aloud(reading) if is_short(reading, _words(reading, secret))}
    found |= set(_spoken(reading))
    return found.pop() if len(found) == 1 else None


def _plain(reading: Reading, secret: Secret) -> str:
    return "".join(c for c in reading.text[secret.start : secret.end].upper() if c.isalnum())


def _words(reading: Reading, secret: Secret) -> int:
    return len(reading.text[secret.start : secret.end].split())


def _spoken(reading: Reading) -> list[str]:
    if not any(True for _ in spoken(reading)):
        return []
    return [
        "".join(reading.vocabulary.numerals[word.plain] for word in reading.words[first:after])
        for first, after in numeral_runs(reading)
        if after - first == _DIGITS and is_short(reading, after - first)
    ]
