"""The wording of this room, read from messages.yml and filled in."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.written import mapping_in

_FILE = Path(__file__).with_name("messages.yml")


def message(template: str, **values: object) -> str:
    """Give the text of this name ("part.part"), filled in. Raises `KeyError` for a missing text or value."""
    text: Any = _wording()
    for part in template.split("."):
        text = text[part]
    return str(text).format(**values)


def moment(at: float) -> str:
    """Say when something was: seconds since 1970 as a day and a minute, UTC."""
    return f"{dt.datetime.fromtimestamp(at, dt.timezone.utc):%d %B %Y, %H:%M} UTC".lstrip("0")


@lru_cache(maxsize=1)
def _wording() -> dict[str, Any]:
    return mapping_in(_FILE)
