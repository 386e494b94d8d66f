"""The English encoder as TensorFlow sees it while `make adapt` teaches it (tools/adapt_encoder.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bot.runtime.encoders import adapted
from bot.runtime.encoders.bert import HEADS, KEY, MIXED, NARROWED, PARTS, QUERY, VALUE, WIDENED, name_of


class Learner:
    """
    Published numbers that stay; small additions, and a last step that tells the intents apart, both of which learn.

    The additions begin as they are in `before`, as far as it has them; the last step begins anew, or with `tell_as`.
    """

    def __init__(self, intents: int, layers: int, rank: int, before: Mapping[str, np.ndarray], seed: int) -> None:
        import tensorflow as tf

        self.tf, self.layers = tf, layers
        self.fixed = {name: tf.constant(weight) for name, weight in adapted.weights().items()}
        start = np.random.default_rng(seed)
        self.added: dict[str, Any] = {}
        for layer in range(layers):
            for part in PARTS:
                out, into = self.fixed[name_of(layer, part)].shape
                name = f"{layer}.{part}"
                first = start.normal(0, 1 / np.sqrt(into), (into, rank))
                self._add(f"{name}.in", before.get(f"{name}.in", first))
                self._add(f"{name}.out", before.get(f"{name}.out", np.zeros((rank, out))))
        self.last = tf.Variable(start.normal(0, 0.05, (384, intents)).astype(np.float32))
        self.shift = tf.Variable(tf.zeros(intents))

    def _add(self, name: str, numbers: np.ndarray) -> None:
        self.added[name] = self.tf.Variable(numbers.astype(np.float32))

    def tell_as(self, before: Mapping[str, np.ndarray], intents: Sequence[str], pieces: Any, there: Any) -> None:
        """Tell the intents apart as `before` did, for meanings of length 1; here they have a length of their own."""
        length = float(np.linalg.norm(self.meanings(pieces, there), axis=1).mean())
        last, shift = self.last.numpy(), self.shift.numpy()
        for intent, weights, bias in zip(before["intents"], before["weights"], before["biases"], strict=True):
            if intent in intents:
                place = intents.index(intent)
                last[:, place], shift[place] = weights / length, bias
        self.last.assign(last)
        self.shift.assign(shift)

    @property
    def learning(self) -> list[Any]:
        return [*self.added.values(), self.last, self.shift]

    def meanings(self, pieces: Any, there: Any) -> Any:
        tf, fixed = self.tf, self.fixed
        rows = tf.gather(fixed["embeddings.word_embeddings.weight"], pieces)
        rows += fixed["embeddings.position_embeddings.weight"][: tf.shape(pieces)[1]]
        rows = self._even(rows + fixed["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        nothing = (1 - there[:, None, None, :]) * -1e4
        for layer in range(self.layers):
            here = f"encoder.layer.{layer}."
            asks, answers, says = (self._split(self._affine(rows, layer, part)) for part in (QUERY, KEY, VALUE))
            heeded = tf.nn.softmax(tf.matmul(asks, answers, transpose_b=True) * (384 // HEADS) ** -0.5 + nothing)
            taken = tf.transpose(tf.matmul(heeded, says), (0, 2, 1, 3))
            taken = tf.reshape(taken, tf.shape(rows))
            rows = self._even(rows + self._affine(taken, layer, MIXED), here + "attention.output.LayerNorm")
            wide = tf.nn.gelu(self._affine(rows, layer, WIDENED))
            rows = self._even(rows + self._affine(wide, layer, NARROWED), here + "output.LayerNorm")
        real = there[:, :, None]
        return tf.reduce_sum(rows * real, axis=1) / tf.reduce_sum(real, axis=1)

    def _affine(self, rows: Any, layer: int, part: str) -> Any:
        name, tf = name_of(layer, part), self.tf
        shift = self.fixed[name.replace(".weight", ".bias")]
        addition = (rows @ self.added[f"{layer}.{part}.in"]) @ self.added[f"{layer}.{part}.out"]
        return tf.tensordot(rows, tf.transpose(self.fixed[name]), 1) + shift + addition

    def _split(self, rows: Any) -> Any:
        size = self.tf.shape(rows)
        return self.tf.transpose(self.tf.reshape(rows, (size[0], size[1], HEADS, 384 // HEADS)), (0, 2, 1, 3))

    def _even(self, rows: Any, name: str) -> Any:
        mean, variance = self.tf.nn.moments(rows, -1, keepdims=True)
        scale, shift = self.fixed[f"{name}.weight"], self.fixed[f"{name}.bias"]
        return (rows - mean) * self.tf.math.rsqrt(variance + 1e-12) * scale + shift

    def loss(self, pieces: Any, there: Any, intents: Any) -> Any:
        tf = self.tf
        read = tf.nn.dropout(self.meanings(pieces, there), 0.1)
        wanted = tf.one_hot(intents, self.shift.shape[0]) * 0.95 + 0.05 / self.shift.shape[0]
        return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(wanted, read @ self.last + self.shift))
