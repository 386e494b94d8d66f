"""`misunderstood [NUMBER ...] [--export FILE]`: messages that were not understood, as a list or as test cases."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

from bot.commands import Misused, file_for_stories
from bot.errors import NoConversations
from bot.settings import Settings


def run(arguments: Sequence[str], settings: Settings) -> int:
    numbers, file = _read(list(arguments))
    if not settings.database.exists():
        raise NoConversations(settings.database)
    reader = importlib.import_module("bot.runtime.misunderstood")
    found = reader.misunderstood_in(settings.database)
    missing = sorted(numbers - {one.number for one in found})
    if found and missing:
        print("\n".join(f"there is no {number}" for number in missing))
        return 1
    chosen = [one for one in found if one.number in numbers or not numbers]
    if file and chosen:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(reader.as_stories(chosen, settings.fixed_today), "utf-8")
        print(f"{len(chosen)} test cases are in {file}: say in each what should have come instead")
    else:
        print("\n".join(reader.as_lines(chosen)) or "there is nothing that was not understood")
    return 0 if chosen else 1


def _read(arguments: list[str]) -> tuple[set[int], Path | None]:
    file = None
    if "--export" in arguments:
        at = arguments.index("--export")
        if at + 1 >= len(arguments):
            raise Misused
        file = file_for_stories(arguments[at + 1])
        del arguments[at : at + 2]
    if not all(argument.isdecimal() for argument in arguments):
        raise Misused
    return {int(argument) for argument in arguments}, file
