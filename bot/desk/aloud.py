"""Reading aloud: names, domains and addresses of what is said now, letter by letter in the spelling alphabet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.phone.spelling import alphabet, spelt, spelt_signs

#: A sign-in name, or an address as it is told on the phone: without https.
_NAMES = re.compile(
    r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.@/])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w/-]*\w)?", re.IGNORECASE
)

_SIGNS = ".-_@+'/# "


@dataclass(frozen=True)
class Spelt:
    """A name, and each of its signs with the word for it."""

    name: str
    signs: Sequence[tuple[str, str]]


def spelt_in(texts: Iterable[str]) -> list[Spelt]:
    """Give what may be misheard in these texts, each once, in the order in which it stands there."""
    names = dict.fromkeys(found[0] for text in texts for found in _NAMES.finditer(text))
    return [Spelt(name, spelt_signs(name)) for name in names]


def spelling_alphabet() -> Mapping[str, str]:
    """Give the alphabet and the signs, for codes that only the browser of the agent may know."""
    return {**alphabet(), **{sign: spelt(sign) for sign in _SIGNS}}
