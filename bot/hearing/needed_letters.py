"""What a text has to hold for a pattern to find anything in it, read from the pattern itself."""

from __future__ import annotations

import re
import sre_parse
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from sre_constants import ASSERT, ASSERT_NOT, AT, BRANCH, IN, LITERAL, MAX_REPEAT, MIN_REPEAT, RANGE, SUBPATTERN
from typing import Any

from bot.hearing.patterns import PIECE

#: More ways than this to write a piece are not written out.
_MOST_WAYS = 40
#: What matches no letter of its own.
_WITHOUT_WIDTH = (ASSERT, ASSERT_NOT, AT)
#: The first of the characters that mean nothing in Unicode, one for each name of words.
_FIRST_OF_OUR_OWN = 0xE000

_Ways = set[str] | None


class NeededLetters:
    """Reads patterns that use these words by their names; each word is read once."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = dict(words)
        self._signs = {name: chr(_FIRST_OF_OUR_OWN + number) for number, name in enumerate(words)}
        self._names = {ord(sign): name for name, sign in self._signs.items()}
        self._ways_of_words: dict[str, _Ways] = {}
        self._needs_of_words: dict[str, list[set[str]]] = {}

    def of(self, pattern: str) -> list[set[str]]:
        """
        Give sets of strings: whatever this pattern finds holds at least one string of each set.

        An empty list means that nothing is known; so it is where capitals are ignored. Raises
        `re.error` for what is no regular expression, and `KeyError` for an unknown name.
        """
        parsed = self._parsed(pattern)
        return [] if parsed.state.flags & re.IGNORECASE else list(self._needs(parsed))

    def _parsed(self, pattern: str) -> Any:
        return sre_parse.parse(PIECE.sub(lambda name: self._signs[name[1]], pattern))

    def _needs(self, sequence: Any) -> Iterator[set[str]]:
        """Give what the pieces of a sequence spell together, as far as that is written out, and what each needs."""
        spelt = {""}
        for piece in sequence:
            ways = self._ways(piece)
            together = _joined(spelt, ways)
            if together is None:
                yield from _unless_empty(spelt)
                yield from self._within(piece) if ways is None else ()
                spelt = ways or {""}
            else:
                spelt = together
        yield from _unless_empty(spelt)

    def _within(self, piece: Any) -> Iterable[set[str]]:
        """Give what a piece needs whose ways are too many, or endless."""
        kind, content = piece
        if kind is LITERAL:
            return self._needs_of(self._names[content])
        if kind is SUBPATTERN and not content[1] & re.IGNORECASE:
            return self._needs(content[3])
        if kind in (MAX_REPEAT, MIN_REPEAT) and content[0] > 0:
            return self._needs(content[2])
        branches = _branches(kind, content)
        if branches:
            chosen = [max(self._needs(branch), key=_worth, default=None) for branch in branches]
            found = [strings for strings in chosen if strings is not None]
            return [set().union(*found)] if len(found) == len(chosen) else []
        return []

    def _ways(self, piece: Any) -> _Ways:
        """Give every string that a piece can be; None if these are too many."""
        kind, content = piece
        if kind is LITERAL:
            return self._ways_of(self._names[content]) if content in self._names else {chr(content)}
        if kind is SUBPATTERN:
            return None if content[1] & re.IGNORECASE else self._spelt(content[3])
        branches = _branches(kind, content)
        if branches:
            return _any_of(self._spelt(branch) for branch in branches)
        if kind in (MAX_REPEAT, MIN_REPEAT) and content[1] == 1:
            return _any_of([self._spelt(content[2]), {""} if content[0] == 0 else set()])
        return {""} if kind in _WITHOUT_WIDTH else None

    def _spelt(self, sequence: Any) -> _Ways:
        spelt: _Ways = {""}
        for piece in sequence:
            spelt = _joined(spelt, self._ways(piece))
        return spelt

    def _ways_of(self, name: str) -> _Ways:
        if name not in self._ways_of_words:
            self._ways_of_words[name] = self._spelt(self._parsed(self._words[name]))
        return self._ways_of_words[name]

    def _needs_of(self, name: str) -> list[set[str]]:
        if name not in self._needs_of_words:
            self._needs_of_words[name] = list(self._needs(self._parsed(self._words[name])))
        return self._needs_of_words[name]


def _unless_empty(strings: set[str]) -> Iterator[set[str]]:
    if "" not in strings:
        yield strings


def _worth(strings: set[str]) -> tuple[int, int]:
    """Weigh what is needed: long strings are rare in texts, and few are soon looked for."""
    return min(map(len, strings)), -len(strings)


def _branches(kind: Any, content: Any) -> list[Any]:
    """Give what stands for choice; an expression of single letters, "a|b", is parsed as "[ab]"."""
    if kind is BRANCH:
        return list(content[1])
    if kind is not IN or any(each not in (LITERAL, RANGE) for each, _ in content):
        return []
    ranges = [(at, at) if each is LITERAL else at for each, at in content]
    return [[(LITERAL, code)] for first, last in ranges for code in range(first, last + 1)]


def _any_of(several: Iterable[_Ways]) -> _Ways:
    every: set[str] = set()
    for ways in several:
        if ways is None:
            return None
        every |= ways
    return every if len(every) <= _MOST_WAYS else None


def _joined(firsts: _Ways, seconds: _Ways) -> _Ways:
    if firsts is None or seconds is None or len(firsts) * len(seconds) > _MOST_WAYS:
        return None
    return {first + second for first, second in product(firsts, seconds)}
