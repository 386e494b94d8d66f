"""What a directory that is far away has answered a talk: one person a talk, and for no longer than a proof holds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.directory.people import Person

#: In seconds; as long as a proof holds (bot/proof/rules.py).
KEPT = 30 * 60.0


@dataclass
class Remembered:
    """Who was found by a name (None: nobody), and who can reset them, once that was asked."""

    key: str
    at: float
    person: Person | None
    resetters: tuple[Person, ...] | None = None
    knows_resetters: bool = False


class Memory:
    """Keeps `Remembered` by talk. What is too old is dropped whenever somebody comes, and by `sweep`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by_talk: dict[str, Remembered] = {}
        self._asked_for: dict[str, object] = {}
        self._lock = threading.Lock()

    def recall(self, talk: str | None, key: str) -> Remembered | None:
        """Give what is kept of this talk about this name; None when there is nothing."""
        self.sweep()
        with self._lock:
            kept = self._by_talk.get(talk) if talk is not None else None
        return kept if kept and kept.key == key else None

    def expect(self, talk: str | None) -> object:
        """Say that somebody is looked up for this talk; what was kept of it goes. Give what `keep` wants back."""
        mark = object()
        if talk is not None:
            with self._lock:
                self._by_talk.pop(talk, None)
                self._asked_for[talk] = mark
        return mark

    def keep(self, talk: str | None, mark: object, key: str, person: Person | None) -> None:
        """Keep this for the talk, unless it was forgotten, or is about somebody else, since it was expected."""
        if talk is not None:
            with self._lock:
                if self._asked_for.get(talk) is mark:
                    self._by_talk[talk] = Remembered(key, self._clock(), person)

    def expect_no_more(self, talk: str | None, mark: object) -> None:
        """Say that the look-up is over, whatever came of it."""
        if talk is not None:
            with self._lock:
                if self._asked_for.get(talk) is mark:
                    del self._asked_for[talk]

    def forget(self, talk: str) -> None:
        """Keep nothing of this talk, also of what is being looked up for it now."""
        with self._lock:
            self._by_talk.pop(talk, None)
            self._asked_for.pop(talk, None)

    def sweep(self) -> None:
        """Drop what is too old."""
        with self._lock:
            oldest = self._clock() - KEPT
            for talk in [talk for talk, kept in self._by_talk.items() if kept.at < oldest]:
                del self._by_talk[talk]

    def __len__(self) -> int:
        return len(self._by_talk) + len(self._asked_for)
