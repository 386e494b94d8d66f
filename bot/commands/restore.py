"""`restore FILE [--force]`: what was backed up takes the place of what is there, once it is checked."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from pathlib import Path

from bot.commands import Misused, operator
from bot.database.backup import restore
from bot.settings import Settings

_FORCE = "--force"


def run(arguments: Sequence[str], settings: Settings) -> int:
    files = [argument for argument in arguments if argument != _FORCE]
    if len(files) != 1 or files[0].startswith("-"):
        raise Misused
    made_at = restore(Path(files[0]), settings, time.time(), operator(), force=_FORCE in arguments)
    day = dt.datetime.fromtimestamp(made_at, dt.timezone.utc).isoformat(" ", "seconds")
    print(f"restored as it was backed up at {day}; what was there before is kept as *.before-restore")
    return 0
