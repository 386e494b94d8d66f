"""Opens the directory that the settings name."""

from __future__ import annotations

import time

from sqlalchemy.engine import Engine

from bot.directory.embedded import EmbeddedDirectory
from bot.directory.load import load_people
from bot.directory.people import Directory
from bot.settings import Settings


def open_directory(settings: Settings, engine: Engine, now: float | None = None) -> Directory | None:
    """
    Give the directory, filled from the people file if that changed; None when it is switched off.

    `now` is in seconds since 1970 UTC; None means the clock of this machine.
    Raises `PeopleFileWrong` when the file cannot be used.
    """
    if settings.directory is None:
        return None
    load_people(engine, settings.directory, time.time() if now is None else now)
    return EmbeddedDirectory(engine)
