"""`make chat`: talk to the assistant in the terminal, through the same front door as on a site."""

from __future__ import annotations

import asyncio
import os
import sys
import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from bot.errors import SparekeyError
from bot.office import office
from bot.runtime.agent import load_agent, prepare_this_process
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.runtime.front_door import FrontDoor

#: Is told of what was said and of the answers to it, after each turn.
Heard = Callable[[str, list[dict[str, Any]]], Awaitable[None]]


async def chat(settings: Settings) -> None:
    """Talk until the end of the input."""
    agent = load_agent(settings)
    from bot.runtime.front_door import FrontDoor

    print("Tell me what happened. (Ctrl-D ends this.)\n")
    await converse(FrontDoor.of(agent, office()), uuid.uuid4().hex)


async def converse(door: FrontDoor, person: str, heard: Heard | None = None) -> None:
    """Talk in the terminal until the end of the input; a number presses its button, an empty line says nothing."""
    buttons = list[dict[str, Any]]()
    while True:
        try:
            said = _payload(await asyncio.to_thread(input, "you> "), buttons)
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if not said.strip():
            continue
        answers = await door.receive(person, said)
        buttons = [button for answer in answers for button in answer.get("buttons") or []]
        _show(answers, buttons)
        if heard:
            await heard(said, answers)


def _payload(said: str, buttons: list[dict[str, Any]]) -> str:
    number = said.strip()
    if number.isdecimal() and 0 < int(number) <= len(buttons):
        return str(buttons[int(number) - 1]["payload"])
    return said


def _show(answers: list[dict[str, Any]], buttons: list[dict[str, Any]]) -> None:
    for answer in answers:
        print(f"\n{answer.get('text', '')}")
    for number, button in enumerate(buttons, 1):
        print(f"  [{number}] {button['title']}")
    print()


if __name__ == "__main__":
    print("sparekey: starting (about 5 seconds) ...", flush=True)
    prepare_this_process()
    try:
        asyncio.run(chat(Settings.from_env(os.environ)))
    except (SparekeyError, ValueError) as error:
        sys.exit(f"sparekey: {error}")
    except KeyboardInterrupt:
        pass
