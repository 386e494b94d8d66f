"""Loads the assistant, says one sentence to it and prints the name of the last response; run by test_serve.py."""

import asyncio
import os
import sys

sys.path.insert(0, os.getcwd())
from bot.runtime.agent import load_agent, prepare_this_process

prepare_this_process()


async def main() -> None:
    from bot.runtime.front_door import FrontDoor
    from bot.settings import Settings

    agent = load_agent(Settings.from_env({**os.environ, "SPAREKEY_PORT": ""}))
    await FrontDoor.of(agent).receive("somebody", "I lost my phone with Microsoft Authenticator and cannot sign in")
    tracker = await agent.tracker_store.retrieve("somebody")
    print([event.metadata["utter_action"] for event in tracker.events if event.type_name == "bot"][-1])


asyncio.run(main())
