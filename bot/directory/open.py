"""Opens the directory that the settings name."""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path

from sqlalchemy.engine import Engine

from bot.directory.directory import Directory
from bot.directory.embedded import EmbeddedDirectory
from bot.directory.load import load_people
from bot.directory.tenants import read_tenants
from bot.settings import Settings

#: Two questions have to fit into what an action may take: who it is, and who could reset them.
_PART_OF_THE_DEADLINE = 0.45


def open_directory(settings: Settings, engine: Engine, now: float | None = None) -> Directory | None:
    """
    Give the directory: in Microsoft Entra if that is set, else filled from the people file; None when it is off.

    `now` is in seconds since 1970 UTC; None means the clock of this machine. Nothing is asked yet.
    Raises `TenantsFileWrong`, `EntraExtraMissing`, or `PeopleFileWrong` when it cannot be used.
    """
    if settings.entra is not None:
        return _in_entra(settings.entra, settings.action_deadline * _PART_OF_THE_DEADLINE)
    if settings.directory is None:
        return None
    load_people(engine, settings.directory, time.time() if now is None else now)
    return EmbeddedDirectory(engine)


@lru_cache(maxsize=8)
def _in_entra(tenants: Path, patience: float) -> Directory:
    """One for a process: whoever says that a talk is over says it for everybody who asked for it."""
    # It comes with what it takes to ask there, which is not installed everywhere.
    from bot.directory.graph import GraphDirectory

    return GraphDirectory(read_tenants(tenants), patience)
