"""Which country a text names as the place of its writer: names are found word by word, so it takes one pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(r"[^\W\d_](?:\.[^\W\d_])+(?!\w)\.?|[^\W_]+|[.,;:!?\n()]")
_ADDRESS = re.compile(r"@|://|\w\w\.[a-z]")
_SAINT = re.compile(r"\b([Ss]t)\.(?=\s)")
_BREAKS = frozenset(".,;:!?\n()")
#: The one name that is also the commonest of words.
_US = ("us",)
_IN_OR_FROM = re.compile(r"\b(?:in|from)(?: the)?$")
#: So many words before a name tell whether it is where the writer is.
_WORDS_BEFORE = 8

_CALLS_FROM, _IS_HERE, _NAMES_IT = 3, 2, 1


@dataclass(frozen=True)
class _Token:
    word: str
    original: str

    @property
    def is_break(self) -> bool:
        return self.word in _BREAKS


@dataclass(frozen=True)
class _Mention:
    iso: str
    weight: int
    is_sure: bool
    end: int


class PlaceReader:
    """Finds the country that a text gives as the place of its writer, by names and reading rules from the data."""

    def __init__(self, names: Iterable[tuple[str, str]], reading: Mapping[str, Any]) -> None:
        self._names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, iso in names:
            words = _words(name)
            self._names.setdefault(words[0], []).append((words, iso))
        for same_start in self._names.values():
            same_start.sort(key=lambda known: -len(known[0]))
        self._unsure = frozenset(_words(name) for name in reading["other_meanings"])
        self._around = frozenset(reading["around"])
        self._before_us = frozenset(reading["before_us"])
        self._calls = _ending(reading["calls"])
        self._here = _ending(reading["here"])
        self._not_there = _ending(reading["not_there"], r"(?: (?:in|from|of|at|live|living|based|located))*")
        self._elsewhere = _anywhere(reading["elsewhere"])
        self._asked = _anywhere(reading["asked"])

    def country_in(self, text: str) -> str | None:
        """
        Give the ISO code of the country from which the writer calls, as far as the text names one.

        None when it names none, names several and does not say which, or names it as the place of
        somebody or something else ("an attempt from Russia").
        """
        mentions = self._mentions(_tokens(text))
        most = max((mention.weight for mention in mentions), default=0)
        countries = {mention.iso for mention in mentions if mention.weight == most}
        return countries.pop() if len(countries) == 1 else None

    def _mentions(self, tokens: list[_Token]) -> list[_Mention]:
        mentions: list[_Mention] = []
        place = 0
        while place < len(tokens):
            found = self._mention_at(tokens, place)
            if found:
                # "Georgia, USA": what comes right after says which Georgia it is.
                if mentions and not mentions[-1].is_sure and _is_next(tokens, mentions[-1].end, place):
                    mentions.pop()
                mentions.append(found)
            place = found.end if found else place + 1
        return mentions

    def _mention_at(self, tokens: list[_Token], place: int) -> _Mention | None:
        words, iso = self._name_at(tokens, place)
        if not words:
            return None
        end = place + len(words)
        before = _clause_before(tokens, place)
        is_sure = words not in self._unsure
        if not is_sure and not self._is_meant(tokens, place, end, before):
            return None
        weight = self._weight(before)
        return _Mention(iso, weight, is_sure, end) if weight else None

    def _name_at(self, tokens: list[_Token], place: int) -> tuple[tuple[str, ...], str]:
        for words, iso in self._names.get(tokens[place].word, ()):
            if tuple(token.word for token in tokens[place : place + len(words)]) == words:
                return (words, iso) if words != _US or self._is_the_us(tokens, place) else ((), "")
        return (), ""

    def _is_the_us(self, tokens: list[_Token], place: int) -> bool:
        """Tell "US" from "us": by dots, by capitals in a text that is not all capitals, or because it stands alone."""
        before = tokens[place - 1].word if place else ""
        if len(tokens) == 1 or "." in tokens[place].original:
            return True
        is_shouted = not any(token.original != token.original.upper() for token in tokens)
        if is_shouted:
            return before in ("in", "from")
        return tokens[place].original == "US" and before not in self._before_us

    def _is_meant(self, tokens: list[_Token], place: int, end: int, before: str) -> bool:
        if _IN_OR_FROM.search(before) or (end < len(tokens) and tokens[end].word == "based"):
            return True
        return all(token.is_break or token.word in self._around for token in (*tokens[:place], *tokens[end:]))

    def _weight(self, before: str) -> int:
        if self._not_there.search(before) or self._asked.search(before):
            return 0
        if self._calls.search(before):
            return _CALLS_FROM
        if self._here.search(before):
            return _IS_HERE
        return 0 if self._elsewhere.search(before) else _NAMES_IT


def _ending(patterns: Iterable[str], then: str = "") -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)}){then}(?: the)?$")


def _anywhere(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


def _tokens(text: str) -> list[_Token]:
    """Cut a text into words without accents, and breaks; web and mail addresses are left out."""
    chunks = (chunk for chunk in re.split(r"(\s+)", text) if not _ADDRESS.search(chunk))
    kept = _SAINT.sub(r"\1", _without_accents("".join(chunks)))
    return [_Token(_plain(match[0]), match[0]) for match in _TOKEN.finditer(kept)]


def _words(name: str) -> tuple[str, ...]:
    return tuple(token.word for token in _tokens(name) if not token.is_break)


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _plain(token: str) -> str:
    word = token if token in _BREAKS else token.replace(".", "").casefold()
    return "st" if word == "saint" else word


def _clause_before(tokens: list[_Token], place: int) -> str:
    words: list[str] = []
    for token in reversed(tokens[max(0, place - _WORDS_BEFORE) : place]):
        if token.is_break or token.word == "but":
            break
        words.insert(0, token.word)
    return " ".join(words)


def _is_next(tokens: list[_Token], end: int, place: int) -> bool:
    return all(token.is_break for token in tokens[end:place])
