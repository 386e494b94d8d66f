"""What a message is about is told from its words; one without any is about nothing."""

import numpy as np
import pytest

pytestmark = pytest.mark.slow


class TakesAllForYes:
    """A model that hears a yes in everything."""

    intents = ("affirm",)

    def likelihoods(self, texts, stated):
        return np.ones((len(texts), 1))

    def names_another(self, text):
        return False


def intent_of(text):
    from rasa.shared.nlu.training_data.message import Message

    from bot.runtime.intent_classifier import MeaningClassifier

    classifier = MeaningClassifier(MeaningClassifier.get_default_config(), None, None, TakesAllForYes())
    message = Message({"text": text})
    classifier.process([message])
    return message.get("intent")["name"]


@pytest.mark.parametrize("text", ["", " ", "...", "?!", "--- ,", "\u2026"])
def test_a_message_without_a_word_is_no_yes(text):
    assert intent_of(text) is None


@pytest.mark.parametrize("text", ["yes", "1", "\N{THUMBS UP SIGN}", "\u662f"])
def test_words_digits_and_pictures_say_something(text):
    assert intent_of(text) == "affirm"
