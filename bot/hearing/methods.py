"""Which sign-in methods a text says to work or not to work: "no sms, but my old phone is in a drawer"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.hearing.clauses import Parts
from bot.hearing.patterns import any_of, compiled

#: How many words may stand between a cue and the methods that it is about.
_REACH = {"before": 4, "after": 3}
_FAR = 99
_LONG = 80
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class _Token:
    """A method that is named, or a cue: whether it works, and on which side of the method that stands."""

    start: int
    end: int
    method: str | None = None
    side: str | None = None
    works: bool | None = None


class MethodReader:
    """
    Reads a sentence as methods and cues, in their order.

    Methods in a row ("sms and my yubikey") belong together. The nearest cue on its own side decides:
    "I have ..." and "no ..." stand before, "... works" and "... was stolen" after. Without a cue,
    nothing was said about them. What is somebody else's ("my son's old phone") is passed over.
    """

    def __init__(
        self,
        names: Mapping[str, re.Pattern[str]],
        cues: Sequence[tuple[str, bool | None, re.Pattern[str]]],
        link: re.Pattern[str],
        takes_back: re.Pattern[str],
        none_of: re.Pattern[str],
        others: re.Pattern[str],
    ) -> None:
        self._names = names
        self._cues = cues
        self._link = link
        self._takes_back = takes_back
        self._none_of = none_of
        self._others = others

    @classmethod
    def from_patterns(cls, patterns: Mapping[str, Any], words: Mapping[str, str]) -> MethodReader:
        """Make a reader from the section `methods` of the pattern files."""
        works = {"works": True, "fails": False, "mutes": None}
        return cls(
            {method: any_of(texts, words) for method, texts in patterns["names"].items()},
            [
                (cue.split("_")[1], works[cue.split("_")[0]], any_of(texts, words))
                for cue, texts in patterns["cues"].items()
            ],
            compiled(patterns["links"], words),
            compiled(patterns["takes_back"], words),
            compiled(patterns["none_of"], words),
            compiled(patterns["others"], words),
        )

    def read(self, parts: Parts) -> Iterator[tuple[str, bool | None, int, int]]:
        """Give each method that is named, whether it is said to work (None: nothing is said), and where."""
        named = self._named(parts)
        if not named:
            return
        for start, end in parts.sentences():
            here = [token for token in named if start <= token.start < end]
            if here:
                yield from self._in_sentence(here, parts, start, end)

    def _named(self, parts: Parts) -> list[_Token]:
        found = [
            _Token(match.start(), match.end(), method=method)
            for method, pattern in self._names.items()
            for match in pattern.finditer(parts.text)
        ]
        return sorted(found, key=lambda token: (token.start, -token.end))

    def _in_sentence(
        self, named: list[_Token], parts: Parts, start: int, end: int
    ) -> Iterator[tuple[str, bool | None, int, int]]:
        cues = self._cues_in(parts.text, start, end)
        theirs = [match.span() for match in self._others.finditer(parts.text, start, end)]
        for row in self._rows(named, parts.text):
            if any(begins < row[0].start <= ends for begins, ends in theirs):
                continue
            for token, cue in self._judged(row, cues, parts.text):
                works = cue.works if cue else None
                if cue and token is row[-1] and self._is_taken_back(parts.text, token.end, end):
                    works = False
                if token.method and not (cue and works is None) and not parts.is_open(token.start):
                    yield token.method, works, token.start, token.end

    def _cues_in(self, text: str, start: int, end: int) -> list[_Token]:
        cues = [
            _Token(match.start(), match.end(), side=side, works=works)
            for side, works, pattern in self._cues
            for match in pattern.finditer(text, start, end)
        ]
        return sorted(cues, key=lambda token: token.start)

    def _rows(self, named: list[_Token], text: str) -> Iterator[list[_Token]]:
        row: list[_Token] = []
        for token in named:
            if row and token.start < row[-1].end:
                continue
            if row and not self._link.fullmatch(text, row[-1].end, token.start):
                yield row
                row = []
            row.append(token)
        yield row

    def _judged(self, row: list[_Token], cues: list[_Token], text: str) -> Iterator[tuple[_Token, _Token | None]]:
        """Give each method of a row with the cue that decides about it."""
        first, last = row[0], row[-1]
        left = max((c for c in cues if c.side == "before" and c.end <= first.start), default=None, key=_latest)
        right = min((c for c in cues if c.side == "after" and c.start >= last.end), default=None, key=_earliest)
        to_left = _words(text, left.end, first.start, "before") if left else _FAR
        to_right = _words(text, last.end, right.start, "after") if right else _FAR
        # "Neither the text nor the call works": what stands behind them belongs to both.
        is_none_of_them = left is not None and to_left < _FAR and self._none_of.match(text, left.start)
        for token in row:
            is_left = is_none_of_them or to_left < to_right or (to_left == to_right and token is not last)
            cue, far = (left, to_left) if is_left else (right, to_right)
            yield token, cue if far < _FAR else None

    def _is_taken_back(self, text: str, start: int, end: int) -> bool:
        return self._takes_back.match(text, end) is not None or self._takes_back.match(text, start) is not None


def _latest(cue: _Token) -> tuple[int, int]:
    """Of cues that end together the longest counts: "do not have" holds a "have"."""
    return cue.end, -cue.start


def _earliest(cue: _Token) -> tuple[int, int]:
    return cue.start, -cue.end


def _words(text: str, start: int, end: int, side: str) -> int:
    """Count the words from a cue to its methods; too many is far."""
    if end - start > _LONG:
        return _FAR
    count = len(_WORD.findall(text, start, end))
    return count if count <= _REACH[side] else _FAR
