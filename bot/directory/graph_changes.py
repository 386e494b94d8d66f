"""Changes sign-in methods through Microsoft Graph: only what the tenants file switches on, and only when told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import aiohttp

from bot.directory.changes import Call, Made, Plan
from bot.directory.credentials import Credential
from bot.directory.graph_connection import GraphConnection, session_for
from bot.directory.graph_methods import kind_of, methods_of
from bot.directory.graph_person import look_up, methods_as_they_are
from bot.directory.names import sign_in_key
from bot.directory.own_loop import OwnLoop
from bot.directory.people import Person
from bot.directory.retrying import Deadline, seconds_to_wait
from bot.directory.tenants import WRITES, EntraTenant
from bot.errors import ChangeRefused, DirectorySilent, DirectoryUnavailable, DirectoryUnreachable

#: For how long a change may take, in seconds: an agent waits, not a chat.
PATIENCE = 20.0
#: A request that is begun gets that long at least, in seconds: cut off, nobody knows whether it was made.
_LEAST = 1.0
#: Of a Temporary Access Pass: an hour, once (Entra, "Configure Temporary Access Pass").
_PASS = {"lifetimeInMinutes": 60, "isUsableOnce": True}
#: What "Require re-register multifactor authentication" takes away (Entra, "Manage user authentication methods"),
#: phones first: the default method can only go last, and most often it is the Authenticator.
_FOR_RE_REGISTRATION = {
    "phoneAuthenticationMethod": ("phoneMethods", WRITES["re_registration"][0]),
    "softwareOathAuthenticationMethod": ("softwareOathMethods", WRITES["re_registration"][2]),
    "microsoftAuthenticatorAuthenticationMethod": ("microsoftAuthenticatorMethods", WRITES["re_registration"][1]),
}
_AUTHENTICATOR = "microsoftAuthenticatorAuthenticationMethod"

Sleep = Callable[[float], Awaitable[None]]


class GraphChanges:
    """
    The `bot.directory.changes.Changes` of the tenants that have any switched on.

    It runs on the loop of the directory, with its credentials and its way to read.
    """

    def __init__(
        self,
        tenants: Sequence[EntraTenant],
        ways: Mapping[str, GraphConnection],
        credentials: Mapping[str, Credential],
        loop: OwnLoop,
        sleep: Sleep = asyncio.sleep,
        patience: float = PATIENCE,
    ) -> None:
        self._patience = patience
        self._tenants = {tenant.tenant.id: tenant for tenant in tenants if tenant.writes}
        self._ways, self._credentials, self._loop, self._sleep = ways, credentials, loop, sleep

    def allowed(self, person: Person) -> Sequence[str]:
        """Give which changes the tenants file switches on for this person's tenant; none for a guest."""
        tenant = self._tenants.get(person.tenant.id)
        return tenant.writes if tenant and person.methods is not None else ()

    async def plan(self, write: str, sign_in_name: str, chosen: str | None = None) -> Plan:
        """Look the person up anew, and give the calls of this change, or what has to be chosen first."""
        key = sign_in_key(sign_in_name) or ""
        domain = key.rpartition("@")[2]
        tenant = next((one for one in self._tenants.values() if domain in one.tenant.domains), None)
        if tenant is None:
            raise ChangeRefused("changes are off for this organisation")
        return await self._loop.run(self._in_time(tenant, self._plan(tenant, write, key, chosen)))

    async def make(self, plan: Plan) -> Made:
        """Make the calls of this plan in their order; what can only go last is tried again in the end."""
        tenant = self._tenants.get(plan.person.tenant.id)
        if tenant is None or plan.write not in tenant.writes:
            raise ChangeRefused("this change is off for this organisation")
        return await self._loop.run(self._make(tenant, plan))

    async def _in_time(self, tenant: EntraTenant, work: Awaitable[Plan]) -> Plan:
        try:
            return await asyncio.wait_for(work, self._patience)
        except asyncio.TimeoutError as error:
            raise DirectorySilent(tenant.tenant.id) from error

    async def _plan(self, tenant: EntraTenant, write: str, key: str, chosen: str | None) -> Plan:
        way, deadline = self._ways[tenant.tenant.id], Deadline(self._patience)
        person = await look_up(way, tenant.tenant, key, deadline)
        if person is None or not person.is_enabled or write not in self.allowed(person):
            raise ChangeRefused("this change is off, or the account is none that is changed")
        user = f"{tenant.graph_url}/v1.0/users/{person.id}"
        if write == "temporary_access_pass":
            url = f"{user}/authentication/temporaryAccessPassMethods"
            return Plan(
                write, person, [Call("POST", url, "a pass for one sign-in, for an hour", WRITES[write][0], _PASS)]
            )
        if write == "sessions":
            return Plan(
                write, person, [Call("POST", f"{user}/revokeSignInSessions", "every session", WRITES[write][0])]
            )
        registered = await methods_as_they_are(way, tenant.tenant, key, deadline)
        calls = {str(entry.get("id")): call for entry in registered if (call := _deletion(user, entry))}
        if write == "re_registration":
            order = list(_FOR_RE_REGISTRATION.values())
            place = {folder: number for number, (folder, _) in enumerate(order)}
            return Plan(write, person, sorted(calls.values(), key=lambda call: place[call.url.split("/")[-2]]))
        apps = {str(e.get("id")): methods_of([e])[0].label for e in registered if kind_of(e) == _AUTHENTICATOR}
        if chosen in apps:
            return Plan(write, person, [calls[chosen]])
        return Plan(write, person, choices=tuple(apps.items()))

    async def _make(self, tenant: EntraTenant, plan: Plan) -> Made:
        deadline = Deadline(self._patience)
        waiting, put_off = list(plan.calls), 0
        made: list[Call] = []
        secret: str | None = None
        async with session_for(tenant) as session:
            while waiting:
                call = waiting.pop(0)
                try:
                    limit = max(deadline.left(), min(_LEAST, self._patience))
                    status, content = await asyncio.wait_for(self._send(tenant, session, call, deadline), limit)
                except (DirectoryUnavailable, aiohttp.ClientError, OSError, asyncio.TimeoutError) as error:
                    # Whether it was made, nobody here knows: somebody has to look.
                    return Made(plan, made, _in_words(error, tenant), secret)
                if status == 400 and call.verb == "DELETE" and put_off < len(waiting):
                    waiting.append(call)
                    put_off += 1
                elif status in (200, 201, 204) or (status == 404 and call.verb == "DELETE"):
                    made.append(call)
                    put_off = 0
                    secret = content.get("temporaryAccessPass") or secret
                else:
                    return Made(plan, made, f"status {status}, {_code_in(content)}", secret)
        return Made(plan, made, None, secret)

    async def _send(
        self, tenant: EntraTenant, session: aiohttp.ClientSession, call: Call, deadline: Deadline
    ) -> tuple[int, dict[str, Any]]:
        while True:
            token = await self._credentials[tenant.tenant.id].token()
            headers = {"Authorization": f"Bearer {token}"}
            request = session.request(call.verb, call.url, json=call.body, headers=headers, allow_redirects=False)
            async with request as response:
                if response.status != 429:
                    return response.status, _object_in(await response.read())
                seconds = seconds_to_wait(response.headers.get("Retry-After"))
            # A request that is throttled was not made (Graph, "Throttling guidance").
            await deadline.wait(seconds, tenant.tenant.id, self._sleep)


def _in_words(error: Exception, tenant: EntraTenant) -> str:
    if isinstance(error, asyncio.TimeoutError):
        error = DirectorySilent(tenant.tenant.id)
    elif not isinstance(error, DirectoryUnavailable):
        error = DirectoryUnreachable(tenant.tenant.id, type(error).__name__)
    return str(error)


def _deletion(user: str, entry: Mapping[str, Any]) -> Call | None:
    folder, permission = _FOR_RE_REGISTRATION.get(kind_of(entry), (None, None))
    if folder is None or permission is None:
        return None
    about = ", ".join(method.label for method in methods_of([entry]))
    return Call("DELETE", f"{user}/authentication/{folder}/{entry.get('id')}", about, permission)


def _object_in(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _code_in(content: Mapping[str, Any]) -> str:
    """The code alone: messages of Graph quote what they are about."""
    error = content.get("error")
    return str(error.get("code")) if isinstance(error, dict) else "no reason"
