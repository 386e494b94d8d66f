"""A message made plain: one spelling for each word, and which of its parts state something."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"(?P<word>[^\W_]+(?:['-][^\W_]+)*)|(?P<space>\s+)|.", re.DOTALL)
#: Typographic characters, one for one; what stands for nothing (quotes, asterisks) is left out later.
_TYPED = str.maketrans("’‘ʼ`´–—…\x00", "'''''--. ")
_NOTHING = frozenset("'\"“”„«»*")
#: What is said over and over, like "no no no no", is read this many times.
_TIMES_READ = 5


@dataclass(frozen=True)
class Plain:
    """
    A message in plain spelling: small letters, single spaces, contractions written out.

    A line break stays one, for it ends a sentence. What is said on and on is read a few times. It is
    made of pieces, and each knows where it begins here, and where it was written.
    """

    text: str
    begins: Sequence[int]
    written: Sequence[tuple[int, int]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where these characters stand in the message as it was written."""
        return self._written(start)[0], self._written(end - 1)[1]

    def _written(self, position: int) -> tuple[int, int]:
        piece = bisect.bisect_right(self.begins, position) - 1
        begin, (start, end) = self.begins[piece], self.written[piece]
        length = (self.begins[piece + 1] if piece + 1 < len(self.begins) else len(self.text)) - begin
        if length != end - start:
            return start, end
        return start + position - begin, start + position - begin + 1


class Spelling:
    """The ways in which people write a word, and the one in which the patterns are written."""

    def __init__(self, variants: Mapping[str, Sequence[str]], capitals: Mapping[str, str]) -> None:
        self._plain = {variant: word for word, several in variants.items() for variant in several}
        self._capitals = {word: re.compile(pattern) for word, pattern in capitals.items()}

    def plain(self, text: str) -> Plain:
        """Write the message in plain spelling."""
        pieces: list[str] = []
        begins: list[int] = []
        written: list[tuple[int, int]] = []
        length = again = 0
        capitals = self._in_capitals(text)
        for token in _TOKEN.finditer(_lower(text).translate(_TYPED)):
            piece, kind = token[0], token.lastgroup
            if kind == "word":
                piece = capitals.get(token.start()) or self._word(piece)
            elif kind == "space":
                piece = _space(piece)
            elif piece in _NOTHING:
                continue
            again = again + 1 if _goes_on(pieces, piece, again) else 0
            if again:
                continue
            pieces.append(piece)
            begins.append(length)
            written.append(token.span())
            length += len(piece)
        return Plain("".join(pieces), begins, written)

    def _in_capitals(self, text: str) -> dict[int, str]:
        """Give where a word in capitals means something of its own, unless all is shouted."""
        written = _lower(text) if text.isupper() else text
        return {found.start(): word for word, says in self._capitals.items() for found in says.finditer(written)}

    def _word(self, word: str) -> str:
        found = self._plain.get(word)
        if found is None and "'" in word:
            found = self._plain.get(word.replace("'", "")) or word.removesuffix("'s")
        return found or word


def _goes_on(pieces: list[str], piece: str, again: int) -> bool:
    """Tell whether this piece goes on what the last two have said over and over; `again` of them went before it."""
    if len(pieces) < 2 * _TIMES_READ or piece != pieces[again % 2 - 2]:
        return False
    return pieces[-2 * _TIMES_READ :] == pieces[-2:] * _TIMES_READ


@dataclass(frozen=True)
class Guards:
    """The marks by which a part of a message does not state what its words say."""

    ends: re.Pattern[str]
    parts: re.Pattern[str]
    asks: re.Pattern[str]
    supposes: re.Pattern[str]
    denies: re.Pattern[str]

    def read(self, text: str) -> Parts:
        """Find the parts of this text."""
        return Parts(self, text, [0, *(match.end() for match in self.parts.finditer(text))])


@dataclass(frozen=True)
class Parts:
    """The parts of one text: from a comma, a full stop or a word like "but" to the next."""

    guards: Guards
    text: str
    starts: Sequence[int]

    def is_open(self, position: int) -> bool:
        """Tell whether what begins here is asked or supposed, not stated."""
        start = self._start(position)
        asks = self.guards.asks.match(self.text, start)
        return (asks is not None and asks.end() <= position) or bool(
            self.guards.supposes.search(self.text, start, position)
        )

    def is_denied(self, position: int) -> bool:
        """Tell whether a "not" stands right before what begins here."""
        return bool(self.guards.denies.search(self.text, self._start(position), position))

    def sentences(self) -> list[tuple[int, int]]:
        """Give where each sentence begins and ends; "but" begins a new one."""
        cuts = [(match.start(), match.end()) for match in self.guards.ends.finditer(self.text)]
        begins = [0, *(end for _, end in cuts)]
        return list(zip(begins, [*(start for start, _ in cuts), len(self.text)], strict=True))

    def _start(self, position: int) -> int:
        return self.starts[bisect.bisect_right(self.starts, position) - 1]


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def _space(space: str) -> str:
    return "\n" if "\n" in space else " "
