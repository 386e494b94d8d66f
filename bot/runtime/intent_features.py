"""What a text is told apart by: its words, pieces of its words, its meaning, and the names of lookup tables in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.runtime.encoders import universal

Numbers = NDArray[np.float32]
Names = tuple[tuple[str, ...], ...]

#: Names of a lookup table are counted up to this.
_NAMES_COUNTED = 3


def features(
    texts: Sequence[str], mended: Sequence[str], vectorizers: Sequence[TfidfVectorizer], lookups: Names
) -> csr_matrix:
    """Give a row for each text; words and meaning are read from it `mended`, names from it as it was written."""
    words, pieces = vectorizers
    said = [words.transform(mended), pieces.transform(mended)]
    return hstack([*said, csr_matrix(universal.meanings_of(mended)), csr_matrix(_names_in(texts, lookups))]).tocsr()


def _names_in(texts: Sequence[str], lookups: Names) -> Numbers:
    """For each lookup table: whether the text holds a name of it, and how many, up to three."""
    patterns = [_any_of(names) for names in lookups]
    counts = [[len(pattern.findall(text.lower())) for pattern in patterns] for text in texts]
    many = np.array(counts, dtype=np.float32).reshape(len(texts), len(patterns))
    return np.hstack([np.minimum(many, 1), np.minimum(many, _NAMES_COUNTED) / _NAMES_COUNTED])


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


VECTORIZERS: tuple[Callable[[Mapping[str, Any]], TfidfVectorizer], ...] = (_words, _pieces_of_words)


def vocabulary_of(vectorizer: TfidfVectorizer) -> list[str]:
    """Give its terms, by their places."""
    return [str(term) for term in sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)]


def fitted(vectorizer: TfidfVectorizer, vocabulary: list[str], rarity: Numbers) -> TfidfVectorizer:
    """Give the vectorizer as it was after fitting, from its terms and how rare each is."""
    vectorizer.set_params(vocabulary={term: place for place, term in enumerate(vocabulary)})
    vectorizer.idf_ = rarity
    return vectorizer
