"""What is learnt from the same rows is the same, on however many cores, and tells what it was told."""

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


@pytest.mark.parametrize("many", [2, 3, 5, 9])
def test_however_many_names_there_are_each_is_told_by_its_own(many):
    from bot.runtime.intent_model import SETTINGS
    from bot.runtime.regressions import Regressions

    names = [f"intent {place % many}" for place in range(20 * many)]
    rows = np.eye(many, dtype=np.float32)[[place % many for place in range(20 * many)]]
    learnt = Regressions.learn([rows], names, SETTINGS)
    likely = learnt.likelihoods([rows[:many]])

    assert sorted(learnt.names) == sorted(set(names))
    assert [learnt.names[place] for place in likely.argmax(axis=1)] == names[:many]


def test_several_names_may_be_true_of_one_row():
    from bot.runtime.intent_model import SETTINGS
    from bot.runtime.regressions import Regressions

    rows = np.array([[0, 0], [0, 1], [1, 0], [1, 1]] * 10, dtype=np.float32)
    learnt = Regressions.learn_each([rows], {"left": rows[:, 0] == 1, "right": rows[:, 1] == 1}, SETTINGS)

    assert (learnt.each([rows]) > 0.5).tolist() == (rows == 1).tolist()
