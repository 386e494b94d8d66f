"""A directory that is not there: it keeps people in memory and records what was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from bot.directory.names import sign_in_key
from bot.directory.people import Person
from bot.errors import DirectoryUnavailable


class FakeDirectory:
    """
    Keeps the `bot.directory.directory.Directory` protocol for these people.

    `unavailable` makes it refuse every question; it can be switched at any time. Each answer takes
    `seconds`. `asked` lists the sign-in names that were looked up, `asked_who_can_reset` the ids,
    `forgotten` the talks.
    """

    changes = None

    def __init__(self, people: Iterable[Person] = (), unavailable: bool = False, seconds: float = 0) -> None:
        self.people = tuple(people)
        self.unavailable = unavailable
        self.seconds = seconds
        self.asked: list[str] = []
        self.asked_who_can_reset: list[str] = []
        self.forgotten: list[str] = []
        self.is_closed = False

    async def find(self, sign_in_name: str, talk: str | None = None) -> Person | None:
        self.asked.append(sign_in_name)
        await self._answer_or_refuse()
        key = sign_in_key(sign_in_name)
        return next((p for p in self.people if key is not None and sign_in_key(p.sign_in_name) == key), None)

    async def who_can_reset(self, person: Person, talk: str | None = None) -> tuple[Person, ...] | None:
        self.asked_who_can_reset.append(person.id)
        await self._answer_or_refuse()
        return tuple(other for other in self.people if other.may_reset(person))

    def forget(self, talk: str) -> None:
        self.forgotten.append(talk)

    def close(self) -> None:
        self.is_closed = True

    async def _answer_or_refuse(self) -> None:
        await asyncio.sleep(self.seconds)
        if self.unavailable:
            raise DirectoryUnavailable("the fake is switched off")
