"""The talks of the site: what is said goes through the front door, and what was said is read back for the page."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from bot.back_office import BackOffice
from bot.privacy import mask
from bot.runtime.front_door import FrontDoor, sayable
from bot.site.transcript import Entry, answers_in, entries_of, with_answers

#: So many messages of a talk are shown; buttons of older ones are not taken any more.
_SHOWN = 120
#: Answers that hold a page which opens once are shown as long as the page can be opened, in seconds.
_ANSWERS_KEPT = 600
_TALKS_KEPT = 500


@dataclass(frozen=True)
class _Turn:
    """The last turn of a talk as it went out; `person` is None when the tracker has what was said."""

    stamp: float
    person: Entry | None
    answers: tuple[Entry, ...]
    at: float


class Talks:
    """
    Says and reads back, each talk by the name that the server gave it.

    What no tracker keeps (a page that opens once, an apology) is kept here for ten minutes, so that
    a page without a script shows it too.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._last: OrderedDict[str, _Turn] = OrderedDict()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def say(
        self, agent: Any, office: BackOffice | None, conversation: str, words: str, address: str
    ) -> tuple[Entry, ...]:
        """Say something, and give it as it was kept, with the answers after it."""
        async with self._locks.setdefault(conversation, asyncio.Lock()):
            before = _stamp(_events(agent, conversation))
            messages = await FrontDoor.of(agent, office).receive(conversation, words, address)
            events = _events(agent, conversation)
            is_kept = _stamp(events) > before
            person = _last_said(entries_of(events)) if is_kept else _unkept(words)
            answers = answers_in(messages)
            self._remember(conversation, _Turn(_stamp(events), None if is_kept else person, answers, self._now()))
            return (person, *answers)

    def so_far(self, agent: Any, conversation: str) -> tuple[Entry, ...]:
        """Give what was said, the newest last."""
        events = _events(agent, conversation)
        entries = entries_of(events)
        turn = self._last.get(conversation)
        if turn is None or turn.stamp != _stamp(events) or self._now() - turn.at > _ANSWERS_KEPT:
            return entries
        return (*entries, turn.person, *turn.answers) if turn.person else with_answers(entries, turn.answers)

    def _remember(self, conversation: str, turn: _Turn) -> None:
        self._last[conversation] = turn
        self._last.move_to_end(conversation)
        while len(self._last) > _TALKS_KEPT:
            self._last.popitem(last=False)


def _events(agent: Any, conversation: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = agent.tracker_store._tracker_store.said(conversation, _SHOWN)
    return events


def _stamp(events: list[dict[str, Any]]) -> float:
    return max((event["timestamp"] for event in events if event["event"] == "user"), default=0.0)


def _last_said(entries: tuple[Entry, ...]) -> Entry:
    return next(entry for entry in reversed(entries) if entry.who == "person")


def _unkept(words: str) -> Entry:
    """What did not get as far as the tracker is shown as it would have been kept."""
    return Entry("person", "", "button") if words.startswith("/") else Entry("person", mask(sayable(words)))
