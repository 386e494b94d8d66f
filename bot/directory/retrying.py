"""How long a question may take, and when it is asked again: as the server says, while there is time (RFC 9110)."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime

from bot.errors import DirectoryBusy

#: Put off, and not refused (Graph, "Error responses").
RETRIED = frozenset({429, 503, 504})
#: Where the server does not say how long, in seconds.
_A_MOMENT = 0.25
#: What a server may say, in seconds; more is no help.
_LONGEST = 600.0


class Deadline:
    """The moment at which a question is given up. `clock` gives seconds; None means that of the event loop."""

    def __init__(self, seconds: float, clock: Callable[[], float] | None = None, retries: int = 3) -> None:
        self._clock = clock or asyncio.get_running_loop().time
        self._until = self._clock() + seconds
        self.retries = retries

    def left(self) -> float:
        """Give the seconds that are left; 0 when it is over."""
        return max(0.0, self._until - self._clock())

    async def wait(self, seconds: float, tenant: str, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Wait before asking again. Raises `DirectoryBusy` when that would be too late, or it was often enough."""
        if self.retries <= 0 or seconds >= self.left():
            raise DirectoryBusy(tenant, f"{seconds:.0f}")
        self.retries -= 1
        await sleep(seconds)


def seconds_to_wait(retry_after: object) -> float:
    """Give for how long to wait, from a Retry-After header: seconds, a date, or nothing that can be read."""
    text = str(retry_after or "").strip()
    if text.isdecimal():
        return min(float(text), _LONGEST)
    try:
        moment = parsedate_to_datetime(text)
        seconds = (moment - dt.datetime.now(moment.tzinfo)).total_seconds()
    except (ValueError, TypeError):
        return _A_MOMENT
    return min(max(seconds, _A_MOMENT), _LONGEST)
