"""Spelling a domain or a sign-in name for the ear, with the alphabet of ICAO and ITU."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from bot.phone.dated import read_dated


def spelt(text: str) -> str:
    """
    Spell a text, one word for each character: "a1@b.com" is "Alfa one at Bravo dot Charlie Oscar Mike".

    Capital and small letters sound the same: domains and sign-in names do not tell them apart. A
    character that has no name, such as "ü", stands as it is.
    """
    return " ".join(word for _, word in spelt_signs(text))


def spelt_signs(text: str) -> tuple[tuple[str, str], ...]:
    """Give each character of a text with the word for it, as `spelt` says them."""
    names = _names()
    return tuple((character, names.get(character.lower(), character.lower())) for character in text)


def alphabet() -> Mapping[str, str]:
    """Give the name of each letter and digit, in their order."""
    return {sign.upper(): name for sign, name in _names().items() if sign.isalnum()}


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    content = read_dated("spelling.yml").content
    digits = {str(value): name for value, name in enumerate(content["digits"])}
    return {**content["letters"], **digits, **content["signs"]}
