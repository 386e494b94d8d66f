"""The back office of this process, opened when it is first asked for."""

from __future__ import annotations

import os
from functools import lru_cache

from bot.back_office import BackOffice, open_back_office
from bot.settings import Settings


@lru_cache(maxsize=1)
def office() -> BackOffice | None:
    """Give what is behind the conversation; None where nobody is looked up."""
    return open_back_office(Settings.from_env(os.environ))
