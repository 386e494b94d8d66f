"""The trained model, loaded once for all that listens to it here."""

import asyncio
import os

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

    def likeliest(self, text):
        """Give what a sentence is most likely about, be it in doubt or not."""
        names = [reading["name"] for reading in self.parse(text)["intent_ranking"]]
        return next((name for name in names if name != "nlu_fallback"), None)


@pytest.fixture(scope="session")
def listener(tmp_path_factory):
    from bot.runtime.agent import load_agent, prepare_this_process

    prepare_this_process()
    from bot.settings import Settings

    talks = tmp_path_factory.mktemp("nlu") / "talks.db"
    return Listener(load_agent(Settings.from_env({**os.environ, "SPAREKEY_DATABASE": str(talks)})))
