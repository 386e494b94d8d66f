"""What `python -m bot` can do, one module a command; it takes its arguments and the settings and gives an exit code."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.errors import FileThere, SparekeyError
from bot.settings import Settings

#: Gives 0 when it is done, 1 when it was done and something is wrong with what it looked at.
Command = Callable[[Sequence[str], Settings], int]


class Misused(Exception):
    """A command was called in a way that it does not know."""


class UnknownFact(SparekeyError):
    line = "there is no fact {}; there are: {}."


class FactCannotBe(SparekeyError):
    line = "{} cannot be {}; it can be: {}."


class NoDay(SparekeyError):
    line = "{} is not a day: write it like 2026-11-24."


class NoStoryFile(SparekeyError):
    line = "{} cannot be a file of stories: its name has to end in .yml."


def file_for_stories(name: str) -> Path:
    """Give the file; raises `NoStoryFile` for a name that pytest would not look into, `FileThere` for one in use."""
    file = Path(name)
    if file.suffix not in (".yml", ".yaml"):
        raise NoStoryFile(file)
    if file.exists():
        raise FileThere(file)
    return file


def operator() -> str:
    """Name who sits at this machine, as the audit calls them."""
    try:
        return f"operator {getpass.getuser()}"
    except (KeyError, OSError):
        # In a container a user may have a number and no name.
        return f"operator {os.getuid()}"
