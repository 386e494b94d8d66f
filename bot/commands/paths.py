"""`paths [date]`: every path of questions, on this day; tests/bot/every_path.txt is made so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.paths import every_path, in_lines
from bot.settings import Settings

_USUAL_DAY = "2026-11-24"


def run(arguments: Sequence[str], settings: Settings) -> int:
    print(in_lines(every_path(dt.date.fromisoformat((*arguments, _USUAL_DAY)[0]))), end="")
    return 0
