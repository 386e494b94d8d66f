"""Times that mean the same on a slow machine and on a fast one: of this process alone, beside a fixed piece of work.

A machine that is busy for a moment makes one measurement long, and never makes one short. So what takes too long is
measured again before it is called too long: work that is really slow is slow each time.
"""

import time
from collections.abc import Callable
from typing import Any

#: What the piece of work below takes, in seconds, on the machine that the limits are meant for.
_THERE = 0.0025
#: How often what took too long is measured again.
_ROUNDS = 12


def takes_less_than(there: float, work: Callable[[], Any], times: int = 3) -> None:
    """Fail if the work takes longer than so many seconds, or what is as much on this machine, in every round."""
    measured = []
    for _ in range(_ROUNDS):
        took = _best(work, times)
        # No machine has less time than that; what another one may have is measured where it matters.
        limit = there if took < there else there * max(1.0, _best(_some_work, 5) / _THERE)
        if took < limit:
            return
        measured.append(f"{1000 * took:.2f} of {1000 * limit:.2f} ms")
    raise AssertionError(f"takes too long in each of {_ROUNDS} rounds: {', '.join(measured)}")


def grows_less_than(factor: float, short: Callable[[], Any], long: Callable[[], Any], besides: float) -> None:
    """Fail if the long work takes more than so many times the short one and some seconds besides, in every round."""
    measured = []
    for _ in range(_ROUNDS):
        one, other = _best(short, 2), _best(long, 1)
        if other < factor * one + besides:
            return
        measured.append(f"{1000 * one:.2f} and {1000 * other:.2f} ms")
    raise AssertionError(f"grows too much in each of {_ROUNDS} rounds: {', '.join(measured)}")


def _best(work: Callable[[], Any], times: int) -> float:
    return min(_once(work) for _ in range(times))


def _once(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _some_work() -> int:
    return sum(len(str(number)) for number in range(20_000))
