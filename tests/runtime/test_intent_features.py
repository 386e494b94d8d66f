"""What a text is told apart by: the same sums as from all features side by side, and names in spite of a slip."""

import numpy as np
import pytest

from bot.runtime.encoders import universal
from bot.runtime.intent_features import COUNTERS, Terms, features, sums_of, words_of

pytestmark = pytest.mark.slow

COMPANIES = (("PayPal", "Wells Fargo"), ("Steam",))


def parts(text, mended):
    said = ["my phone is gone", "my phone is new", "paypal is down"]
    kinds = [Terms.learnt(counter({"seen_at_least": 1}), said)[0] for counter in COUNTERS]
    return [*words_of([text], [mended], kinds, COMPANIES), universal.meanings_of([mended])]


@pytest.mark.parametrize("counter", COUNTERS)
def test_terms_weigh_what_they_weigh_in_scikit_learn_also_when_they_were_kept(counter):
    said = ["my phone is gone", "my phone is new and my sim is new", "paypal is down"]
    texts = ["my new new phone", "", "nothing of this"]
    learnt, learnt_from = Terms.learnt(counter({"seen_at_least": 1}), said)
    kept = Terms.kept(counter({"seen_at_least": 1}), learnt.all, learnt.rarity)
    wanted = counter({"seen_at_least": 1}).fit(said).transform(texts).toarray()

    assert wanted.any()
    assert np.allclose(learnt.weighed_in(texts).toarray(), wanted, atol=1e-6)
    assert np.allclose(learnt_from.toarray(), learnt.weighed_in(said).toarray(), atol=1e-6)
    assert np.allclose(kept.weighed_in(texts).toarray(), wanted, atol=1e-6)


def test_the_parts_weighed_one_by_one_sum_up_to_what_they_do_side_by_side():
    of_a_text = parts("my paypal is gone", "my paypal is gone")
    side_by_side = features(of_a_text)
    weights = np.random.default_rng(7).normal(size=(side_by_side.shape[1], 3)).astype(np.float32)

    assert np.allclose(sums_of(of_a_text, weights), side_by_side @ weights, atol=1e-5)


@pytest.mark.parametrize(
    ("written", "mended"),
    [("my paypla is gone", "my paypal is gone"), ("my paypal is gnoe", "my paypal is gone"), ("paypal", "papal")],
)
def test_a_name_counts_as_it_was_written_or_meant(written, mended):
    names = parts(written, mended)[2][0]

    assert names.tolist() == pytest.approx([1, 0, 1 / 3, 0])
