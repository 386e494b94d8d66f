"""What tells facts that no pattern hears in a text: learnt from posts of which the facts are known."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.runtime.encoders import universal
from bot.runtime.intent_features import Terms, kept_kinds, learnt_words, rarities_of, words_of
from bot.runtime.regressions import Regressions

SETTINGS: Mapping[str, Any] = {"C": 10.0, "tol": 0.05, "max_iter": 300, "random_state": 7, "seen_at_least": 2}

#: A text may say nothing of a fact, or name several things: neither can be told by one value.
_NOTHING, _SEVERAL = "nothing", "several"
_FACTS = "facts"


class LikelyFacts:
    """
    One logistic regression for each value of each fact, over words, pieces of words and the meaning of a whole text.

    It hears what is said in words that nobody foresaw, and cannot tell who denies or supposes as well as patterns do:
    so it is asked last, and has to be sure. What it learnt is kept as plain numbers and JSON.
    """

    def __init__(self, values: Mapping[str, Sequence[str]], kinds: Sequence[Terms], regressions: Regressions) -> None:
        self._values = values
        self._kinds = kinds
        self._regressions = regressions

    @classmethod
    def learn(
        cls, texts: Sequence[str], stated: Sequence[Mapping[str, Any]], settings: Mapping[str, Any] = SETTINGS
    ) -> LikelyFacts:
        """Learn from texts what is `stated` in each: the value of a fact, or a list; what a text has not is no fact."""
        kinds, words = learnt_words(settings, texts, texts, ())
        values: dict[str, Sequence[str]] = {}
        true_of = {}
        for fact in sorted({fact for facts in stated for fact in facts}):
            told = np.array([_as_value(facts.get(fact)) for facts in stated])
            if set(told) <= {_NOTHING, _SEVERAL}:
                continue  # no value of it can be told
            values[fact] = sorted(set(told) | {_NOTHING})
            true_of.update({_name_of(fact, value): told == value for value in values[fact]})
        parts = [*words, universal.meanings_of(texts)]
        return cls(values, kinds, Regressions.learn_each(parts, true_of, settings))

    def of(self, text: str) -> dict[str, tuple[Any, float]]:
        """Give for each fact the likeliest value that can be told, and how likely it is (0 to 1)."""
        parts = [*words_of([text], [text], self._kinds, ()), universal.meanings_of([text])]
        likely = dict(zip(self._regressions.names, self._regressions.each(parts)[0], strict=True))
        found = {}
        for fact, values in self._values.items():
            shares = {value: likely[_name_of(fact, value)] for value in values}
            value = max((one for one in values if one not in (_NOTHING, _SEVERAL)), key=lambda one: shares[one])
            found[fact] = json.loads(value), float(shares[value] / sum(shares.values()))
        return found

    def keep(self, folder: Path) -> None:
        """Write what was learnt into this folder."""
        known = {"values": self._values, "vocabularies": [terms.all for terms in self._kinds]}
        (folder / "known.json").write_text(json.dumps(known), "utf-8")
        np.savez(folder / "weights.npz", **self._regressions.kept_as(_FACTS), **rarities_of(self._kinds))

    @classmethod
    def kept_in(cls, folder: Path, settings: Mapping[str, Any] = SETTINGS) -> LikelyFacts:
        """Read what was learnt from this folder."""
        known = json.loads((folder / "known.json").read_text("utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as numbers:
            kinds = kept_kinds(settings, known["vocabularies"], numbers)
            return cls(known["values"], kinds, Regressions.kept(_FACTS, _names_of(known["values"]), numbers))


def _names_of(values: Mapping[str, Sequence[str]]) -> list[str]:
    return [_name_of(fact, value) for fact, several in values.items() for value in several]


def _name_of(fact: str, value: str) -> str:
    return f"{fact} is {value}"


def _as_value(stated: Any) -> str:
    if stated is None:
        return _NOTHING
    return _SEVERAL if isinstance(stated, list) and stated else json.dumps(stated)
