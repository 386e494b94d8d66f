"""The back office of this process: opened when it is first asked for, and tried again later where that failed."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.back_office import BackOffice, back_office_with
from bot.errors import SparekeyError
from bot.proof.delivery import deliveries_from
from bot.settings import Settings

logger = logging.getLogger(__name__)

#: Seconds until it is tried again; a try waits for a locked database, and whoever asked waits with it.
PAUSE = 30.0


def open_back_office(settings: Settings) -> BackOffice | None:
    """
    Open everything; None when there is no directory, or when it cannot be opened just now.

    The conversation then goes by questions alone: a broken look-up must never keep somebody out.
    """
    if not settings.looks_people_up:
        return None
    try:
        return back_office_with(settings, deliveries_from(settings))
    except (SparekeyError, SQLAlchemyError, OSError) as error:
        logger.error("the look-up is off: %s", error)
        return None


class Opening:
    """
    Gives what `open_it` opened, the same to everybody in this process; None until there is something.

    `now` gives seconds that only go on. Nothing is opened twice, also when several threads ask at once.
    """

    def __init__(self, open_it: Callable[[], BackOffice | None], now: Callable[[], float] = time.monotonic) -> None:
        self._open = open_it
        self._now = now
        self._one_at_a_time = threading.Lock()
        self._office: BackOffice | None = None
        self._not_before = float("-inf")

    def __call__(self) -> BackOffice | None:
        if self._is_to_be_tried():
            with self._one_at_a_time:
                if self._is_to_be_tried():
                    self._office = self._open()
                    self._not_before = self._now() + PAUSE
        return self._office

    def _is_to_be_tried(self) -> bool:
        return self._office is None and self._now() >= self._not_before


#: What is behind every conversation of this process; None where nobody is looked up.
office = Opening(lambda: open_back_office(Settings.from_env(os.environ)))
