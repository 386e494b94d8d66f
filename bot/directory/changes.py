"""What a directory can change for agents, as calls that are shown before they are made. The chat has none of this."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.directory.people import Person


@dataclass(frozen=True)
class Call:
    """A request that changes something: what it is about in a word or two, and the permission that it takes."""

    verb: str
    url: str
    about: str
    permission: str
    body: Mapping[str, Any] | None = None

    @property
    def in_words(self) -> str:
        """The request as it goes out, for the eye."""
        return f"{self.verb} {self.url}" + (f" {json.dumps(self.body)}" if self.body is not None else "")


@dataclass(frozen=True)
class Plan:
    """
    A change before it is made: its calls in the order in which they are tried.

    Where one of several things has to be chosen first, `choices` has their ids and names, and there are no calls.
    """

    write: str
    person: Person
    calls: Sequence[Call] = ()
    choices: Sequence[tuple[str, str]] = ()

    @property
    def mark(self) -> str:
        """Stands for exactly these calls: what is made is what was shown."""
        return hashlib.sha256("\n".join(call.in_words for call in self.calls).encode()).hexdigest()


@dataclass(frozen=True)
class Made:
    """
    What became of a change: the calls that were made, and why it stopped, None when all were.

    `secret` is a Temporary Access Pass, to be shown once; it is in no text of this object.
    """

    plan: Plan
    made: Sequence[Call]
    why_not: str | None = None
    secret: str | None = field(default=None, repr=False)


class Changes(Protocol):
    """The changes of a directory. Raises `bot.errors.DirectoryUnavailable`, `ChangeRefused`."""

    def allowed(self, person: Person) -> Sequence[str]:
        """Give which changes are switched on for the tenant of this person."""

    async def plan(self, write: str, sign_in_name: str, chosen: str | None = None) -> Plan:
        """Look the person up anew, and give the calls of this change; nothing is changed."""

    async def make(self, plan: Plan) -> Made:
        """Make these calls, until one is refused."""
