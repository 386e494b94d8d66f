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
_GAP = r"(?: [^ .]+){0,4} "
_WORD = re.compile(r"[^\W_]+|[.,]")
_SENTENCE_END = re.compile(r"[.!?;\n]+")
_LATER = re.compile(r"(?: \.| and then| and now| but(?: then| now)?| then| now| afterwards?) ")


@dataclass(frozen=True)
class _Cue:
    """One way to know a thing: all of `says` and none of `unless` are in the text."""

    says: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    score: int

    def score_in(self, text: str) -> int:
        holds = all(pattern.search(text) for pattern in self.says)
        return self.score if holds and not any(pattern.search(text) for pattern in self.unless) else 0


@dataclass(frozen=True)
class CueReader:
    """Finds the one thing that a text reports, or says that it is unclear."""

    cues: Mapping[str, tuple[_Cue, ...]]
    unless: Mapping[str, tuple[re.Pattern[str], ...]]
    spellings: tuple[tuple[re.Pattern[str], str], ...]
    dropped: tuple[re.Pattern[str], ...]
    enough: int
    margin: int

    def best(self, text: str) -> str | None:
        """
        Give the thing whose cues fit best, looking at all that was said, and if that is unclear at the last of it.

        None when nothing scores enough, or two things score nearly the same.
        """
        plain = self._plain(text)
        found, is_alone = self._best_in(plain)
        last = _LATER.split(plain.rstrip(" ."))[-1].strip()
        if is_alone or last == plain.strip(" ."):
            return found
        # "First the product, then whether I am an admin": the last question is the open one.
        return self._best_in(f" {last} ")[0] or found

    def _best_in(self, plain: str) -> tuple[str | None, bool]:
        """Give the best thing, None when unclear, and whether it is the only one that scores enough."""
        scores = sorted(((self._score(name, plain), name) for name in self.cues), reverse=True)
        (best, name), (second, _) = scores[0], scores[1]
        is_clear = best >= self.enough and best - second >= self.margin
        return name if is_clear else None, is_clear and second < self.enough

    def _score(self, name: str, plain: str) -> int:
        score = max(cue.score_in(plain) for cue in self.cues[name])
        return score if score and not any(pattern.search(plain) for pattern in self.unless[name]) else 0

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

    return CueReader(
        cues={name: tuple(cue(entry, f"lines.{name}") for entry in line["cues"]) for name, line in lines.items()},
        unless={name: compiled(line.get("unless", ()), f"lines.{name}.unless") for name, line in lines.items()},
        spellings=tuple(
            (_compiled(file, "spellings", pattern, words), word) for pattern, word in content["spellings"].items()
        ),
        dropped=compiled(content["not_the_robot"], "not_the_robot"),
        enough=content["enough"],
        margin=content["margin"],
    )


def plain_words(text: str) -> str:
    """Give the words of a text in small letters without accents, between blanks; a sentence ends in " . "."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    plain = re.sub(r"(?<=\w)\.(?=\w)", " ", plain)
    plain = _SENTENCE_END.sub(" . ", re.sub(r"[,:]", " , ", plain).replace("/", " or "))
    plain = re.sub(r"['’`´]", "", plain)
    return f" {' '.join(_WORD.findall(plain))} "


def _compiled(file: str, key: str, pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    try:
        filled = pattern
        while _NAME.search(filled):
            filled = _NAME.sub(lambda name: words[name[1]], filled)
        expression = _STEM.sub(r"\\w*", filled.replace(" ... ", _GAP))
        return re.compile(rf"(?<!\w)(?:{expression})(?!\w)")
    except (re.error, KeyError, RecursionError) as error:
        raise ValueError(f"{file}: {key}: {pattern!r} cannot be read: {error}") from error
