"""The whole assistant, served in this process as `make run` serves it: a real server, model and actions."""

from __future__ import annotations

import asyncio
import functools
import http.client
import json
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.helpdesk import Helpdesk, behind_the_actions, on_the_day


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers, and the bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def html(self) -> str:
        return self.body.decode()

    @property
    def messages(self) -> list[dict[str, Any]]:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """All that is said, and the titles of the buttons below it."""
        return "\n".join(line for message in self.messages for line in _lines(message))

    @property
    def buttons(self) -> dict[str, str]:
        return {button["title"]: button["payload"] for one in self.messages for button in one.get("buttons") or []}


def _lines(message: Mapping[str, Any]) -> list[str]:
    return [message.get("text", ""), *(f"[{button['title']}]" for button in message.get("buttons") or [])]


@dataclass
class Assistant:
    """One server a process; what is behind it is put there by `with_`."""

    agent: Any
    port: int
    loop: asyncio.AbstractEventLoop
    folder: Path
    helpdesk: Helpdesk | None = None
    _local: threading.local = field(default_factory=threading.local)

    def post(self, conversation: str, text: object, host: str | None = None, **more: object) -> Answer:
        """Say something over HTTP, and give the answer as it came; `more` goes with it, `host` is in its header."""
        body = json.dumps({"sender": conversation, "message": text, **more}).encode()
        return self.request("POST", "/webhooks/rest/webhook", body, "application/json", host)

    def say(self, conversation: str, text: object, host: str | None = None, **more: object) -> Answer:
        """Say something, and wait until all that goes on behind the back of the talk is over."""
        answer = self.post(conversation, text, host, **more)
        assert answer.status == 200, answer
        self.settle()
        return answer

    def settle(self) -> None:
        if self.helpdesk:
            asyncio.run_coroutine_threadsafe(self.helpdesk.office.proof.settle(), self.loop).result(30)

    def get(self, path: str) -> Answer:
        return self.request("GET", path)

    def send_form(self, path: str, **values: str) -> Answer:
        return self.request("POST", path, urlencode(values).encode(), "application/x-www-form-urlencoded")

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        kind: str | None = None,
        host: str | None = None,
        **more: str,
    ) -> Answer:
        """Send a request; `more` are headers by their names with "_" for "-"."""
        named = {"Content-Type": kind, "Host": host, **{name.replace("_", "-"): value for name, value in more.items()}}
        headers = {name: value for name, value in named.items() if value}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            return Answer(reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    @contextmanager
    def with_(self, helpdesk: Helpdesk | None) -> Iterator[Assistant]:
        """Put this helpdesk behind the assistant, and let it stand on the day of its clock."""
        self.helpdesk = helpdesk
        try:
            with behind_the_actions(helpdesk), on_the_day(helpdesk.office.settings.today() if helpdesk else None):
                yield self
        finally:
            self.settle()
            self.helpdesk = None

    @contextmanager
    def writing_to(self, database: Path, broker: Any = None) -> Iterator[None]:
        """Keep the conversations in this file for a while, and stream their events to this broker."""
        from bot.runtime.store import ConversationStore

        before = self.agent.tracker_store._tracker_store
        store = ConversationStore(self.agent.domain, db=str(database), event_broker=broker)
        self.agent.tracker_store._tracker_store = store
        try:
            yield
        finally:
            self.agent.tracker_store._tracker_store = before
            store.engine.dispose()


@functools.lru_cache(maxsize=1)
def the_assistant() -> Assistant:
    """Load the model and serve it on a free port of this machine, until this process ends."""
    from bot.runtime.agent import load_agent, prepare_this_process

    prepare_this_process()
    from bot.runtime.serve import app_with
    from bot.settings import Settings

    folder = tempfile.TemporaryDirectory(prefix="sparekey-whole-")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    settings = Settings.from_env({**os.environ, "SPAREKEY_DATABASE": f"{folder.name}/talks.db"})
    loop = asyncio.new_event_loop()
    assistant = Assistant(load_agent(settings), port, loop, Path(folder.name))
    assistant._local.folder = folder
    served = replace(settings, port=port, messages_per_minute=1_000, requests_per_minute=10_000)
    app = app_with(lambda: assistant.helpdesk.office if assistant.helpdesk else None, served)
    app.ctx.agent = assistant.agent
    threading.Thread(target=_serve, args=(app, listening, loop), daemon=True).start()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return assistant
    raise TimeoutError


def _serve(app: Any, listening: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    server = loop.run_until_complete(app.create_server(sock=listening, return_asyncio_server=True, access_log=False))
    loop.run_until_complete(server.startup())
    loop.run_until_complete(server.before_start())
    loop.run_until_complete(server.start_serving())
    loop.run_until_complete(server.after_start())
    loop.run_forever()
