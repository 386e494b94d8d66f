"""What a text is told apart by at a glance: its words, pieces of them, names of lookup tables, and what it states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer

from bot.runtime.stated import AT_LENGTH, Stated

Numbers = NDArray[np.float32]
#: Sparse or dense, for scipy has no types.
Part: TypeAlias = Any
Names = tuple[tuple[str, ...], ...]

#: Names of a lookup table are counted up to this.
_NAMES_COUNTED = 3
#: A fact that is stated counts as half of all words of a text together.
_FACT_COUNTS = 0.5
#: A fact that so few sentences state says nothing yet.
_STATED_OFTEN = 10


@dataclass(frozen=True)
class Terms:
    """Counts terms of one kind, such as words, in texts; `rarity` has how rare each of them is."""

    counter: TfidfVectorizer
    rarity: Numbers

    @classmethod
    def learnt(cls, counter: TfidfVectorizer, texts: Sequence[str]) -> tuple[Terms, csr_matrix]:
        """Learn which terms there are, and how rare each is in these texts; give these weighed, too: counted once."""
        counts = CountVectorizer.fit_transform(counter, texts)
        counts.sort_indices()
        counter.idf_ = TfidfTransformer().fit(counts).idf_
        terms = cls(counter, counter.idf_.astype(np.float32))
        return terms, terms._weighed(counts)

    @classmethod
    def kept(cls, counter: TfidfVectorizer, terms: Sequence[str], rarity: Numbers) -> Terms:
        """Take up what was learnt: the terms in their places, and how rare each is."""
        counter.set_params(vocabulary={term: place for place, term in enumerate(terms)})
        # Counting alone needs no rarity, but the counter has to count as fitted.
        counter.idf_ = rarity
        return cls(counter, rarity)

    @property
    def all(self) -> list[str]:
        """Every term, by its place."""
        vocabulary: dict[str, int] = self.counter.vocabulary_
        return [str(term) for term in sorted(vocabulary, key=vocabulary.__getitem__)]

    def weighed_in(self, texts: Sequence[str]) -> csr_matrix:
        """
        Give a row for each text, of length 1: the logarithm of each count, times how rare the term is.

        What `TfidfVectorizer.transform` gives, but for the matrices that it makes for each text.
        """
        return self._weighed(CountVectorizer.transform(self.counter, texts))

    def _weighed(self, counts: csr_matrix) -> csr_matrix:
        weights = ((1 + np.log(counts.data)) * self.rarity[counts.indices]).astype(np.float32)
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        lengths = np.sqrt(np.bincount(rows, weights**2, minlength=counts.shape[0]))
        counts.data = weights / lengths[rows].astype(np.float32)
        return counts


def words_of(texts: Sequence[str], mended: Sequence[str], kinds: Sequence[Terms], lookups: Names) -> list[Part]:
    """
    Give what they are told apart by at a glance, a row for each text: words, pieces of words, and names.

    Words are read from it `mended`; a name counts in that as well as in what was written.
    """
    return [*(terms.weighed_in(mended) for terms in kinds), _names_in_either(texts, mended, lookups)]


def _names_in_either(texts: Sequence[str], mended: Sequence[str], lookups: Names) -> Numbers:
    return np.maximum(names_in(texts, lookups), names_in(mended, lookups))


def features(parts: Sequence[Part]) -> csr_matrix:
    """Give the parts side by side, as a model learns from them."""
    return hstack([csr_matrix(part) for part in parts if part.shape[1]]).tocsr()


def sums_of(parts: Sequence[Part], by_feature: Numbers) -> Numbers:
    """Give the sums of all features by these weights, part by part: to put one text's side by side takes longer."""
    ends = np.cumsum([part.shape[1] for part in parts])
    blocks = np.split(by_feature, ends[:-1])
    sums: Numbers = sum(part @ block for part, block in zip(parts, blocks, strict=True))
    return sums


def names_in(texts: Sequence[str], lookups: Names) -> Numbers:
    """For each lookup table: whether the text holds a name of it, and how many, up to three."""
    patterns = [_any_of(names) for names in lookups]
    counts = [[len(pattern.findall(text.lower())) for pattern in patterns] for text in texts]
    many = np.array(counts, dtype=np.float32).reshape(len(texts), len(patterns))
    return np.hstack([np.minimum(many, 1), np.minimum(many, _NAMES_COUNTED) / _NAMES_COUNTED])


def often_stated(stated: Sequence[Stated]) -> tuple[str, ...]:
    """Give the facts that are stated often enough to learn from."""
    often = Counter(fact for facts in stated for fact in facts)
    return tuple(sorted(fact for fact, times in often.items() if times >= _STATED_OFTEN))


def at_length(texts: Sequence[str], stated: Sequence[Stated] | None) -> list[Stated]:
    """
    Give what each text states, and nothing for a short one; None: nothing is known to be stated.

    A few words speak for themselves, and a slip in them takes the fact away as well.
    """
    pairs = zip(texts, stated or [()] * len(texts), strict=True)
    return [facts if len(text) >= AT_LENGTH else () for text, facts in pairs]


def facts_in(stated: Sequence[Stated], facts: Sequence[str]) -> Numbers:
    """For each of `facts`: whether it is stated, a row for each text."""
    places = {fact: place for place, fact in enumerate(facts)}
    table = np.zeros((len(stated), len(facts)), dtype=np.float32)
    for row, several in zip(table, stated, strict=True):
        row[[places[fact] for fact in several if fact in places]] = _FACT_COUNTS
    return table


@lru_cache(maxsize=8)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name.lower()) for name in names)})(?!\w)")


def _words(settings: Mapping[str, Any]) -> TfidfVectorizer:
    return TfidfVectorizer(
        token_pattern=r"(?u)\b\w+\b",
        ngram_range=(1, 2),
        sublinear_tf=True,
        min_df=settings["seen_at_least"],
        dtype=np.float32,
    )


def _pieces_of_words(settings: Mapping[str, Any]) -> TfidfVectorizer:
    """Misspellings, endings, and languages of which we hold few examples."""
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=settings["seen_at_least"], dtype=np.float32
    )


COUNTERS: tuple[Callable[[Mapping[str, Any]], TfidfVectorizer], ...] = (_words, _pieces_of_words)


def learnt_words(
    settings: Mapping[str, Any], texts: Sequence[str], mended: Sequence[str], lookups: Names
) -> tuple[list[Terms], list[Part]]:
    """Learn the terms of each kind from these texts, `mended`; give them, and what `words_of` gives for the texts."""
    learnt = [Terms.learnt(counter(settings), mended) for counter in COUNTERS]
    weighed = [rows for _, rows in learnt]
    return [terms for terms, _ in learnt], [*weighed, _names_in_either(texts, mended, lookups)]


def rarities_of(kinds: Sequence[Terms]) -> dict[str, Numbers]:
    """Give how rare the terms of each kind are, by the names under which they are kept."""
    return {f"rarity_{place}": terms.rarity for place, terms in enumerate(kinds)}


def kept_kinds(
    settings: Mapping[str, Any], vocabularies: Sequence[Sequence[str]], numbers: Mapping[str, Numbers]
) -> list[Terms]:
    """Take up the terms of each kind, and from `numbers`, as `rarities_of` named them, how rare they are."""
    return [
        Terms.kept(counter(settings), terms, numbers[f"rarity_{place}"])
        for place, (counter, terms) in enumerate(zip(COUNTERS, vocabularies, strict=True))
    ]
