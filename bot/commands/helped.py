"""`helped`: how many said that it was any help, by day and by way in."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands import Misused
from bot.database.engine import open_database
from bot.helped import counted
from bot.settings import Settings


def run(arguments: Sequence[str], settings: Settings) -> int:
    if arguments:
        raise Misused
    rows = counted(open_database(settings.own_database)) if settings.own_database.exists() else []
    for day, way_in, answer, times in rows:
        print(f"{day}  {way_in:20}  {answer:6}  {times}")
    if not rows:
        print("sparekey: nobody has answered yet.")
    return 0 if rows else 1
