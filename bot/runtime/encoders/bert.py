"""A small BERT in numpy (Devlin et al. 2018): every piece of a text as numbers, read in its surroundings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
Pieces = NDArray[np.int64]
Weights = Mapping[str, Numbers]

HEADS = 12
#: Rows that are let pass together (`_gelu`), and the factors of its polynomial, from the highest power on.
_AT_A_TIME = 64
_ERF = tuple(map(np.float32, (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)))
#: The parts of a layer that multiply, by their names in the weights.
QUERY, KEY, VALUE = "attention.self.query", "attention.self.key", "attention.self.value"
MIXED, WIDENED, NARROWED = "attention.output.dense", "intermediate.dense", "output.dense"
PARTS = (QUERY, KEY, VALUE, MIXED, WIDENED, NARROWED)


@dataclass(frozen=True)
class _Layer:
    looks: tuple[Numbers, Numbers]
    mixes: tuple[Numbers, Numbers]
    after_mixing: tuple[Numbers, Numbers]
    widens: tuple[Numbers, Numbers]
    narrows: tuple[Numbers, Numbers]
    after_narrowing: tuple[Numbers, Numbers]


class Bert:
    """Reads pieces of words, given by their numbers in the vocabulary; `weights` are named as BERT's are."""

    def __init__(self, weights: Weights) -> None:
        self._pieces = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._at_first = _pair(weights, "embeddings.LayerNorm")
        self._layers = [_layer(weights, number) for number in range(layers_of(weights))]

    def meanings(self, pieces: Pieces, there: Pieces) -> Numbers:
        """
        Give one row for each text: the mean of its pieces as they are read.

        `pieces` has a row of numbers for each text, filled up to the longest; `there` is 1 where a piece is real.
        """
        texts, longest = pieces.shape
        rows = _even(self._pieces[pieces] + self._places[:longest], *self._at_first).reshape(texts * longest, -1)
        nothing = (1 - there[:, None, None, :]).astype(np.float32) * np.float32(-1e4)
        for layer in self._layers:
            rows = _even(rows + _affine(_looked_around(rows, layer, nothing), *layer.mixes), *layer.after_mixing)
            wide = _gelu(_affine(rows, *layer.widens))
            rows = _even(rows + _affine(wide, *layer.narrows), *layer.after_narrowing)
        real = there[:, :, None].astype(np.float32)
        mean: Numbers = (rows.reshape(texts, longest, -1) * real).sum(axis=1) / real.sum(axis=1)
        return mean


def layers_of(weights: Weights) -> int:
    """Give how many layers these weights have."""
    return 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))


def name_of(layer: int, part: str) -> str:
    """Give the name of the weight of this part."""
    return f"encoder.layer.{layer}.{part}.weight"


def _layer(weights: Weights, number: int) -> _Layer:
    here = f"encoder.layer.{number}."
    looks = [_multiplier(weights, here + part) for part in (QUERY, KEY, VALUE)]
    return _Layer(
        looks=(np.hstack([turn for turn, _ in looks]), np.hstack([shift for _, shift in looks])),
        mixes=_multiplier(weights, here + MIXED),
        after_mixing=_pair(weights, here + "attention.output.LayerNorm"),
        widens=_multiplier(weights, here + WIDENED),
        narrows=_multiplier(weights, here + NARROWED),
        after_narrowing=_pair(weights, here + "output.LayerNorm"),
    )


def _pair(weights: Weights, name: str) -> tuple[Numbers, Numbers]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _multiplier(weights: Weights, name: str) -> tuple[Numbers, Numbers]:
    turn, shift = _pair(weights, name)
    return np.ascontiguousarray(turn.T), shift


def _looked_around(rows: Numbers, layer: _Layer, nothing: Numbers) -> Numbers:
    """Let every piece of a text take up what the others say (attention)."""
    texts, longest = nothing.shape[0], nothing.shape[-1]
    width = rows.shape[1] // HEADS
    split = _affine(rows, *layer.looks).reshape(texts, longest, 3, HEADS, width).transpose(2, 0, 3, 1, 4)
    asks, answers, says = split
    scores = asks @ answers.transpose(0, 1, 3, 2) * np.float32(width**-0.5) + nothing
    heeded = np.exp(scores - scores.max(axis=-1, keepdims=True))
    heeded /= heeded.sum(axis=-1, keepdims=True)
    taken: Numbers = (heeded @ says).transpose(0, 2, 1, 3).reshape(texts * longest, -1)
    return taken


def _affine(rows: Numbers, turn: Numbers, shift: Numbers) -> Numbers:
    product: Numbers = rows @ turn
    product += shift
    return product


def _even(rows: Numbers, scale: Numbers, shift: Numbers) -> Numbers:
    """Bring every row to mean 0 and variance 1, then to its learnt scale (layer normalization)."""
    centred = rows - rows.mean(axis=-1, keepdims=True)
    centred /= np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + np.float32(1e-12))
    even: Numbers = centred * scale + shift
    return even


def _gelu(rows: Numbers) -> Numbers:
    """
    Let each number pass by how far it is above 0 (Hendrycks and Gimpel 2016), a few rows at a time, which a core keeps.

    The error function is told to seven digits (Abramowitz and Stegun 1964, 7.1.26): SciPy's takes more than twice that.
    """
    passed = np.empty_like(rows)
    for first in range(0, len(rows), _AT_A_TIME):
        some = rows[first : first + _AT_A_TIME]
        size = np.abs(some)
        near = np.reciprocal(1 + size * np.float32(0.3275911 * 2**-0.5))
        missing = near * _ERF[0]
        for factor in _ERF[1:]:
            missing += factor
            missing *= near
        missing *= np.exp(size * size * np.float32(-0.5))
        passed[first : first + _AT_A_TIME] = np.float32(0.5) * (some + size - size * missing)
    return passed
