"""A signed message to one address: within a deadline, tried a few times, and never to where an answer points."""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import aiohttp

from bot.errors import NoteNotSent

#: Seconds: for one attempt, for all of them, and the pauses between them.
ATTEMPT, ALL_ATTEMPTS = 2.5, 6.0
PAUSES = (0.3, 0.9)
#: These say that it is worth another attempt.
_BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Webhook:
    """Where to, the secret of both sides, and how long to try; `now` gives seconds since 1970 UTC."""

    url: str
    secret: str
    attempt: float = ATTEMPT
    all_attempts: float = ALL_ATTEMPTS
    pauses: tuple[float, ...] = PAUSES
    now: Callable[[], float] = time.time

    async def send(self, name: str, content: Mapping[str, Any]) -> None:
        """
        Hand this over; `name` is the same at every attempt, so that the other side takes it once.

        Raises `NoteNotSent` that says why, in one line.
        """
        body = json.dumps(content).encode()
        try:
            await asyncio.wait_for(self._attempts(name, body), self.all_attempts)
        except asyncio.TimeoutError:
            raise NoteNotSent("it did not answer in time") from None

    async def _attempts(self, name: str, body: bytes) -> None:
        limit = aiohttp.ClientTimeout(total=self.attempt)
        # What the environment says of proxies, and cookies, are nothing to it.
        async with aiohttp.ClientSession(timeout=limit, cookie_jar=aiohttp.DummyCookieJar()) as session:
            for pause in (*self.pauses, None):
                trouble = await self._attempt(session, name, body)
                if trouble is None:
                    return
                if pause is None or not trouble.is_passing:
                    raise NoteNotSent(trouble.words)
                await asyncio.sleep(pause)

    async def _attempt(self, session: aiohttp.ClientSession, name: str, body: bytes) -> _Trouble | None:
        headers = {"Content-Type": "application/json", "Sparekey-Delivery": name, **self._signed(body)}
        try:
            # Whoever answers "over there" is not followed: the secret part of a note goes to one address.
            async with session.post(self.url, data=body, headers=headers, allow_redirects=False) as reply:
                if 200 <= reply.status < 300:
                    return None
                return _Trouble(f"it answered {reply.status}", reply.status >= 500 or reply.status in _BUSY)
        except asyncio.TimeoutError:
            return _Trouble("it did not answer in time", True)
        except (aiohttp.ClientError, OSError, ValueError):
            return _Trouble("it cannot be reached", True)

    def _signed(self, body: bytes) -> dict[str, str]:
        at = str(int(self.now()))
        return {"Sparekey-Timestamp": at, "Sparekey-Signature": f"v1={signature(self.secret, at, body)}"}


@dataclass(frozen=True)
class _Trouble:
    """What went wrong, and whether it may pass."""

    words: str
    is_passing: bool


def signature(secret: str, at: str, body: bytes) -> str:
    """Give the HMAC-SHA256, in hex, of the timestamp, a dot, and the body."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, sha256).hexdigest()
