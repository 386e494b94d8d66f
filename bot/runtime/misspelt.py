"""Unknown words written as the known word that is one slip away: a letter too many, too few, wrong, or swapped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import sqrt

WORD = re.compile(r"[^\W\d_]+")

#: Shorter words are one slip away from too many others, and rarer ones may be slips themselves: nothing becomes one.
_SHORTEST, _SEEN_AT_LEAST = 3, 2

#: In texts of more words a short unknown word is mended only into one that was seen beside its neighbour, and in
#: long texts none is: most unknown words of long texts are words, and a typo there hides nothing.
_SHORT_WORD, _FEW_WORDS, _MANY_WORDS = 5, 4, 14


class Mender:
    """Knows how often each word was seen, and which words beside each other; mends words that never were."""

    def __init__(self, seen: Mapping[str, int], pairs: Mapping[str, int]) -> None:
        self.seen = seen
        self.pairs = pairs
        self._near: dict[str, list[str]] = {}
        for word, times in seen.items():
            if times >= _SEEN_AT_LEAST and len(word) >= _SHORTEST:
                for key in (word, *_one_left_out(word)):
                    self._near.setdefault(key, []).append(word)

    @classmethod
    def of(cls, texts: Sequence[str], names: Sequence[str] = ()) -> Mender:
        """Count the words of these texts, and those beside each other; the words of names are known as well."""
        seen = Counter(word for text in (*texts, *names) for word in _words(text))
        pairs: Counter[str] = Counter()
        for text in texts:
            row = ["^", *_words(text), "$"]
            pairs.update(f"{one} {other}" for one, other in pairwise(row))
        return cls(seen, pairs)

    def mended(self, text: str) -> str:
        """Give the text with each unknown word as the known one that is one slip away, if there is any."""
        row = ["^", *_words(text), "$"]
        if len(row) - 2 > _MANY_WORDS or all(word in self.seen for word in row[1:-1]):
            return text
        meant = {}
        for at in range(1, len(row) - 1):
            word = self._meant(row, at)
            if word:
                meant[at] = row[at] = word
        places = iter(range(1, len(row)))
        return WORD.sub(lambda match: meant.get(next(places), match[0]), text)

    def _meant(self, row: Sequence[str], at: int) -> str | None:
        word = row[at]
        if word in self.seen or len(word) < _SHORTEST - 1:
            return None
        near = {
            known for key in (word, *_one_left_out(word)) for known in self._near.get(key, ()) if _one_slip(word, known)
        }
        trusted = len(word) > _SHORT_WORD or len(row) - 2 <= _FEW_WORDS
        beside = {known: (self._pair(row[at - 1], known), self._pair(known, row[at + 1])) for known in near}
        fit = [known for known in near if trusted or any(beside[known])]
        return max(fit, key=lambda known: (self._weight(known, *beside[known]), known), default=None)

    def _pair(self, one: str, other: str) -> int:
        return self.pairs.get(f"{one} {other}", 0)

    def _weight(self, word: str, before: int, after: int) -> float:
        return (before + 0.2) * (after + 0.2) * sqrt(self.seen[word])


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _one_left_out(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _one_slip(one: str, other: str) -> bool:
    """Tell whether one letter was added, left out, replaced, or swapped with the next."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return swapped or one[start + 1 :] == other[start + 1 :]
