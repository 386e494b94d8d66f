"""An event loop of its own in a thread: connections outlive whoever asks, from whatever loop or thread they do."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class OwnLoop:
    """Runs coroutines for others; the thread begins with the first of them and ends with the process."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run this there, and give what it gives. Whoever is cancelled here cancels it there."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._running()))

    def run_and_wait(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """Run this there, and wait in this thread. Raises `concurrent.futures.TimeoutError`."""
        return asyncio.run_coroutine_threadsafe(work, self._running()).result(seconds)

    def call_later(self, seconds: float, callback: Any) -> None:
        """Call this there after so many seconds; only for what runs there."""
        asyncio.get_running_loop().call_later(seconds, callback)

    def close(self) -> None:
        """End the thread, if it ever began."""
        with self._lock:
            loop, self._loop = self._loop, None
        if loop:
            loop.call_soon_threadsafe(loop.stop)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=_run, args=(self._loop,), name="entra", daemon=True).start()
            return self._loop


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.run_forever()
    loop.close()
