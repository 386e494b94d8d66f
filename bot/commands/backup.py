"""`backup FILE`: both databases and the key in one file, while the server runs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from bot.commands import Misused
from bot.database.backup import back_up
from bot.settings import Settings


def run(arguments: Sequence[str], settings: Settings) -> int:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        raise Misused
    findings = back_up(Path(arguments[0]), settings, time.time())
    print(f"backed up to {arguments[0]}: keep it as safe as the key that is in it")
    for finding in findings:
        print(f"but the audit does not hold, so that it cannot be restored: {finding}")
    return 1 if findings else 0
