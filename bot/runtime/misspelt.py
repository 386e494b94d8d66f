"""Unknown words written as the known word that is a slip away: a letter too many, too few, wrong, or swapped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, pairwise
from math import sqrt

from bot.runtime.in_english import may_be_english

WORD = re.compile(r"[^\W\d_]+")

#: Shorter words are one slip away from too many others, and rarer ones may be slips themselves: nothing becomes one.
_SHORTEST, _SEEN_AT_LEAST = 3, 2

#: A word that was seen once is a slip itself, if it is as long as this and a slip away from one seen so often; of a
#: shorter one two letters have to be swapped.
_LONG_ENOUGH_FOR_A_SLIP, _COMMON = 4, 60

#: Only words as long as this may be two slips away: of shorter ones little would be left.
_LONG_WORD = 7

#: In texts of more words a short unknown word is mended only into one that was seen beside its neighbour.
_SHORT_WORD, _FEW_WORDS = 5, 4
#: In long texts none is mended: most unknown words of theirs are words, and a typo there hides nothing. In another
#: language than English, of which few words were seen, that is so sooner.
_MANY_WORDS, _MANY_FOREIGN_WORDS = 20, 14

#: So many other readings of a text are worth a look.
_OTHERS = 3

#: How much likelier a slip is than a wrong letter.
_SWAPPED, _DOUBLED, _ONE_MORE_OR_LESS, _WRONG = 4.0, 3.0, 2.0, 1.0


class Mender:
    """Knows how often each word was seen, and which words beside each other; mends words that never were."""

    def __init__(self, seen: Mapping[str, int], pairs: Mapping[str, int]) -> None:
        self.seen = seen
        self.pairs = pairs
        self._near: dict[str, list[str]] = {}
        self._far: dict[str, list[str]] = {}
        for word, times in seen.items():
            if times >= _SEEN_AT_LEAST and len(word) >= _SHORTEST:
                for key in _up_to_one_left_out(word):
                    self._near.setdefault(key, []).append(word)
            if times >= _SEEN_AT_LEAST and len(word) >= _LONG_WORD:
                for key in _up_to_two_left_out(word):
                    self._far.setdefault(key, []).append(word)
        # A word of thousands of letters has millions of neighbours, and none of them is known.
        self._longest = 2 + max(map(len, seen), default=0)

    @classmethod
    def of(cls, texts: Sequence[str], names: Sequence[str] = ()) -> Mender:
        """Count the words of these texts, and those beside each other; a word of a name is surely no slip."""
        seen = Counter(word for text in texts for word in _words(text))
        seen.update(dict.fromkeys({word for name in names for word in _words(name)}, _SEEN_AT_LEAST))
        pairs: Counter[str] = Counter()
        for text in texts:
            row = ["^", *_words(text), "$"]
            pairs.update(f"{one} {other}" for one, other in pairwise(row))
        return cls(seen, pairs)

    def mended(self, text: str) -> str:
        """Give the text with each unknown word as the known one that is a slip away, if there is any."""
        return self.readings(text)[0][0]

    def readings(self, text: str) -> list[tuple[str, float]]:
        """
        Give the text as it is likeliest meant, and up to three more ways to read it, each with how likely it is.

        Each of these has another known word in the place of one unknown word. How likely: beside the first, which is 1.
        """
        row = ["^", *_words(text), "$"]
        if len(row) - 2 > (_MANY_WORDS if may_be_english(text) else _MANY_FOREIGN_WORDS):
            return [(text, 1.0)]
        named = set(_places_in_addresses(text))
        unknown = {at: word for at, word in enumerate(row[1:-1], 1) if at not in named and self._is_unknown(word)}
        if not unknown:
            return [(text, 1.0)]
        meant = {}
        for at in unknown:
            word = self._meant(row, at)
            if word:
                meant[at] = row[at] = word
        others = [
            (share, at, known)
            for at, word in unknown.items()
            for known, share in self._others(row, at, word, meant.get(at))
        ]
        others.sort(key=lambda other: (-other[0], other[1:]))
        more = [(_with(text, {**meant, at: known}), share) for share, at, known in others[:_OTHERS]]
        return [(_with(text, meant), 1.0), *more]

    def _is_unknown(self, word: str) -> bool:
        times = self.seen.get(word, 0)
        if times == 1:
            slips = self._slips(word)
            surely = slips if len(word) >= _LONG_ENOUGH_FOR_A_SLIP else [k for k in slips if slips[k] == _SWAPPED]
            return any(self.seen[known] >= _COMMON for known in surely)
        return not times and len(word) <= self._longest

    def _meant(self, row: Sequence[str], at: int) -> str | None:
        word = row[at]
        slips = self._slips(word)
        if not slips and len(word) >= _LONG_WORD:
            return self._two_slips_away(word)
        trusted = len(word) > _SHORT_WORD or len(row) - 2 <= _FEW_WORDS
        fit = [known for known in slips if trusted or slips[known] == _SWAPPED or any(self._beside(row, at, known))]
        return max(fit, key=lambda known: (slips[known] * self._weight(row, at, known), known), default=None)

    def _others(self, row: Sequence[str], at: int, word: str, meant: str | None) -> Iterator[tuple[str, float]]:
        slips, alone = self._slips(word), len(row) - 2 == 1
        likely = {known: slip * self._weight(row, at, known) for known, slip in slips.items()}
        most = likely.get(meant or "") or max(likely.values(), default=1.0)
        for known, share in likely.items():
            # Of a short word that stands alone a wrong letter leaves little: it may be one of another language.
            sure = slips[known] > _WRONG or len(word) >= _SHORT_WORD or not alone
            if sure and known != meant:
                yield known, min(share / most, 1.0)

    def _slips(self, word: str) -> dict[str, float]:
        """Give the known words that are one slip away, and how common each slip is."""
        if len(word) < _SHORTEST - 1:
            return {}
        near = {known for key in _up_to_one_left_out(word) for known in self._near.get(key, ())}
        return {known: slip for known in near if (slip := _slip_between(word, known))}

    def _two_slips_away(self, word: str) -> str | None:
        far = {known for key in _up_to_two_left_out(word) for known in self._far.get(key, ())}
        fit = [known for known in far if slips_between(word, known) == 2]
        return max(fit, key=lambda known: (self.seen[known], known), default=None)

    def _beside(self, row: Sequence[str], at: int, known: str) -> tuple[int, int]:
        pairs = f"{row[at - 1]} {known}", f"{known} {row[at + 1]}"
        return self.pairs.get(pairs[0], 0), self.pairs.get(pairs[1], 0)

    def _weight(self, row: Sequence[str], at: int, known: str) -> float:
        before, after = self._beside(row, at, known)
        return (before + 0.2) * (after + 0.2) * sqrt(self.seen[known])


def _with(text: str, words: Mapping[int, str]) -> str:
    """Write the text with these words, by their places from 1 on."""
    places = count(1)
    return WORD.sub(lambda match: words.get(next(places), match[0]), text)


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _places_in_addresses(text: str) -> Iterator[int]:
    """Give the places, from 1 on, of the words of addresses: names, which are spelt as they are meant."""
    place = 1
    for written in text.split():
        words = len(WORD.findall(written))
        if "@" in written:
            yield from range(place, place + words)
        place += words


def _up_to_one_left_out(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _up_to_two_left_out(word: str) -> set[str]:
    return {shorter for one in _up_to_one_left_out(word) for shorter in _up_to_one_left_out(one)}


def _slip_between(one: str, other: str) -> float | None:
    """Give how common a slip makes one of the other: swapped letters most, a wrong one least; None if it takes more."""
    if slips_between(one, other) != 1:
        return None
    if len(one) == len(other):
        return _SWAPPED if sorted(one) == sorted(other) else _WRONG
    return _DOUBLED if set(one) == set(other) else _ONE_MORE_OR_LESS


def slips_between(one: str, other: str) -> int:
    """Give how many letters were added, left out, replaced, or swapped with the next (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for to, meant in enumerate(other, 1):
            least = min(above[to] + 1, row[-1] + 1, above[to - 1] + (letter != meant))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == meant:
                least = min(least, before[to - 2] + 1)
            row.append(least)
        before, above = above, row
    return above[-1]
