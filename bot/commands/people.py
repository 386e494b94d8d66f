"""`people`: the people of the demo, and the way in that each is for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.directory.demo import DEMO, demo_in_lines
from bot.settings import Settings


def run(arguments: Sequence[str], settings: Settings) -> int:
    print(demo_in_lines(DEMO, settings.today()), end="")
    return 0
