"""What a message is about is told from its words; one without any is about nothing."""

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("text", ["", " ", "...", "?!", "--- ,", "\u2026"])
def test_a_message_without_a_word_is_no_yes(text):
    from rasa.shared.nlu.training_data.message import Message

    from bot.runtime.intent_classifier import MeaningClassifier

    classifier = MeaningClassifier(MeaningClassifier.get_default_config(), None, None)
    classifier._intents = ["affirm"]
    message = Message({"text": text})
    classifier.process([message])
    assert message.get("intent") == {"name": None, "confidence": 0.0}
