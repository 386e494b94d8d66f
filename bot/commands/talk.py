"""`talk [FILE]`: talk in the terminal, and have the talk written to FILE as a test case, or shown."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

from bot.commands import Misused
from bot.errors import FileThere
from bot.settings import Settings


def run(arguments: Sequence[str], settings: Settings) -> int:
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        raise Misused
    file = Path(arguments[0]) if arguments else None
    if file and file.exists():
        raise FileThere(file)
    # Only this needs Rasa, so it is fetched only now.
    recorder = importlib.import_module("bot.runtime.recorder")
    return int(recorder.record_in_terminal(settings, file))
