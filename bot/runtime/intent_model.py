"""What tells one intent from another: the words of a text, its meaning, and a close reading, until one is sure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.case import DANGEROUS_PROBLEMS, PROBLEMS
from bot.runtime.close_reading import CloseReading
from bot.runtime.encoders import universal
from bot.runtime.in_english import may_be_english
from bot.runtime.intent_features import (
    Names,
    Numbers,
    Terms,
    at_length,
    facts_in,
    kept_kinds,
    learnt_words,
    names_in,
    often_stated,
    rarities_of,
    words_of,
)
from bot.runtime.misspelt import Mender
from bot.runtime.regressions import Regressions, shares
from bot.runtime.stated import Stated

SETTINGS: Mapping[str, Any] = {
    "C": 30.0,
    "tol": 1.0,
    "max_iter": 300,
    "random_state": 7,
    "seen_at_least": 2,
    "share_of_close_reading": 0.35,
    # A wrong problem leads down a wrong way, anything else that is wrong costs a sentence.
    "sure_by_words": {"problem": 0.9, "other": 0.85},
    "sure_by_meaning": {"problem": 0.97, "other": 0.8},
    # Words that name a problem do not stand alone where they leave a dangerous one as likely as this.
    "danger_by_words": 0.01,
}

_BY_WORDS, _BY_MEANING = "by_words", "by_meaning"

_LEAST = 1e-6
#: Of two ways to read an unknown word the clearer one is right more often than the one by the commoner slip.
_SLIPS_COUNT = 0.1


class IntentModel:
    """
    Reads a text as far as it takes to be sure. By words: one logistic regression for each intent over TF-IDF of words
    and pieces of words, how many names of each lookup table there are (a company that no example names is still a
    company), and which facts the text states. By meaning: the same, with what an encoder of sixteen languages makes of
    the sentence. And a close reading, where both leave a doubt in English: where it differs, the whole is less sure. An
    unknown word is read as each known one that it may be, and the clearest reading counts: a typo is no new word.

    What it learnt is kept as plain numbers and JSON: loading it runs no code of the model's.
    """

    def __init__(
        self,
        kinds: Sequence[Terms],
        lookups: Names,
        mender: Mender,
        by_words: Regressions,
        by_meaning: Regressions,
        close_reading: CloseReading,
        settings: Mapping[str, Any] = SETTINGS,
        facts: Sequence[str] = (),
    ) -> None:
        self.intents = by_words.names
        self._facts = tuple(facts)
        self._kinds = kinds
        self._lookups = lookups
        self._mender = mender
        self._by_words = by_words
        self._by_meaning = by_meaning
        self._close_reading = close_reading
        self._share = settings["share_of_close_reading"]
        self._sure_by_words, self._sure_by_meaning = (
            np.array([settings[sure]["problem" if intent in PROBLEMS else "other"] for intent in self.intents])
            for sure in ("sure_by_words", "sure_by_meaning")
        )
        self._problems = np.array([intent in PROBLEMS for intent in self.intents])
        self._dangerous = [place for place, intent in enumerate(self.intents) if intent in DANGEROUS_PROBLEMS]
        self._danger = settings["danger_by_words"]

    @classmethod
    def learn(
        cls,
        texts: Sequence[str],
        intents: Sequence[str],
        lookups: Names,
        settings: Mapping[str, Any] = SETTINGS,
        close_reading: CloseReading | None = None,
        stated: Sequence[Stated] | None = None,
    ) -> IntentModel:
        """
        Learn which texts have which intent; `lookups` are lists of names, `stated` is what each text states (None:
        nothing).

        `close_reading` is the last opinion; None takes the one that belongs to this code. Who measures takes one that
        has not seen what it is measured on.
        """
        mender = Mender.of(texts, [name for names in lookups for name in names])
        mended = [mender.mended(text) for text in texts]
        kinds, words = learnt_words(settings, texts, mended, lookups)
        stated = at_length(texts, stated)
        facts = often_stated(stated)
        told = facts_in(stated, facts)
        by_words = Regressions.learn([*words, told], intents, settings)
        meaning = universal.meanings_of(mended)
        by_meaning = Regressions.learn([*words, meaning, told], intents, settings)
        return cls(kinds, lookups, mender, by_words, by_meaning, close_reading or CloseReading(), settings, facts)

    def likelihoods(self, texts: Sequence[str], stated: Sequence[Stated] | None = None) -> Numbers:
        """
        Give one row for each text, with how likely each of `intents` is; a row sums up to 1.

        `stated` is what each text states; None: nothing.
        """
        readings = [self._mender.readings(text) for text in texts]
        told = facts_in(at_length(texts, stated), self._facts)
        places = np.repeat(np.arange(len(texts)), [len(several) for several in readings])
        said = [reading for several in readings for reading, _ in several]
        likely = self._until_sure([texts[place] for place in places], said, told[places])
        slips = np.array([share for several in readings for _, share in several])
        clear = likely.max(axis=1) * slips**_SLIPS_COUNT
        return likely[_clearest(clear, [len(several) for several in readings])]

    def _until_sure(self, written: Sequence[str], said: Sequence[str], told: Numbers) -> Numbers:
        """Give how likely each intent is for texts as they were written, as they are read, and by what they state."""
        words = words_of(written, said, self._kinds, self._lookups)
        likely = self._by_words.likelihoods([*words, told])
        unsure = np.union1d(_in_doubt(likely, self._sure_by_words), self._maybe_dangerous(likely))
        if unsure.size:
            meaning = universal.meanings_of([said[place] for place in unsure])
            likely[unsure] = self._by_meaning.likelihoods([*(part[unsure] for part in words), meaning, told[unsure]])
        unsure = unsure[_in_doubt(likely[unsure], self._sure_by_meaning)]
        read_closely = [place for place in unsure if may_be_english(written[place])]
        if read_closely:
            likely[read_closely] = self._weighed(likely[read_closely], [said[place] for place in read_closely])
        return likely

    def _maybe_dangerous(self, likely: Numbers) -> NDArray[np.intp]:
        """Give the places of the texts that seem to name a problem, and may well be about a dangerous one instead."""
        likeliest = likely.argmax(axis=1)
        others = np.where(np.equal.outer(likeliest, self._dangerous), 0, likely[:, self._dangerous])
        return np.flatnonzero(self._problems[likeliest] & (others.max(axis=1, initial=0) >= self._danger))

    def _weighed(self, before: Numbers, said: Sequence[str]) -> Numbers:
        """Give the opinion `before` weighed with a close reading; an intent that only it knows keeps what it had."""
        closely = before.copy()
        for intent, likely in zip(self._close_reading.intents, self._close_reading.likelihoods(said).T, strict=True):
            if intent in self.intents:
                closely[:, self.intents.index(intent)] = np.maximum(likely, _LEAST)
        return shares(before ** (1 - self._share) * closely**self._share)

    def names_another(self, text: str) -> bool:
        """Tell whether a text holds a name of a lookup table, spelt as it is there: another company's, or its app's."""
        return bool(names_in([text], self._lookups).any())

    def load_encoders(self) -> None:
        """Read the weights of both encoders now; else the first message that needs them waits."""
        universal.meanings_of(["hello"])
        self._close_reading.likelihoods(["hello"])

    def keep(self, folder: Path) -> None:
        """Write what was learnt into this folder."""
        known = {
            "intents": list(self.intents),
            "facts": self._facts,
            "lookups": self._lookups,
            "words_seen": self._mender.seen,
            "pairs_seen": self._mender.pairs,
            "vocabularies": [terms.all for terms in self._kinds],
        }
        (folder / "known.json").write_text(json.dumps(known), "utf-8")
        learnt = {**self._by_words.kept_as(_BY_WORDS), **self._by_meaning.kept_as(_BY_MEANING)}
        np.savez(folder / "weights.npz", **learnt, **rarities_of(self._kinds))

    @classmethod
    def kept_in(cls, folder: Path, settings: Mapping[str, Any] = SETTINGS) -> IntentModel:
        """Read what was learnt from this folder."""
        known = json.loads((folder / "known.json").read_text("utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as numbers:
            kinds = kept_kinds(settings, known["vocabularies"], numbers)
            by_words, by_meaning = (Regressions.kept(n, known["intents"], numbers) for n in (_BY_WORDS, _BY_MEANING))
        lookups = tuple(tuple(names) for names in known["lookups"])
        mender = Mender(known["words_seen"], known["pairs_seen"])
        return cls(kinds, lookups, mender, by_words, by_meaning, CloseReading(), settings, known["facts"])


def _clearest(clear: Numbers, ways: Sequence[int]) -> list[int]:
    """Give for each text the place of its clearest reading; the readings of each are so many in a row."""
    places, first = [], 0
    for number in ways:
        places.append(first + int(clear[first : first + number].argmax()))
        first += number
    return places


def _in_doubt(likely: Numbers, sure: Numbers) -> NDArray[np.intp]:
    """Give the places of the texts whose likeliest intent is less likely than `sure` says for it."""
    return np.flatnonzero(likely.max(axis=1) < sure[likely.argmax(axis=1)])
