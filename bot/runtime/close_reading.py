"""The second opinion on a message: the encoders that learnt our field read it, and an intent is told from that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.runtime.encoders import adapted
from bot.runtime.encoders.bert import Numbers
from bot.runtime.regressions import shares


class CloseReading:
    """
    For each encoder one regression over all intents on what it reads; both were learnt by `make adapt`.

    Each has the same say. They know the intents there were then: about a newer one they have no opinion.
    """

    def __init__(self, adapters: Sequence[Path] = adapted.ADAPTERS) -> None:
        self._adapters = tuple(adapters)
        self._tellers = [_Teller(adapter) for adapter in adapters]
        every = [set(teller.intents) for teller in self._tellers]
        self.intents = tuple(sorted(set.intersection(*every)))

    def likelihoods(self, texts: Sequence[str]) -> Numbers:
        """Give one row for each text, with how likely each of `intents` is; a row sums up to 1."""
        rows = np.split(adapted.meanings_of(texts, self._adapters), len(self._tellers), axis=1)
        told = [teller.sums(row, self.intents) for teller, row in zip(self._tellers, rows, strict=True)]
        sums = np.mean(told, axis=0)
        likely = np.exp(sums - sums.max(axis=1, keepdims=True))
        return shares(likely)


class _Teller:
    """Tells from what one encoder reads how much speaks for each intent."""

    def __init__(self, adapter: Path) -> None:
        with np.load(adapter, allow_pickle=False) as kept:
            self.intents = [str(name) for name in kept["intents"]]
            self._weights: Numbers = kept["weights"].astype(np.float32)
            self._biases: Numbers = kept["biases"].astype(np.float32)

    def sums(self, rows: Numbers, intents: Sequence[str]) -> Numbers:
        """Give a row for each of these, with a number for each of these intents."""
        places = [self.intents.index(intent) for intent in intents]
        sums: Numbers = rows @ self._weights[places].T + self._biases[places]
        return sums
