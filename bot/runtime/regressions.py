"""One logistic regression for each name that a text may have, over the same features; plain numbers once learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.runtime.intent_features import Numbers, Part, features, sums_of


class Regressions:
    """Tells how likely each of `names` is; `weights` has a row for each of them, `biases` a number."""

    def __init__(self, names: Sequence[str], weights: Numbers, biases: Numbers) -> None:
        self.names = names
        # In the order in which a sparse row is multiplied: the other way, every message would copy them all.
        self._by_feature = np.ascontiguousarray(weights.T)
        self._biases = biases

    @classmethod
    def learn(cls, parts: Sequence[Part], names: Sequence[str], settings: Mapping[str, Any]) -> Regressions:
        """Learn the name of each row; `parts` are what the rows are told apart by, side by side."""
        told = np.array(names)
        return cls.learn_each(parts, {str(name): told == name for name in sorted(set(names))}, settings)

    @classmethod
    def learn_each(
        cls, parts: Sequence[Part], true_of: Mapping[str, NDArray[np.bool_]], settings: Mapping[str, Any]
    ) -> Regressions:
        """Learn of which rows each name is true; of one row several names may be."""
        own = {name: settings[name] for name in ("C", "tol", "max_iter", "random_state")}
        rows = features(parts)

        def learnt(told: NDArray[np.bool_]) -> LogisticRegression:
            # The dual problem of liblinear: half the time for the same weights, where features outnumber sentences.
            return LogisticRegression(solver="liblinear", dual=True, **own).fit(rows, told)

        # A process for each core: in threads the solvers would draw from one row of random numbers, in any order.
        models = Parallel(n_jobs=-1)(delayed(learnt)(told) for told in true_of.values())
        weights = np.vstack([model.coef_ for model in models]).astype(np.float32)
        biases = np.hstack([model.intercept_ for model in models]).astype(np.float32)
        return cls(list(true_of), weights, biases)

    def each(self, parts: Sequence[Part]) -> Numbers:
        """Give one row for each row of the parts, with how likely each of `names` is by itself (0 to 1)."""
        sums = np.asarray(sums_of(parts, self._by_feature) + self._biases, dtype=np.float32)
        likely: Numbers = 1 / (1 + np.exp(-sums))
        return likely

    def likelihoods(self, parts: Sequence[Part]) -> Numbers:
        """Give the same where exactly one of `names` is true: a row sums up to 1."""
        return shares(self.each(parts))

    def kept_as(self, name: str) -> dict[str, Numbers]:
        """Give the numbers that were learnt, by the names under which they are kept."""
        return {f"{name}_weights": self._by_feature.T, f"{name}_biases": self._biases}

    @classmethod
    def kept(cls, name: str, names: Sequence[str], numbers: Mapping[str, Numbers]) -> Regressions:
        """Take up what was learnt, as `kept_as` named it."""
        return cls(names, numbers[f"{name}_weights"], numbers[f"{name}_biases"])


def shares(likely: Numbers) -> Numbers:
    """Give each row so that it sums up to 1."""
    whole: Numbers = likely / likely.sum(axis=1, keepdims=True)
    return whole
