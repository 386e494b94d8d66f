"""Times that mean the same on a slow machine and on a fast one: of this process alone, beside a fixed piece of work."""

import time
from collections.abc import Callable
from typing import Any

#: What the piece of work below takes, in seconds, on the machine that the limits are meant for.
_THERE = 0.0025


def seconds(work: Callable[[], Any], times: int = 3) -> float:
    """Give the best of so many times: what else goes on on this machine is not ours."""
    return min(_once(work) for _ in range(times))


def limit(there: float) -> float:
    """Give the limit for this machine, now: longer, when the fixed piece of work takes longer as well."""
    return there * max(1.0, seconds(_some_work, 5) / _THERE)


def _once(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _some_work() -> int:
    return sum(len(str(number)) for number in range(20_000))
