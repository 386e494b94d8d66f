"""Actions in the server's own process: whatever happens to one, Rasa gets an answer it can use."""

import asyncio
import sys
import types

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def broken_actions(monkeypatch):
    """A package of actions that break in every way there is."""
    from rasa_sdk import Action

    class Raises(Action):
        def name(self):
            return "action_raises"

        def run(self, dispatcher, tracker, domain):
            raise RuntimeError("this action is broken")

    class Hangs(Action):
        def name(self):
            return "action_hangs"

        async def run(self, dispatcher, tracker, domain):
            await asyncio.sleep(60)

    module = types.ModuleType("broken_actions")
    module.Raises, module.Hangs, module.__path__ = Raises, Hangs, []
    monkeypatch.setitem(sys.modules, "broken_actions", module)
    return "broken_actions"


@pytest.mark.parametrize("action", ["action_raises", "action_hangs", "action_that_does_not_exist"])
def test_a_broken_action_becomes_an_apology(broken_actions, action):
    """R33"""
    from bot.runtime.in_process import InProcessActions

    endpoint = InProcessActions(broken_actions, seconds=-0.9)
    call = {"next_action": action, "tracker": {"sender_id": "x", "slots": {}, "events": []}, "domain": {}}
    result = asyncio.run(endpoint.request(json=call))
    assert result == {"events": [], "responses": [{"response": "utter_trouble_action_failed"}]}
