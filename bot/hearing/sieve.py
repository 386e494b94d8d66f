"""What a text may say at all, of much that is looked for: a few letters tell, long before any pattern is tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.hearing.needed_letters import NeededLetters

#: Strings are looked for by so many letters of theirs, shorter ones whole.
_LETTERS = 4
#: Of all that a pattern needs, so much is looked for.
_LOOKED_FOR = 3


class Sieve:
    """
    Many things that people say, each known by its number, and each with a pattern for every way of saying it.

    What lets a pattern pass is kept as the bits of one number for each few letters. A pattern has a
    bit for each thing that is looked for, and passes with all of them.
    """

    def __init__(self, saying_of: Sequence[int], lets: Mapping[str, int], anyway: int) -> None:
        """Take which saying each pattern is of, which bits each few letters let pass, and which pass anyway."""
        self._saying_of = saying_of
        self._first_of = {saying: way for way, saying in reversed(list(enumerate(saying_of)))}
        self._by_letters = {piece: bits for piece, bits in lets.items() if len(piece) == _LETTERS}
        self._by_less = {piece: bits for piece, bits in lets.items() if len(piece) != _LETTERS}
        self._anyway = anyway

    @classmethod
    def of(cls, sayings: Iterable[Iterable[str]], words: Mapping[str, str]) -> Sieve:
        """Read from the patterns of each saying what they need; these may use the words by their names."""
        needed = NeededLetters(words)
        ways = [(number, needed.of(way)) for number, saying in enumerate(sayings) for way in saying]
        common = Counter(piece for _, needs in ways for piece in {p for need in needs for s in need for p in _cut(s)})
        lets: Counter[str] = Counter()
        anyway = 0
        for way, (_, needs) in enumerate(ways):
            sought = sorted((_rarest(need, common) for need in needs), key=lambda s: sum(common[p] for p in s))
            for place in range(_LOOKED_FOR):
                bit = 1 << place * len(ways) + way
                if place >= len(sought):
                    anyway |= bit
                    continue
                for piece in sought[place]:
                    lets[piece] |= bit
        return cls([number for number, _ in ways], lets, anyway)

    def kept(self) -> dict[str, Any]:
        """Give what `kept_in` makes the same sieve of: lists and numbers, as JSON has them."""
        lets = {
            piece: list(_places_of_ones(bits)) for piece, bits in (*self._by_letters.items(), *self._by_less.items())
        }
        return {"sayings": list(self._saying_of), "lets": lets, "anyway": list(_places_of_ones(self._anyway))}

    @classmethod
    def kept_in(cls, kept: Mapping[str, Any]) -> Sieve:
        """Make again the sieve of which this was kept."""
        lets = {piece: _with_ones_at(places) for piece, places in kept["lets"].items()}
        return cls(kept["sayings"], lets, _with_ones_at(kept["anyway"]))

    def passing(self, text: str) -> dict[int, list[int]]:
        """Give, in order, what the text may say, and the places of the patterns by which it may: no other is in it."""
        bits = self._anyway
        for letters in self._by_letters.keys() & _cut(text):
            bits |= self._by_letters[letters]
        for less, lets in self._by_less.items():
            if less in text:
                bits |= lets
        count = len(self._saying_of)
        passing = bits & (1 << count) - 1
        for place in range(1, _LOOKED_FOR):
            passing &= bits >> place * count
        may: dict[int, list[int]] = {}
        for way in _places_of_ones(passing):
            saying = self._saying_of[way]
            may.setdefault(saying, []).append(way - self._first_of[saying])
        return may


def _places_of_ones(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _with_ones_at(places: Iterable[int]) -> int:
    return sum(1 << place for place in places)


def _cut(text: str) -> list[str]:
    if len(text) < _LETTERS:
        return [text]
    return [text[start : start + _LETTERS] for start in range(len(text) - _LETTERS + 1)]


def _rarest(strings: Iterable[str], common: Mapping[str, int]) -> frozenset[str]:
    """Choose of each string the piece that stands in the fewest patterns."""
    return frozenset(min(_cut(string), key=lambda piece: (common[piece], piece)) for string in strings)
