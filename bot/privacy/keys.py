"""Keys that no pattern gives away: the secret of an authenticator in base 32, tokens, anything drawn at random."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.context import told_after, told_before
from bot.privacy.reading import Reading
from bot.privacy.secret import Secret
from bot.privacy.shapes import GUID, is_base32, is_keylike, is_long_hex, is_random, is_reference, vowels

_GROUP = re.compile(r"[A-Z2-7]{4,8}|[a-z2-7]{4,8}")
_DASHED = re.compile(r"(?:[A-Z2-7]{4}-){3,15}[A-Z2-7]{1,4}|(?:[a-z2-7]{4}-){3,15}[a-z2-7]{1,4}")
_RECOVERY_CODE = re.compile(r"[A-Z0-9]{25}|[a-z0-9]{25}")
#: A secret of less is too short for an authenticator: 80 bits.
SHORTEST = 16


def keys_to_remove(reading: Reading) -> Iterator[Secret]:
    """Find what was drawn at random, by its looks and by what is said of it."""
    for place, word in enumerate(reading.words):
        if len(word.text) >= SHORTEST and not word.is_address:
            kind = _kind(reading, place)
            if kind:
                yield Secret(word.start, word.end, kind)
    yield from _groups(reading)


def _kind(reading: Reading, place: int) -> str | None:
    text = reading.words[place].text
    told, _ = told_before(reading, place)
    if told == "harmless" or is_reference(text) or GUID.search(text):
        return None
    talks_of_key = "key" in reading.roles
    if _RECOVERY_CODE.fullmatch(text) and not text.isalpha() and not talks_of_key:
        return "code"
    is_secret = ("-" not in text or _DASHED.fullmatch(text)) and is_base32(text, told=_is_told(reading, place, place))
    is_key = is_secret or is_long_hex(text) or is_random(text) or (talks_of_key and is_keylike(text))
    return "key" if is_key else None


def _groups(reading: Reading) -> Iterator[Secret]:
    """Base 32 in groups, as it is shown beside a QR code: "jbsw y3dp ehpk 3pxp"."""
    first = 0
    while first < len(reading.words):
        size = _group_size(reading, first)
        after = first + 1
        while size and after < len(reading.words) and _group_size(reading, after) == size:
            after += 1
        following = after
        while size and first < after and _is_word(reading, after - 1):
            after -= 1
        while size and first < after and _is_word(reading, first):
            first += 1
        if size and (after - first) * size >= SHORTEST and _is_in_groups(reading, first, after):
            yield Secret(reading.words[first].start, reading.words[after - 1].end, "key")
        first = following


def _group_size(reading: Reading, place: int) -> int:
    word = reading.words[place]
    return len(word.text) if _GROUP.fullmatch(word.text) else 0


def _is_word(reading: Reading, place: int) -> bool:
    word = reading.words[place]
    return word.role is not None or reading.vocabulary.has("everyday", word.plain)


def _is_in_groups(reading: Reading, first: int, after: int) -> bool:
    """Words stand each for itself and numbers too; in base 32 letters and digits stand together."""
    groups = [word.text for word in reading.words[first:after]]
    if any(not group.isalpha() and not group.isdigit() for group in groups):
        return True
    if _is_told(reading, first, after - 1):
        return any(group.isalpha() for group in groups)
    letters = "".join(groups)
    return letters.isalpha() and vowels(letters) < (0.3 if letters.isupper() else 0.2)


def _is_told(reading: Reading, first: int, last: int) -> bool:
    """ "the key is X", "X is the key"."""
    return ("key", True) in (told_before(reading, first), told_after(reading, last))
