"""The second opinion on a message: it is read by the encoder that learnt our field, and an intent is told from that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.runtime.encoders import adapted
from bot.runtime.encoders.bert import Numbers


class CloseReading:
    """
    One regression over all intents on what the encoder reads; both were learnt by `make adapt`.

    It knows the intents there were then: about a newer one it has no opinion.
    """

    def __init__(self, adapter: Path = adapted.ADAPTER) -> None:
        self._adapter = adapter
        with np.load(adapter, allow_pickle=False) as kept:
            self.intents: tuple[str, ...] = tuple(str(name) for name in kept["intents"])
            self._weights: Numbers = kept["weights"].astype(np.float32)
            self._biases: Numbers = kept["biases"].astype(np.float32)

    def likelihoods(self, texts: Sequence[str]) -> Numbers:
        """Give one row for each text, with how likely each of `intents` is; a row sums up to 1."""
        sums = adapted.meanings_of(texts, self._adapter) @ self._weights.T + self._biases
        likely = np.exp(sums - sums.max(axis=1, keepdims=True))
        shares: Numbers = likely / likely.sum(axis=1, keepdims=True)
        return shares
