"""Telling which of several things a text reports, by cues: word stems that have to be there, and some that must not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.phone.dated import require

#: Who reports what was said does so in a sentence or two; what comes after adds nothing but time.
_LONGEST = 600
_STEM = re.compile(r"(?<=\w)~")
_NAME = re.compile(r"\{([a-z_]+)\}")
_GAP = r"(?:(?: ,)? [^ .?,]+){0,4}(?: ,)? "
_WORD = re.compile(r"[^\W_]+|[.,?]")
_SENTENCE_END = re.compile(r"[.!;\n]+")
_SENTENCE = re.compile(r" ([^.?]*[^.? ][^.?]*) ([.?])?")
_LATER = re.compile(r" (?:and then|and now|but(?: then| now)?|then|now|afterwards?) ")
#: What scores less is talk: it counts if nothing else is reported.
_ENOUGH = 3


@dataclass(frozen=True)
class _Cue:
    """One way to know a thing: all of `says` and none of `unless` are in the sentence."""

    says: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    score: int

    def score_in(self, sentence: str) -> int:
        holds = all(pattern.search(sentence) for pattern in self.says)
        return self.score if holds and not _any(self.unless, sentence) else 0


@dataclass(frozen=True)
class _Thing:
    """Something that can be reported; `is_known` if there is a line for it."""

    cues: tuple[_Cue, ...]
    unless: tuple[re.Pattern[str], ...]
    is_known: bool

    def score_in(self, sentence: str) -> int:
        score = max(cue.score_in(sentence) for cue in self.cues)
        return score if score and not _any(self.unless, sentence) else 0


@dataclass(frozen=True)
class _Reading:
    """What one sentence reports: several things when it is unclear, and whether it asks."""

    things: tuple[str, ...]
    only_talk: bool
    asks: bool


@dataclass(frozen=True)
class CueReader:
    """Finds the one thing that a text reports, or says that it is unclear."""

    things: Mapping[str, _Thing]
    spellings: tuple[tuple[re.Pattern[str], str], ...]
    dropped: tuple[re.Pattern[str], ...]
    asides: tuple[re.Pattern[str], ...]
    tags: tuple[re.Pattern[str], ...]
    menu: tuple[re.Pattern[str], ...]
    silenced: tuple[re.Pattern[str], ...]

    def best(self, text: str) -> str | None:
        """
        Give the thing that the last sentence reports of all that report one; talk counts if there is nothing else.

        None when that is unclear, and when it is a thing that nobody has an answer to.
        """
        plain = self._plain(text)
        if _any(self.silenced, plain):
            return None
        without_asides = plain
        for pattern in self.asides:
            without_asides = pattern.sub(" ", without_asides)
        for told in (without_asides, plain):
            readings = [reading for one, asks in self._sentences(told) if (reading := self._read(one, asks)).things]
            if readings:
                name = _name_in([one for one in readings if not one.only_talk] or readings)
                return name if name and self.things[name].is_known else None
        return None

    def _read(self, sentence: str, asks: bool) -> _Reading:
        scores = {name: score for name, thing in self.things.items() if (score := thing.score_in(sentence))}
        highest = max(scores.values(), default=0)
        best = tuple(name for name, score in scores.items() if score == highest)
        last = f" {_LATER.split(sentence)[-1].strip()} "
        if len(best) > 1 and last != sentence:
            # "First the product, then whether I am an admin": the last question is the open one.
            return self._read(last, asks)
        return _Reading(best, highest < _ENOUGH, asks)

    def _sentences(self, plain: str) -> list[tuple[str, bool]]:
        """Give the sentences and whether they ask; "Is that right?" belongs to the one before, as do keys to press."""
        told: list[tuple[str, bool]] = []
        for match in _SENTENCE.finditer(plain):
            sentence, asks = f" {match[1].strip()} ", match[2] == "?"
            goes_on = told and _any(self.menu, sentence) and _any(self.menu, told[-1][0])
            if goes_on or (told and _any(self.tags, sentence)):
                sentence, asks = f"{told.pop()[0]}, {sentence.strip()} ", True
            told.append((sentence, asks))
        return told

    def _plain(self, text: str) -> str:
        plain = plain_words(text[:_LONGEST])
        for pattern, word in self.spellings:
            plain = pattern.sub(word, plain)
        for pattern in self.dropped:
            plain = pattern.sub(".", plain)
        return plain


def cues_from(file: str, content: Mapping[str, Any], things: frozenset[str]) -> CueReader:
    """
    Make a reader of the content of a cue file, for these things.

    Raises `ValueError`, which names the file and the key, for a thing without cues, cues without a
    thing, and a pattern that cannot be read.
    """
    lines = content.get("lines", {})
    require(set(lines) == things, file, "lines", f"and the data differ in {', '.join(sorted(set(lines) ^ things))}")
    words = content.get("words", {})

    def compiled(patterns: Iterable[str], key: str) -> tuple[re.Pattern[str], ...]:
        return tuple(_compiled(file, key, pattern, words) for pattern in patterns)

    def cue(entry: Mapping[str, Any], key: str) -> _Cue:
        fits = isinstance(entry.get("says"), list) and isinstance(entry.get("score"), int)
        require(fits and set(entry) <= {"says", "unless", "score"}, file, key, "is no cue")
        return _Cue(compiled(entry["says"], key), compiled(entry.get("unless", ()), key), entry["score"])

    def thing(part: str, name: str, entry: Mapping[str, Any]) -> _Thing:
        key = f"{part}.{name}"
        cues = tuple(cue(one, key) for one in entry["cues"])
        return _Thing(cues, compiled(entry.get("unless", ()), f"{key}.unless"), part == "lines")

    return CueReader(
        things={n: thing(part, n, one) for part in ("lines", "no_line") for n, one in content[part].items()},
        spellings=tuple(
            (_compiled(file, "spellings", pattern, words), word) for pattern, word in content["spellings"].items()
        ),
        dropped=compiled(content["not_the_robot"], "not_the_robot"),
        asides=compiled(content["asides"], "asides"),
        tags=compiled(content["tags"], "tags"),
        menu=compiled(content["menu"], "menu"),
        silenced=compiled(content["silenced"], "silenced"),
    )


def plain_words(text: str) -> str:
    """Give the words of a text in small letters without accents, between blanks; a sentence ends in " . " or " ? "."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    plain = re.sub(r"(?<=\w)\.(?=\w)", " ", plain)
    plain = _SENTENCE_END.sub(" . ", re.sub(r"[,:]", " , ", plain).replace("/", " or "))
    plain = re.sub(r"['’`´]", "", plain)
    return f" {' '.join(_WORD.findall(plain))} "


def _name_in(readings: list[_Reading]) -> str | None:
    """Give what the last of them reports, None when it is unclear: what was asked before is open still."""
    last = readings[-1]
    if not last.asks and any(one.asks and one.things != last.things for one in readings):
        return None
    return last.things[0] if len(last.things) == 1 else None


def _any(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def _compiled(file: str, key: str, pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    try:
        filled = pattern
        while _NAME.search(filled):
            filled = _NAME.sub(lambda name: words[name[1]], filled)
        expression = _STEM.sub(r"\\w*", filled.replace(" ... ", _GAP))
        return re.compile(rf"(?<!\w)(?:{expression})(?!\w)")
    except (re.error, KeyError, RecursionError) as error:
        raise ValueError(f"{file}: {key}: {pattern!r} cannot be read: {error}") from error
