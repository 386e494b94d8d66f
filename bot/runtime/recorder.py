"""For `python -m bot talk`: a talk in the terminal, written down as a test case."""

from __future__ import annotations

import asyncio
import os
import shlex
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.office import office
from bot.privacy import mask
from bot.runtime.agent import load_agent, prepare_this_process
from bot.runtime.replaying import PEOPLE_ON_FILE, as_remarks, case_of, why_never_again
from bot.settings import Settings
from story_tests.record import Kept, Recorded, as_dated_file

_NO_NAME = "person tells what happened"
_REVIEW = "# Recorded: keep what this talk is about, delete the rest, and say in the name who it is about.\n"


async def record(settings: Settings, name: str, *, with_the_demo: bool = False) -> str:
    """
    Talk until the end of the input, and give the talk as a story file; nothing when nothing was said.

    The talk is kept apart from real ones. What looks like a secret is written down masked.
    `with_the_demo` puts a back office with the people of the demo behind it, which is kept apart too.
    """
    with tempfile.TemporaryDirectory(prefix="sparekey-talk-") as folder:
        if with_the_demo:
            _furnish(Path(folder))
        agent = load_agent(replace(settings, database=Path(folder) / "talk.db"))
        from bot.runtime.chat import converse
        from bot.runtime.front_door import FrontDoor

        person, turns, seen = uuid.uuid4().hex, list[Recorded](), 0

        async def heard(said: str, answers: list[dict[str, Any]]) -> None:
            nonlocal seen
            tracker = await agent.tracker_store.retrieve_full_tracker(person)
            events = [event.as_dict() for event in tracker.events] if tracker else []
            turns.append(recorded(said, events[seen:], answers))
            seen = len(events)

        print("Talk as the person in your story would. (Ctrl-D ends it and writes it down.)\n")
        await converse(FrontDoor.of(agent, office() if with_the_demo else None), person, heard)
    case = case_of(name, turns)
    remarks = as_remarks(why_never_again(turns, case))
    kept = Kept(case, settings.today(), PEOPLE_ON_FILE if with_the_demo else {}, remarks)
    return _REVIEW + as_dated_file([kept]) if turns else ""


def _furnish(folder: Path) -> None:
    """Let what is behind every conversation of this process be the demo, in this folder: it reads the environment."""
    for variable in ("DIRECTORY", "ENTRA", "DELIVERY"):
        os.environ.pop(f"SPAREKEY_{variable}", None)
    os.environ["SPAREKEY_OWN_DATABASE"] = str(folder / "sparekey.db")
    os.environ["SPAREKEY_KEY_FILE"] = str(folder / "key")


def recorded(said: str, events: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]) -> Recorded:
    """Give the turn; an apology of the front door, which Rasa does not know of, becomes a message like any other."""
    if not any(event["event"] == "bot" for event in events):
        events = [*events, *({"event": "bot", "text": answer.get("text", "")} for answer in answers)]
    return Recorded(mask(said), events)


def name_from(file: Path) -> str:
    """Give the name of the case for a file: its own, as a sentence."""
    return file.stem.removeprefix("test_").replace("_", " ") or _NO_NAME


def record_in_terminal(settings: Settings, file: Path | None, *, with_the_demo: bool = False) -> int:
    """Record a talk into this file, or show it when there is none; 1 when nothing was said."""
    print("sparekey: starting (about 5 seconds) ...", flush=True)
    prepare_this_process()
    story = asyncio.run(record(settings, name_from(file) if file else _NO_NAME, with_the_demo=with_the_demo))
    if not story:
        print("sparekey: nothing was said, so nothing is written.")
        return 1
    if file is None:
        print(story, end="")
        return 0
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(story, "utf-8")
    print(f"sparekey: written to {file}. Review it, then run: {command_for(file)}")
    return 0


def command_for(file: Path) -> str:
    """Give the command that plays this file; outside the checkout, pytest has to be told where its configuration is."""
    checkout = Path.cwd()
    here = checkout in file.absolute().parents and ".." not in file.parts
    return f".venv/bin/python -m pytest {'' if here else '-c pyproject.toml '}{shlex.quote(str(file))}"
