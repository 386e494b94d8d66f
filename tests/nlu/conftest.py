"""The trained model, loaded once for all that listens to it here."""

import asyncio

import pytest


class Listener:
    """Hears sentences as the assistant does, each once."""

    def __init__(self, agent):
        self._agent = agent
        self._heard = {}

    def parse(self, text):
        if text not in self._heard:
            self._heard[text] = asyncio.run(self._agent.parse_message(text))
        return self._heard[text]

    def hear(self, texts):
        """Hear many at once, which is far quicker and comes to the same."""
        new = [text for text in dict.fromkeys(texts) if text not in self._heard]
        self._heard |= dict(zip(new, self.parse_together(new), strict=True))

    def parse_together(self, texts):
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
        from rasa.shared.core.trackers import DialogueStateTracker

        processor = self._agent.processor
        target, nobody = processor.model_metadata.nlu_target, DialogueStateTracker.from_events("nobody", [])
        inputs = {PLACEHOLDER_MESSAGE: [UserMessage(text) for text in texts], PLACEHOLDER_TRACKER: nobody}
        parsed = processor.graph_runner.run(inputs=inputs, targets=[target])[target]
        return [one.as_dict(only_output_properties=True) for one in parsed]

    def likeliest(self, text):
        """Give what a sentence is most likely about, be it in doubt or not."""
        names = [reading["name"] for reading in self.parse(text)["intent_ranking"]]
        return next((name for name in names if name != "nlu_fallback"), None)

    def by_how_much(self, text, said):
        """Give by how much what is heard is likelier than what was said; below 0 when that is heard."""
        likely = {reading["name"]: reading["confidence"] for reading in self.parse(text)["intent_ranking"]}
        others = [share for name, share in likely.items() if name not in (said, "nlu_fallback")]
        return max(others, default=0.0) - likely.get(said, 0.0)


@pytest.fixture(scope="session")
def listener():
    from tests.whole import the_assistant

    return Listener(the_assistant().agent)
