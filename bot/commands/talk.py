"""`talk [FILE] [--demo]`: talk in the terminal, and have the talk written to FILE as a test case, or shown."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from bot.commands import Misused, file_for_stories
from bot.settings import Settings


def run(arguments: Sequence[str], settings: Settings) -> int:
    with_the_demo = "--demo" in arguments
    files = [argument for argument in arguments if argument != "--demo"]
    if len(files) > 1 or any(name.startswith("-") for name in files):
        raise Misused
    file = file_for_stories(files[0]) if files else None
    # Only this needs Rasa, so it is fetched only now.
    recorder = importlib.import_module("bot.runtime.recorder")
    return int(recorder.record_in_terminal(settings, file, with_the_demo=with_the_demo))
