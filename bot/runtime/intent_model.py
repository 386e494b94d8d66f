"""What tells one intent from another: a linear model over words, pieces of words, meaning and names of lookups."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from joblib import parallel_backend
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from bot.runtime.misspelt import Mender
from bot.runtime.sentence_encoder import meanings_of

Numbers = NDArray[np.float32]
Names = tuple[tuple[str, ...], ...]

SETTINGS: Mapping[str, Any] = {"C": 30.0, "tol": 0.1, "max_iter": 300, "random_state": 7, "seen_at_least": 2}

#: Names of a lookup table are counted up to this.
_NAMES_COUNTED = 3


class IntentModel:
    """
    One logistic regression for each intent, over TF-IDF of words and pieces of words, the sentence's meaning, and
    how many names of each lookup table it holds: a company that no example names is still a company. Words and
    meaning are read after unknown words were mended: a typo is no new word.

    What it learnt is kept as plain numbers and JSON: loading it runs no code of the model's.
    """

    def __init__(
        self,
        intents: Sequence[str],
        vectorizers: Sequence[TfidfVectorizer],
        lookups: Names,
        mender: Mender,
        weights: Numbers,
        biases: Numbers,
    ) -> None:
        self.intents = intents
        self._vectorizers = vectorizers
        self._lookups = lookups
        self._mender = mender
        self._weights = weights
        self._biases = biases

    @classmethod
    def learn(
        cls, texts: Sequence[str], intents: Sequence[str], lookups: Names, settings: Mapping[str, Any] = SETTINGS
    ) -> IntentModel:
        """Learn which texts have which intent; `lookups` are lists of names."""
        vectorizers = [make(settings).fit(texts) for make in _VECTORIZERS]
        mender = Mender.of(texts, [name for names in lookups for name in names])
        own = {name: settings[name] for name in ("C", "tol", "max_iter", "random_state")}
        # The dual problem of liblinear: half the time for the same weights, where features outnumber sentences.
        one_each = OneVsRestClassifier(LogisticRegression(solver="liblinear", dual=True, **own), n_jobs=-1)
        # The solver leaves Python's lock alone, so threads are enough to use every core.
        with parallel_backend("threading"):
            one_each.fit(_features(texts, vectorizers, lookups, mender), intents)
        weights = np.vstack([model.coef_ for model in one_each.estimators_]).astype(np.float32)
        biases = np.hstack([model.intercept_ for model in one_each.estimators_]).astype(np.float32)
        return cls([str(intent) for intent in one_each.classes_], vectorizers, lookups, mender, weights, biases)

    def likelihoods(self, texts: Sequence[str]) -> Numbers:
        """Give one row for each text, with how likely each of `intents` is; a row sums up to 1."""
        sums = _features(texts, self._vectorizers, self._lookups, self._mender) @ self._weights.T + self._biases
        likely = 1 / (1 + np.exp(-np.asarray(sums, dtype=np.float32)))
        shares: Numbers = likely / likely.sum(axis=1, keepdims=True)
        return shares

    def keep(self, folder: Path) -> None:
        """Write what was learnt into this folder."""
        known = {
            "intents": list(self.intents),
            "lookups": self._lookups,
            "words_seen": self._mender.seen,
            "pairs_seen": self._mender.pairs,
            "vocabularies": [_vocabulary_of(vectorizer) for vectorizer in self._vectorizers],
        }
        (folder / "known.json").write_text(json.dumps(known), "utf-8")
        rarity = {f"rarity_{place}": v.idf_.astype(np.float32) for place, v in enumerate(self._vectorizers)}
        np.savez(folder / "weights.npz", weights=self._weights, biases=self._biases, **rarity)

    @classmethod
    def kept_in(cls, folder: Path, settings: Mapping[str, Any] = SETTINGS) -> IntentModel:
        """Read what was learnt from this folder."""
        known = json.loads((folder / "known.json").read_text("utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as numbers:
            vectorizers = [
                _fitted(make(settings), vocabulary, numbers[f"rarity_{place}"])
                for place, (make, vocabulary) in enumerate(zip(_VECTORIZERS, known["vocabularies"], strict=True))
            ]
            lookups = tuple(tuple(names) for names in known["lookups"])
            mender = Mender(known["words_seen"], known["pairs_seen"])
            return cls(known["intents"], vectorizers, lookups, mender, numbers["weights"], numbers["biases"])


def _features(
    texts: Sequence[str], vectorizers: Sequence[TfidfVectorizer], lookups: Names, mender: Mender
) -> csr_matrix:
    words, pieces = vectorizers
    mended = [mender.mended(text) for text in texts]
    said = [words.transform(mended), pieces.transform(mended)]
    return hstack([*said, csr_matrix(meanings_of(mended)), csr_matrix(_names_in(texts, lookups))]).tocsr()


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


_VECTORIZERS: tuple[Callable[[Mapping[str, Any]], TfidfVectorizer], ...] = (_words, _pieces_of_words)


def _vocabulary_of(vectorizer: TfidfVectorizer) -> list[str]:
    return [str(term) for term in sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)]


def _fitted(vectorizer: TfidfVectorizer, vocabulary: list[str], rarity: Numbers) -> TfidfVectorizer:
    vectorizer.set_params(vocabulary={term: place for place, term in enumerate(vocabulary)})
    vectorizer.idf_ = rarity
    return vectorizer
