"""Which of the buttons below an answer somebody means who types: by what it says, or by its place among them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_PLACES = {word: place for words in (_ORDINALS, _NUMBERS) for place, word in enumerate(words, 1)} | {"last": 0}
_BY_PLACE = re.compile(
    r"(?:(?:ok|okay|please|the|number|no|nr|option|answer|choice|button|its|i take|i pick|i choose) )*"
    rf"(?P<place>\d{{1,2}}|{'|'.join(_PLACES)})(?:st|nd|rd|th)?"
    r"(?: (?:one|option|answer|choice|button|in the list))?(?: please)?"
)


def button_meant(words: str, titles: Sequence[str]) -> int | None:
    """Give the index of the button meant, from 0; None when the words say anything else."""
    said = _bare(words)
    if not said:
        return None
    by_title = next((index for index, title in enumerate(titles) if _bare(title) == said), None)
    if by_title is not None:
        return by_title
    found = _BY_PLACE.fullmatch(said)
    if not found:
        return None
    place = int(found["place"]) if found["place"].isdecimal() else _PLACES[found["place"]] or len(titles)
    return place - 1 if 0 < place <= len(titles) else None


def _bare(words: str) -> str:
    """Give the words alone: people leave out the full stop, and start small."""
    return " ".join(re.findall(r"\w+", words.lower().replace("'", "")))
