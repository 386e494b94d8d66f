"""What tells one intent from another: two opinions, from the words of a text and from a close reading of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from joblib import parallel_backend
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from bot.case import PROBLEMS
from bot.runtime.close_reading import CloseReading
from bot.runtime.encoders import universal
from bot.runtime.in_english import may_be_english
from bot.runtime.intent_features import (
    Names,
    Numbers,
    Terms,
    features,
    kept_kinds,
    learnt_kinds,
    parts_of,
    rarities_of,
    sums_of,
)
from bot.runtime.misspelt import Mender

SETTINGS: Mapping[str, Any] = {
    "C": 30.0,
    "tol": 0.1,
    "max_iter": 300,
    "random_state": 7,
    "seen_at_least": 2,
    "share_of_close_reading": 0.35,
    "sure_without_close_reading": 0.8,
    "sure_of_a_problem": 0.95,
}

_LEAST = 1e-6
#: Of two ways to read an unknown word the clearer one is right more often than the one by the commoner slip.
_SLIPS_COUNT = 0.1


class IntentModel:
    """
    Two opinions, weighed. By words: one logistic regression for each intent over TF-IDF of words and pieces of words,
    the sentence's meaning, and how many names of each lookup table it holds (a company that no example names is still
    a company). And a close reading, where the words alone leave a doubt in English: where the two differ, the whole is
    less sure. An unknown word is read as each known one that it may be, and the clearest reading counts: a typo is no
    new word.

    What it learnt is kept as plain numbers and JSON: loading it runs no code of the model's.
    """

    def __init__(
        self,
        intents: Sequence[str],
        kinds: Sequence[Terms],
        lookups: Names,
        mender: Mender,
        weights: Numbers,
        biases: Numbers,
        close_reading: CloseReading,
        settings: Mapping[str, Any] = SETTINGS,
    ) -> None:
        self.intents = intents
        self._kinds = kinds
        self._lookups = lookups
        self._mender = mender
        # In the order in which a sparse row is multiplied: the other way, every message would copy them all.
        self._by_feature = np.ascontiguousarray(weights.T)
        self._biases = biases
        self._close_reading = close_reading
        self._share = settings["share_of_close_reading"]
        sure, sure_of_a_problem = settings["sure_without_close_reading"], settings["sure_of_a_problem"]
        # A wrong problem leads down a wrong way, anything else that is wrong costs a sentence.
        self._sure = np.array([sure_of_a_problem if intent in PROBLEMS else sure for intent in intents])

    @classmethod
    def learn(
        cls,
        texts: Sequence[str],
        intents: Sequence[str],
        lookups: Names,
        settings: Mapping[str, Any] = SETTINGS,
        close_reading: CloseReading | None = None,
    ) -> IntentModel:
        """
        Learn which texts have which intent; `lookups` are lists of names.

        `close_reading` is the second opinion; None takes the one that belongs to this code. Who measures takes one that
        has not seen what it is measured on.
        """
        kinds = learnt_kinds(settings, texts)
        mender = Mender.of(texts, [name for names in lookups for name in names])
        mended = [mender.mended(text) for text in texts]
        own = {name: settings[name] for name in ("C", "tol", "max_iter", "random_state")}
        # The dual problem of liblinear: half the time for the same weights, where features outnumber sentences.
        one_each = OneVsRestClassifier(LogisticRegression(solver="liblinear", dual=True, **own), n_jobs=-1)
        # The solver leaves Python's lock alone, so threads are enough to use every core.
        with parallel_backend("threading"):
            one_each.fit(features(parts_of(texts, mended, kinds, lookups)), intents)
        weights = np.vstack([model.coef_ for model in one_each.estimators_]).astype(np.float32)
        biases = np.hstack([model.intercept_ for model in one_each.estimators_]).astype(np.float32)
        names = [str(intent) for intent in one_each.classes_]
        return cls(names, kinds, lookups, mender, weights, biases, close_reading or CloseReading(), settings)

    def likelihoods(self, texts: Sequence[str]) -> Numbers:
        """Give one row for each text, with how likely each of `intents` is; a row sums up to 1."""
        readings = [self._mender.readings(text) for text in texts]
        written = [text for text, several in zip(texts, readings, strict=True) for _ in several]
        likely = self._both_opinions(written, [reading for several in readings for reading, _ in several])
        slips = np.array([share for several in readings for _, share in several])
        clear = likely.max(axis=1) * slips**_SLIPS_COUNT
        return likely[_clearest(clear, [len(several) for several in readings])]

    def _both_opinions(self, written: Sequence[str], said: Sequence[str]) -> Numbers:
        """Give how likely each intent is for texts as they were written, and as they are read."""
        parts = parts_of(written, said, self._kinds, self._lookups)
        sums = sums_of(parts, self._by_feature) + self._biases
        likely = _shares(1 / (1 + np.exp(-np.asarray(sums, dtype=np.float32))))
        in_doubt = likely.max(axis=1) < self._sure[likely.argmax(axis=1)]
        read_again = [place for place in np.flatnonzero(in_doubt) if may_be_english(written[place])]
        if read_again:
            likely[read_again] = self._weighed(likely[read_again], [said[place] for place in read_again])
        return likely

    def _weighed(self, by_words: Numbers, said: Sequence[str]) -> Numbers:
        """Give the first opinion weighed with the second; an intent that only the first knows keeps what it had."""
        closely = by_words.copy()
        for intent, likely in zip(self._close_reading.intents, self._close_reading.likelihoods(said).T, strict=True):
            if intent in self.intents:
                closely[:, self.intents.index(intent)] = np.maximum(likely, _LEAST)
        return _shares(by_words ** (1 - self._share) * closely**self._share)

    def load_encoders(self) -> None:
        """Read the weights of both encoders now; else the first message that needs them waits."""
        universal.meanings_of(["hello"])
        self._close_reading.likelihoods(["hello"])

    def keep(self, folder: Path) -> None:
        """Write what was learnt into this folder."""
        known = {
            "intents": list(self.intents),
            "lookups": self._lookups,
            "words_seen": self._mender.seen,
            "pairs_seen": self._mender.pairs,
            "vocabularies": [terms.all for terms in self._kinds],
        }
        (folder / "known.json").write_text(json.dumps(known), "utf-8")
        np.savez(folder / "weights.npz", weights=self._by_feature.T, biases=self._biases, **rarities_of(self._kinds))

    @classmethod
    def kept_in(cls, folder: Path, settings: Mapping[str, Any] = SETTINGS) -> IntentModel:
        """Read what was learnt from this folder."""
        known = json.loads((folder / "known.json").read_text("utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as numbers:
            kinds = kept_kinds(settings, known["vocabularies"], numbers)
            weights, biases = numbers["weights"], numbers["biases"]
        lookups = tuple(tuple(names) for names in known["lookups"])
        mender = Mender(known["words_seen"], known["pairs_seen"])
        return cls(known["intents"], kinds, lookups, mender, weights, biases, CloseReading(), settings)


def _clearest(clear: Numbers, ways: Sequence[int]) -> list[int]:
    """Give for each text the place of its clearest reading; the readings of each are so many in a row."""
    places, first = [], 0
    for number in ways:
        places.append(first + int(clear[first : first + number].argmax()))
        first += number
    return places


def _shares(likely: Numbers) -> Numbers:
    shares: Numbers = likely / likely.sum(axis=1, keepdims=True)
    return shares
