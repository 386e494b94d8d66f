"""What is learnt from the same rows is the same, on however many cores."""

import numpy as np
import pytest

pytestmark = pytest.mark.slow


def test_the_same_sentences_make_the_same_numbers():
    from bot.runtime.intent_model import SETTINGS
    from bot.runtime.regressions import Regressions

    rows = np.random.default_rng(7).normal(size=(2000, 80)).astype(np.float32)
    names = [f"intent {int(10 * abs(row[0] + row[1])) % 12}" for row in rows]
    one, other = (Regressions.learn([rows], names, SETTINGS).kept_as("learnt") for _ in range(2))

    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name]) for name in one)
