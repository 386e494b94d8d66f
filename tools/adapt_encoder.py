"""
`make adapt`: teach the English encoder our field, and keep the difference in bot/runtime/encoders/adapter_1.npz.

There are two, taught differently, which are read together (bot/runtime/close_reading.py): `--out` says which one is
taught, or goes on; another `--seed` makes another one of the same sentences.

Low-rank adaptation (Hu et al. 2021) on the sentences of data/nlu: what was published stays as it is, and every
multiplication gets a small addition that is learnt with the intents as the lesson. In every round more than half of
the sentences are said as people write in a hurry, and read as the assistant reads them: with known slips mended.
Half an hour and more on two cores (47 minutes beside other work), with the TensorFlow that Rasa brings. After sentences
of another kind were added, `--go-on --rounds 2 --rate 7e-4` begins with what was learnt before, in half the time; with
`--mean` it forgets less of it (the mean of two models of one origin: Wortsman et al. 2022, "Model soups").
`make train` needs none of it, and does well with an older adapter until then.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from learning_encoder import Learner  # noqa: E402
from own_sentences import folds, sentences  # noqa: E402

from bot.runtime.encoders import adapted  # noqa: E402
from bot.runtime.encoders.texts import encodable  # noqa: E402
from bot.runtime.misspelt import Mender  # noqa: E402

SEED, TOGETHER, SORTED_TOGETHER = 7, 32, 16
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def in_a_hurry(text: str, chance: random.Random) -> str:
    """Say it without capitals and full stops, with up to two slips of the finger, or leave it as it is."""
    kind = chance.random()
    if kind < 0.4:
        return text
    if kind < 0.7:
        text = "".join(char for char in text.lower() if char.isalnum() or char.isspace())
    if kind > 0.55 and len(text) > 8:
        for _ in range(chance.choice((1, 2, 2))):
            text = _slip(text, chance)
    return text


def _slip(text: str, chance: random.Random) -> str:
    place, kind = chance.randrange(1, len(text) - 1), chance.randrange(4)
    before, here, after = text[:place], text[place], text[place + 1 :]
    if not here.isalpha():
        return text
    return before + (after[:1] + here + after[1:], after, here + here + after, chance.choice(LETTERS) + after)[kind]


def rounds(
    texts: Sequence[str], intents: np.ndarray, mender: Mender, number: int, seed: int
) -> Iterator[tuple[int, np.ndarray, np.ndarray, Any]]:
    """Give for each round the sentences in small groups of about the same length, in a random order."""
    chance, order, cuts = random.Random(seed), np.random.default_rng(seed), adapted.tokenizer()
    for turn in range(number):
        said = [encodable(mender.mended(in_a_hurry(text, chance))) for text in texts]
        pieces = [cut.ids[:128] for cut in cuts.encode_batch(said)]
        places, groups = order.permutation(len(texts)), []
        for first in range(0, len(places), TOGETHER * SORTED_TOGETHER):
            near = sorted(places[first : first + TOGETHER * SORTED_TOGETHER], key=lambda place: len(pieces[place]))
            groups += [near[start : start + TOGETHER] for start in range(0, len(near), TOGETHER)]
        for place in order.permutation(len(groups)):
            table, there = adapted.filled_up([pieces[one] for one in groups[place]])
            yield turn, table, there, intents[groups[place]]


def teach(
    texts: Sequence[str],
    named: Sequence[str],
    mender: Mender,
    before: Mapping[str, np.ndarray],
    arguments: argparse.Namespace,
) -> dict[str, np.ndarray]:
    """Learn which texts have which intent, from what was learnt before; give what was added, by layer and part."""
    import tensorflow as tf

    tf.random.set_seed(arguments.seed)
    names = sorted(set(named))
    intents = np.array([names.index(name) for name in named])
    learner = Learner(len(names), arguments.layers, arguments.rank, before, arguments.seed)
    lessons = rounds(texts, intents, mender, arguments.rounds, arguments.seed)
    first = next(lessons)
    if before:
        learner.tell_as(before, names, first[1], first[2].astype(np.float32))
    steps = arguments.rounds * -(-len(texts) // TOGETHER)
    rate = tf.keras.optimizers.schedules.PolynomialDecay(arguments.rate, steps, 0.0)
    optimizer = tf.keras.optimizers.legacy.Adam(rate)
    numbers = tf.TensorSpec((None, None), tf.int64)

    @tf.autograph.experimental.do_not_convert
    def with_what_learns(slopes: Sequence[Any]) -> list[tuple[Any, Any]]:
        return list(zip(slopes, learner.learning, strict=True))

    @tf.function(input_signature=[numbers, tf.TensorSpec((None, None), tf.float32), tf.TensorSpec((None,), tf.int64)])
    def step(pieces: Any, there: Any, wanted: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = learner.loss(pieces, there, wanted)
        slopes, _ = tf.clip_by_global_norm(tape.gradient(loss, learner.learning), 1.0)
        optimizer.apply_gradients(with_what_learns(slopes))
        return loss

    started, lost = time.monotonic(), []
    for done, (turn, table, there, wanted) in enumerate(chain([first], lessons), 1):
        lost.append(float(step(table, there.astype(np.float32), wanted)))
        if done % 50 == 0:
            print(
                f"round {turn}, step {done}/{steps}: loss {np.mean(lost):.3f}, {time.monotonic() - started:.0f} s",
                flush=True,
            )
            lost = []
    return {name: learnt.numpy() for name, learnt in learner.added.items()}


def opinion(texts: Sequence[str], named: Sequence[str], mender: Mender, adapter: Path) -> dict[str, np.ndarray]:
    """Give one regression over all intents on what the encoder reads now."""
    rows = adapted.meanings_of([mender.mended(text) for text in texts], [adapter])
    model = LogisticRegression(C=3.0, max_iter=100, random_state=SEED).fit(rows, named)
    return {"intents": model.classes_, "weights": model.coef_, "biases": model.intercept_}


def main() -> None:
    parser = argparse.ArgumentParser(description="Teach the English encoder our field.")
    parser.add_argument("--out", type=Path, default=adapted.ADAPTERS[0])
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--fold", type=int, help="leave this fifth of the sentences out, to measure on it")
    parser.add_argument("--go-on", action="store_true", help="begin with what --out has, for sentences more")
    parser.add_argument("--mean", action="store_true", help="keep the mean of what was learnt before and what is now")
    parser.add_argument("--same-encoder", action="store_true", help="only tell the intents from it anew: two minutes")
    arguments = parser.parse_args()
    if arguments.mean and not arguments.go_on:
        parser.error("--mean is with what was learnt before: it needs --go-on")
    texts, named, lookups = sentences()
    if arguments.fold is not None:
        taught_on, _ = folds(texts, named)[arguments.fold]
        texts, named = [texts[place] for place in taught_on], [named[place] for place in taught_on]
    mender = Mender.of(texts, [name for names in lookups for name in names])
    before: dict[str, np.ndarray] = {}
    if arguments.go_on or arguments.same_encoder:
        with np.load(arguments.out) as numbers:
            before = dict(numbers)
    if arguments.same_encoder:
        kept = {name: numbers for name, numbers in before.items() if name.endswith((".in", ".out"))}
    else:
        learnt = teach(texts, named, mender, before, arguments)
        if arguments.mean:
            learnt = {name: (numbers + before[name]) / 2 for name, numbers in learnt.items()}
        kept = {name: numbers.astype(np.float16) for name, numbers in learnt.items()}
    # What is kept is what is read with: first the additions, then, from what they read, which intent it speaks for.
    np.savez_compressed(arguments.out, **kept)
    np.savez_compressed(arguments.out, **kept, **opinion(texts, named, mender, arguments.out))
    print(f"kept in {arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
