"""How much one visitor may ask for: a window that slides, kept in memory."""

from __future__ import annotations

from collections import OrderedDict, deque

_SECONDS = 60.0
#: So many visitors are remembered; whoever was not seen for longest is forgotten first.
_REMEMBERED = 20_000


class Limit:
    """Lets each visitor ask `most` times a minute, which is at least once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, visitor: str, now: float) -> float:
        """Give the seconds until this visitor may ask again; 0.0 when it is now, and then it is counted."""
        asked = self._asked.setdefault(visitor, deque())
        self._asked.move_to_end(visitor)
        while len(self._asked) > _REMEMBERED:
            self._asked.popitem(last=False)
        while asked and now - asked[0] >= _SECONDS:
            asked.popleft()
        if len(asked) >= self._most:
            return _SECONDS - (now - asked[0])
        asked.append(now)
        return 0.0
