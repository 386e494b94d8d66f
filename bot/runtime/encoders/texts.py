"""Texts as encoders take them: never empty, never endless, and many at once on every core."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Meanings = NDArray[np.float32]

#: Longer texts keep their beginning and their end: the time of an encoder grows with the length, and the
#: point of a long story stands at one of them.
LONGEST = 600
#: So many texts are a message, read in each way that it may be meant.
_FEW = 8
#: So many texts at once are worth a thread for each core: numpy leaves Python's lock alone.
_MANY = 500


def encodable(text: str) -> str:
    """Give the text without lone surrogates, cut in its middle if it is long; a dot if nothing is left."""
    text = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " ").strip()
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
    return text or "."


class LastRead:
    """Gives the rows of the last few texts again without reading them: a message is read by more than one component."""

    def __init__(self, read: Callable[[Sequence[str]], Meanings]) -> None:
        self._read = read
        self._rows: dict[str, NDArray[np.float32]] = {}

    def __call__(self, texts: Sequence[str]) -> Meanings:
        """Give one row for each text, and keep as many as these, but a few at least."""
        if not texts:
            return self._read(texts)
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        rows = {**self._rows, **(dict(zip(new, self._read(new), strict=True)) if new else {})}
        self._rows = dict(list(rows.items())[-max(_FEW, len(texts)) :])
        return np.vstack([rows[text] for text in texts])


def on_every_core(encode: Callable[[Sequence[str]], Meanings], texts: Sequence[str]) -> Meanings:
    """Encode the texts, a few here, many on a thread for each core; give one row for each, in their order."""
    if len(texts) < _MANY:
        return encode(texts)
    cores = os.cpu_count() or 1
    parts = [texts[len(texts) * core // cores : len(texts) * (core + 1) // cores] for core in range(cores)]
    encode(["."])  # loads the weights once, before the threads ask for them
    # A thread for each core, and no more of them inside numpy.
    with threadpool_limits(1), ThreadPoolExecutor(cores) as threads:
        return np.vstack(list(threads.map(encode, parts)))
