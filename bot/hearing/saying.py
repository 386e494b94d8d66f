"""One thing that a message may say, in many ways: where it is said, and is neither denied, asked nor supposed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.hearing.clauses import Parts
from bot.hearing.patterns import any_of, compiled

#: A message that is longer is no mere number, address or domain.
_LONGEST_WHOLE = 150
#: Who writes more tells a story, and no step, no word and no answer of the moment.
_LONGEST_BRIEF = 250
#: If more than so much of its ways may be in a text, all are tried together: long texts hold a few letters of each.
_MANY_WAYS = 1 / 4


@dataclass(frozen=True)
class Saying:
    """
    One value of a fact: the patterns that state it, what a text needs for any of them, what takes it back.

    Each is compiled when a text first calls for it: all of them at once take seconds, and most are never called for.
    """

    fact: str
    value: str | bool | None
    weight: int
    says: list[str]
    needs: str | None
    denies: list[str]
    holds_when_asked: bool
    is_whole_message: bool
    is_of_brief_messages: bool
    implies: Mapping[str, str | bool]
    words: Mapping[str, str]

    @classmethod
    def from_entry(cls, fact: str, entry: Mapping[str, Any], words: Mapping[str, str]) -> Saying:
        return cls(
            fact=fact,
            value=entry.get("value"),
            weight=entry.get("weight", 1),
            says=entry["says"],
            needs=entry.get("needs"),
            denies=entry.get("denies", []),
            holds_when_asked=entry.get("asked", False),
            is_whole_message=entry.get("whole", False),
            is_of_brief_messages=entry.get("brief", False),
            implies=entry.get("implies", {}),
            words=words,
        )

    @cached_property
    def _ways(self) -> dict[int, re.Pattern[str]]:
        return {}

    def _way(self, place: int) -> re.Pattern[str]:
        if place not in self._ways:
            text = self.says[place]
            self._ways[place] = compiled(text, self.words) if self.value is None else any_of([text], self.words)
        return self._ways[place]

    @cached_property
    def _any_way(self) -> re.Pattern[str]:
        return any_of(self.says, self.words)

    @cached_property
    def _needs(self) -> re.Pattern[str] | None:
        return compiled(self.needs, self.words) if self.needs else None

    @cached_property
    def _denies(self) -> re.Pattern[str] | None:
        return any_of(self.denies, self.words) if self.denies else None

    def matches(self, parts: Parts, places: Sequence[int]) -> Iterator[re.Match[str]]:
        """Give where the text states it, in one of the ways that have these places in `says`."""
        if self.is_of_brief_messages and len(parts.text) > _LONGEST_BRIEF:
            return
        if self._needs and not self._needs.search(parts.text):
            return
        denied: list[tuple[int, int]] | None = None
        for match in self._found(parts.text, places):
            if denied is None:
                denied = [found.span() for found in self._denies.finditer(parts.text)] if self._denies else []
            if self.is_whole_message or not self._is_muted(match, parts, denied):
                yield match

    def _found(self, text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
        if self.is_whole_message:
            whole = text.strip(" .!?\n") if len(text) <= _LONGEST_WHOLE else ""
            yield from filter(None, (self._way(place).fullmatch(whole) for place in places))
        elif self.value is None:
            yield from (match for place in places for match in self._way(place).finditer(text))
        elif len(places) > _MANY_WAYS * len(self.says):
            yield from self._any_way.finditer(text)
        else:
            yield from _one_after_another([self._way(place) for place in places], text)

    def _is_muted(self, match: re.Match[str], parts: Parts, denied: Iterable[tuple[int, int]]) -> bool:
        start, end = match.span()
        return (
            any(begins < end and start < ends for begins, ends in denied)
            or parts.is_denied(start)
            or (not self.holds_when_asked and parts.is_open(start))
        )


def _one_after_another(ways: Sequence[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    """Give what these find as one regular expression of them all would, which would try each at every letter."""
    found = [way.search(text) for way in ways]
    while here := [match for match in found if match]:
        first = min(here, key=lambda match: match.start())
        yield first
        end = first.end()
        found = [
            way.search(text, end) if match and match.start() < end else match
            for way, match in zip(ways, found, strict=True)
        ]
