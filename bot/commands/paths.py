"""`paths [date]`: every path of questions, on this day; tests/bot/every_path.txt is made so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.commands import Misused, NoDay
from bot.paths import every_path, in_lines
from bot.settings import Settings

_USUAL_DAY = "2026-11-24"


def run(arguments: Sequence[str], settings: Settings) -> int:
    if len(arguments) > 1:
        raise Misused
    print(in_lines(every_path(_day(*arguments))), end="")
    return 0


def _day(written: str = _USUAL_DAY) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError as error:
        raise NoDay(repr(written)) from error
