"""People in Microsoft Entra, looked up through Microsoft Graph: read only, once for a talk, within a deadline."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from bot.directory.changes import Changes
from bot.directory.credentials import Credential, credential_of
from bot.directory.graph_changes import PATIENCE as PATIENCE_FOR_CHANGES
from bot.directory.graph_changes import GraphChanges
from bot.directory.graph_connection import GraphConnection
from bot.directory.graph_person import look_up, look_up_resetters
from bot.directory.names import sign_in_key
from bot.directory.own_loop import OwnLoop
from bot.directory.people import Person
from bot.directory.remembered import KEPT, Memory
from bot.directory.retrying import Deadline
from bot.directory.tenants import EntraTenant
from bot.errors import (
    DirectoryBusy,
    DirectorySilent,
    DirectoryUnavailable,
    DirectoryUnreachable,
    DirectoryUnreadable,
    SignInRefused,
)

logger = logging.getLogger(__name__)

T = TypeVar("T")

#: For how long a question may take, in seconds: two of them fit into what an action may take (5 s).
PATIENCE = 2.25
#: For how long a tenant that did not answer is not asked again, in seconds; everybody would wait in vain.
REST = 15.0
_AT_REST = (DirectoryBusy, DirectorySilent, DirectoryUnreachable, SignInRefused)


class GraphDirectory:
    """
    A `bot.directory.directory.Directory` over the tenants of Microsoft Entra; the tenant is chosen by the domain.

    A look-up takes two round trips, who can reset somebody one more, two where groups alone have the roles; a
    talk asks each once.
    No list of people is read but that of those who could reset somebody. `patience` and `rest` are in
    seconds; `now` gives seconds that only go forward. Tests give a `credential` and a `sleep` of their own.
    """

    def __init__(
        self,
        tenants: Sequence[EntraTenant],
        patience: float = PATIENCE,
        rest: float = REST,
        now: Callable[[], float] = time.monotonic,
        credential: Callable[[EntraTenant], Credential] = credential_of,
        sleep: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep,
        patience_for_changes: float = PATIENCE_FOR_CHANGES,
    ) -> None:
        self._by_domain = {domain: tenant for tenant in tenants for domain in tenant.tenant.domains}
        self._by_id = {tenant.tenant.id: tenant for tenant in tenants}
        credentials = {tenant.tenant.id: credential(tenant) for tenant in tenants}
        self._connections = {t.tenant.id: GraphConnection(t, credentials[t.tenant.id], sleep) for t in tenants}
        self._patience, self._rest, self._now = patience, rest, now
        self._resting: dict[str, tuple[float, DirectoryUnavailable]] = {}
        self._loop = OwnLoop()
        self.memory = Memory(now)
        # Where nothing is switched on, there is nothing that could change anything.
        is_on = any(tenant.writes for tenant in tenants)
        self.changes: Changes | None = (
            GraphChanges(tenants, self._connections, credentials, self._loop, sleep, patience_for_changes)
            if is_on
            else None
        )

    async def find(self, sign_in_name: str, talk: str | None = None) -> Person | None:
        """
        Give the person of this sign-in name, however it is written; None when there is none, or no tenant for it.

        Raises `DirectoryUnavailable` in the form that says what is wrong; never with the name in it.
        """
        key = sign_in_key(sign_in_name) or ""
        tenant = self._by_domain.get(key.rpartition("@")[2])
        if tenant is None:
            return None
        kept = self.memory.recall(talk, key)
        if kept:
            return kept.person
        mark = self.memory.expect(talk)
        try:
            person = await self._ask(tenant, lambda way, deadline: look_up(way, tenant.tenant, key, deadline))
            self.memory.keep(talk, mark, key, person)
        finally:
            self.memory.expect_no_more(talk, mark)
        return person

    async def who_can_reset(self, person: Person, talk: str | None = None) -> tuple[Person, ...] | None:
        """
        Give who else in the tenant can reset this person: by role, eligible ones among them; None: not known.

        Raises `DirectoryUnavailable`.
        """
        tenant = self._by_id.get(person.tenant.id)
        if tenant is None:
            raise DirectoryUnavailable("it has no such tenant")
        kept = self.memory.recall(talk, sign_in_key(person.sign_in_name) or "")
        if kept and kept.knows_resetters:
            return kept.resetters
        resetters = await self._ask(tenant, lambda way, deadline: look_up_resetters(way, person, deadline))
        if kept:
            kept.resetters, kept.knows_resetters = resetters, True
        return resetters

    def forget(self, talk: str) -> None:
        """Keep nothing of whom this talk was about."""
        self.memory.forget(talk)

    def close(self) -> None:
        """Let go of all connections, at the end of a process."""
        for connection in self._connections.values():
            self._loop.run_and_wait(connection.close(), 5)
        self._loop.close()

    async def _ask(
        self, tenant: EntraTenant, question: Callable[[GraphConnection, Deadline], Coroutine[Any, Any, T]]
    ) -> T:
        id_ = tenant.tenant.id
        until, why = self._resting.get(id_, (0.0, None))
        if why and self._now() < until:
            raise why
        try:
            answer = await self._loop.run(self._in_time(id_, question))
        except DirectoryUnavailable as error:
            # For whoever runs this; the person hears that it goes on by questions.
            logger.warning("%s", error)
            if isinstance(error, _AT_REST):
                self._resting[id_] = (self._now() + _seconds_of(error, self._rest), error)
            raise
        self._resting.pop(id_, None)
        return answer

    async def _in_time(self, id_: str, question: Callable[[GraphConnection, Deadline], Coroutine[Any, Any, T]]) -> T:
        deadline = Deadline(self._patience)
        self._loop.call_later(KEPT + 1, self.memory.sweep)
        try:
            return await asyncio.wait_for(question(self._connections[id_], deadline), self._patience)
        except asyncio.TimeoutError as error:
            raise DirectorySilent(id_) from error
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            # Of a shape that nobody foresaw; its kind alone is told, the rest is about somebody.
            raise DirectoryUnreadable(id_, type(error).__name__) from error


def _seconds_of(error: DirectoryUnavailable, rest: float) -> float:
    """Who says for how long to stay away is believed."""
    return max(rest, float(error.args[1])) if isinstance(error, DirectoryBusy) else rest
