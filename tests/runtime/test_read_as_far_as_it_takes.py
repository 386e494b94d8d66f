"""A message is read as far as it takes to be sure: by its words, by its meaning, and closely."""

import numpy as np
import pytest

from bot.runtime.intent_model import SETTINGS, IntentModel
from bot.runtime.misspelt import Mender

pytestmark = pytest.mark.slow

LOST = ["i lost my phone", "my phone is lost", "lost the phone yesterday", "i have lost my phone somewhere"]
CODE = ["show me the code", "i need the code again", "where is the code", "please give the code"]
YES = ["yes", "yes please", "oh yes", "yes it is"]
DOUBTFUL = "lost code"
#: Nothing is as sure as this.
NEVER = 1.1


class SaysCode:
    """A close reading that hears the code in everything, and writes down what it was asked about."""

    intents = ("code", "of_another_time")

    def __init__(self):
        self.asked = []

    def likelihoods(self, texts):
        self.asked += texts
        return np.array([[0.9, 0.1]] * len(texts), dtype=np.float32)


def settings_where(by_words, by_meaning, share=0.35):
    sure = {name: {"problem": one, "other": one} for name, one in (("words", by_words), ("meaning", by_meaning))}
    return {
        **SETTINGS,
        "seen_at_least": 1,
        "sure_by_words": sure["words"],
        "sure_by_meaning": sure["meaning"],
        "share_of_close_reading": share,
    }


def model_that_is(sure, second, share=0.35):
    settings = settings_where(NEVER, sure, share)
    intents = ["lost"] * len(LOST) + ["code"] * len(CODE) + ["yes"] * len(YES)
    return IntentModel.learn([*LOST, *CODE, *YES], intents, (), settings, close_reading=second)


class Says:
    """An opinion that is the same on everything, and writes down on how many texts it was asked."""

    def __init__(self, **likely):
        self.names, self._likely = list(likely), list(likely.values())
        self.asked = []

    def likelihoods(self, parts):
        texts = parts[0].shape[0]
        self.asked.append(texts)
        return np.array([self._likely] * texts, dtype=np.float32)


@pytest.mark.parametrize(
    ("of_the_words", "asked"),
    [
        ({"account_compromised": 0.89, "greet": 0.11}, [1]),
        ({"account_compromised": 0.91, "greet": 0.09}, []),
        ({"account_compromised": 0.16, "greet": 0.84}, [1]),
        ({"account_compromised": 0.14, "greet": 0.86}, []),
    ],
)
def test_words_that_say_it_all_are_not_read_for_their_meaning_and_a_problem_has_to_be_clearer(of_the_words, asked):
    by_meaning = Says(account_compromised=0.97, greet=0.03)
    IntentModel([], (), Mender({}, {}), Says(**of_the_words), by_meaning, SaysCode()).likelihoods(["hello"])
    assert by_meaning.asked == asked


@pytest.mark.parametrize(("danger", "asked"), [(0.02, [1]), (0.005, [])])
def test_words_that_name_a_problem_and_leave_a_break_in_possible_are_read_on(danger, asked):
    by_meaning = Says(lost_authenticator=0.97, account_compromised=0.03)
    by_words = Says(lost_authenticator=1 - danger, account_compromised=danger)
    IntentModel([], (), Mender({}, {}), by_words, by_meaning, SaysCode()).likelihoods(["hello"])
    assert by_meaning.asked == asked


def test_nobody_waits_for_a_second_opinion_on_what_is_clear():
    second = SaysCode()
    model = model_that_is(0.75, second)
    assert model.intents[model.likelihoods([LOST[0]])[0].argmax()] == "lost"
    assert second.asked == []


def test_of_several_messages_only_the_doubtful_ones_are_read_closely():
    second = SaysCode()
    together = model_that_is(0.75, second).likelihoods([LOST[0], DOUBTFUL, CODE[0]])
    assert second.asked == [DOUBTFUL]
    assert together.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_what_is_not_english_is_left_to_the_first_opinion():
    second = SaysCode()
    model_that_is(NEVER, second).likelihoods(["ich habe gestern mein telefon mit dem code verloren", "手机丢了"])
    assert second.asked == []


def test_the_second_opinion_moves_the_first_by_its_share():
    alone, little, much = (
        model_that_is(NEVER, SaysCode(), share).likelihoods([DOUBTFUL])[0] for share in (0.0, 0.3, 0.7)
    )
    place = model_that_is(NEVER, SaysCode()).intents.index("code")
    assert alone[place] < little[place] < much[place]


def test_an_intent_that_the_close_reading_does_not_know_keeps_its_place():
    model = model_that_is(NEVER, SaysCode(), 0.3)
    assert model.likelihoods([LOST[0]])[0][model.intents.index("lost")] > 0.3


def model_that_knows_facts():
    """A phone is stolen in half of what is lost, and never in anything else; the words alone say nothing of it."""
    told = "it happened while I was on the train on day", "please show me the page that says it of day"
    texts = [f"{text} {number}, {AND_SO_ON}" for text in told for number in range(24)]
    stated = [(STOLEN,) if number < 12 else () for number in range(24)] + [()] * 24
    return IntentModel.learn(
        texts, ["lost"] * 24 + ["code"] * 24, (), settings_where(NEVER, 0.0), SaysCode(), stated=stated
    )


STOLEN = "device_event is stolen"
AND_SO_ON = "as I have said to everybody whom I could ask since then"
UNKNOWN = f"would somebody tell us what happens on that page, {AND_SO_ON}"


def test_a_few_words_speak_for_themselves_whatever_fact_is_heard_in_them():
    model = model_that_knows_facts()
    brief = ["what happens on a page"]
    assert model.likelihoods(brief, [(STOLEN,)]) == pytest.approx(model.likelihoods(brief))


def test_a_fact_that_is_stated_speaks_for_the_trouble_that_it_comes_with():
    model = model_that_knows_facts()
    lost = model.intents.index("lost")
    (without,), (told,), (of_another,) = (
        model.likelihoods([UNKNOWN], [facts]) for facts in ((), (STOLEN,), ("sky is blue",))
    )
    assert told[lost] > without[lost]
    assert of_another == pytest.approx(without)


def test_of_several_messages_each_has_its_own_facts():
    model = model_that_knows_facts()
    same = [UNKNOWN] * 3
    together = model.likelihoods(same, [(), (STOLEN,), ()])
    assert together[1] == pytest.approx(model.likelihoods(same[:1], [(STOLEN,)])[0], abs=1e-5)
    assert together[0] == pytest.approx(together[2], abs=1e-5)


@pytest.mark.parametrize(
    "learnt", [lambda: model_that_is(0.0, SaysCode()), model_that_knows_facts], ids=["words", "facts"]
)
def test_what_was_learnt_is_the_same_after_it_was_kept(learnt, tmp_path):
    model = learnt()
    model.keep(tmp_path)
    again = IntentModel.kept_in(tmp_path, settings_where(NEVER, 0.0))
    stated = [(STOLEN,)]
    assert again.likelihoods([DOUBTFUL], stated) == pytest.approx(model.likelihoods([DOUBTFUL], stated), abs=1e-5)
