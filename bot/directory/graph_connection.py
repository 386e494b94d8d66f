"""Asks Microsoft Graph: many questions in one batch, each with its answer, within a deadline. It can only read."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import aiohttp

from bot.directory.credentials import Credential
from bot.directory.retrying import RETRIED, Deadline, seconds_to_wait
from bot.directory.tenants import EntraTenant
from bot.errors import DirectoryUnreachable, DirectoryUnreadable, SignInRefused

#: So many requests fit into a batch (Graph, "Combine multiple HTTP requests using JSON batching").
_BATCH = 20
#: So many pages of one answer are read; what has more is no answer about one person.
_PAGES = 5
#: Of an answer, in bytes.
_LARGEST = 4 * 1024 * 1024
_EVENTUAL = {"ConsistencyLevel": "eventual"}

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True)
class Question:
    """A GET: its address below the version, the permission that it takes, and whether it is an advanced query."""

    url: str
    permission: str
    is_advanced: bool = False


@dataclass(frozen=True)
class Answer:
    """What came back: its status, the error's code if it is one, the content, and the items of all pages."""

    status: int
    code: str | None = None
    content: Mapping[str, Any] | None = None
    items: tuple[Mapping[str, Any], ...] = ()
    retry_after: str | None = None

    @property
    def is_given(self) -> bool:
        return self.content is not None

    @property
    def is_forbidden(self) -> bool:
        """A permission is missing; a licence that is missing has a code of its own (Graph, "Error responses")."""
        return self.status == 403


class GraphConnection:
    """
    The way to Microsoft Graph for one tenant, on one event loop.

    It sends nothing but batches of GETs: no changing request can be put into it. Raises
    `bot.errors.DirectoryUnavailable` in the form that says what is wrong.
    """

    def __init__(self, tenant: EntraTenant, credential: Credential, sleep: Sleep = asyncio.sleep) -> None:
        self._tenant = tenant
        self._base = f"{tenant.graph_url}/v1.0"
        self._credential = credential
        self._sleep = sleep
        self._session: aiohttp.ClientSession | None = None

    async def ask(self, questions: Sequence[Question], deadline: Deadline) -> list[Answer]:
        """Give the answers in the order of the questions; what was put off is asked again while there is time."""
        answers: dict[int, Answer] = {}
        waiting = {number: question.url for number, question in enumerate(questions)}
        for _ in range(_PAGES + deadline.retries):
            came = await self._batches(questions, waiting, deadline)
            waits = [seconds_to_wait(a.retry_after) for a in came.values() if a.status in RETRIED]
            for number, answer in came.items():
                if answer.status not in RETRIED:
                    before = answers.get(number)
                    answers[number] = replace(answer, items=(*(before.items if before else ()), *answer.items))
                    next_page = self._next_page(answer)
                    if next_page is None:
                        del waiting[number]
                    else:
                        waiting[number] = next_page
            if not waiting:
                return [answers[number] for number in range(len(questions))]
            if waits:
                await deadline.wait(max(waits), self._tenant.tenant.id, self._sleep)
        raise DirectoryUnreadable(self._tenant.tenant.id, "it goes on and on")

    async def close(self) -> None:
        """Let go of the connection and of the token."""
        if self._session:
            await self._session.close()
            self._session = None
        await self._credential.close()

    async def _batches(
        self, questions: Sequence[Question], waiting: Mapping[int, str], deadline: Deadline
    ) -> dict[int, Answer]:
        requests = [
            {"id": str(n), "method": "GET", "url": url, **({"headers": _EVENTUAL} if questions[n].is_advanced else {})}
            for n, url in waiting.items()
        ]
        parts = [requests[start : start + _BATCH] for start in range(0, len(requests), _BATCH)]
        came: dict[int, Answer] = {}
        for responses in await asyncio.gather(*(self._post(part, deadline) for part in parts)):
            came.update(responses)
        if came.keys() != waiting.keys():
            raise DirectoryUnreadable(self._tenant.tenant.id, "an answer is missing")
        return came

    async def _post(self, requests: Sequence[Mapping[str, Any]], deadline: Deadline) -> dict[int, Answer]:
        """Send a batch, and again when all of it was put off, or when the token is one no more."""
        has_a_new_token = False
        while True:
            token = await self._credential.token(anew=has_a_new_token)
            status, retry_after, content = await self._send(requests, token)
            if status in RETRIED:
                await deadline.wait(seconds_to_wait(retry_after), self._tenant.tenant.id, self._sleep)
            elif status == 401 and not has_a_new_token:
                has_a_new_token = True
            elif status == 401:
                raise SignInRefused(self._tenant.tenant.id, "the token is not taken: look at the clock of this machine")
            elif status != 200:
                raise DirectoryUnreadable(self._tenant.tenant.id, f"it answers with status {status}")
            else:
                return self._answers(content)

    async def _send(self, requests: Sequence[Mapping[str, Any]], token: str) -> tuple[int, str | None, bytes]:
        session = self._opened()
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with session.post(
                f"{self._base}/$batch", json={"requests": requests}, headers=headers, allow_redirects=False
            ) as response:
                content = b""
                async for chunk in response.content.iter_chunked(64 * 1024):
                    content += chunk
                    if len(content) > _LARGEST:
                        raise DirectoryUnreadable(self._tenant.tenant.id, "the answer is too long")
                return response.status, response.headers.get("Retry-After"), content
        except (aiohttp.ClientError, OSError) as error:
            raise DirectoryUnreachable(self._tenant.tenant.id, type(error).__name__) from error

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = session_for(self._tenant)
        return self._session

    def _answers(self, content: bytes) -> dict[int, Answer]:
        try:
            return {int(one["id"]): _answer(one) for one in json.loads(content)["responses"]}
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            # Never the content itself: it is about somebody.
            raise DirectoryUnreadable(self._tenant.tenant.id, "it is no answer to a batch") from error

    def _next_page(self, answer: Answer) -> str | None:
        """Give the address of the next page below the version; the token goes nowhere else."""
        link = (answer.content or {}).get("@odata.nextLink")
        if link is None:
            return None
        if not isinstance(link, str) or not link.startswith(f"{self._base}/"):
            raise DirectoryUnreadable(self._tenant.tenant.id, "the next page is somewhere else")
        return link.removeprefix(self._base)


def session_for(tenant: EntraTenant) -> aiohttp.ClientSession:
    """Give a session that trusts what this tenant says; who asks bounds the time, the environment names the proxy."""
    trusted = ssl.create_default_context(cafile=str(tenant.ca_file) if tenant.ca_file else None)
    connector = aiohttp.TCPConnector(ssl=trusted)
    return aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None), trust_env=True)


def _answer(response: Mapping[str, Any]) -> Answer:
    status, headers = int(response["status"]), response.get("headers") or {}
    retry_after = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    body = response.get("body")
    if status != 200:
        error = body.get("error") if isinstance(body, dict) else None
        code = error.get("code") if isinstance(error, dict) else None
        return Answer(status, code=str(code) if code else None, retry_after=retry_after)
    if not isinstance(body, dict):
        raise TypeError("no object")
    items = body.get("value", ())
    if not isinstance(items, list | tuple) or not all(isinstance(item, dict) for item in items):
        raise TypeError("no list of objects")
    return Answer(status, content=body, items=tuple(items))
