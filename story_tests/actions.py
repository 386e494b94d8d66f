"""The actions of an assistant where Rasa would call an action server: watched, and stubbed where a story says so."""

from __future__ import annotations

import copy
import importlib
import importlib.util
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from story_tests.errors import ActionsBroken
from story_tests.logged import last_line
from story_tests.talker import Breakage

Answer = dict[str, Any]
#: Runs the action that a call names, as an action server would.
Server = Callable[[Answer], Awaitable[Any]]


class WatchedActions(EndpointConfig):
    """
    Passes each call on, and keeps what ran and what broke in this turn.

    Whatever fails reaches Rasa as an action server's failure, so that Rasa goes on as it does when
    it serves people; the traceback is kept for the report.
    """

    def __init__(self, server: Server) -> None:
        super().__init__(url="story-tests")
        self._server = server
        self.stubs: Mapping[str, Mapping[str, Any]] = {}
        self.ran: list[str] = []
        self.breakages: list[Breakage] = []

    async def request(self, method: str = "post", *args: Any, **kwargs: Any) -> Any:
        """Run or stub the action that Rasa names."""
        call = kwargs["json"]
        action = str(call["next_action"])
        self.ran.append(action)
        if action in self.stubs:
            return copy.deepcopy(dict(self.stubs[action]))
        try:
            return await self._server(call)
        except ActionExecutionRejection as rejection:
            raise _as_answered(400, rejection.message, action) from rejection
        except ClientResponseError as error:
            if error.status != 400:  # 400 is a rejection: the action ran, and declined
                self._keep(action, _said_by_the_server(error))
            raise
        except Exception as error:
            self._keep(action, last_line(error))
            raise _as_answered(500, str(error), action) from error

    def forget(self) -> None:
        """Begin a new turn."""
        self.ran, self.breakages = [], []

    def _keep(self, action: str, line: str) -> None:
        self.breakages.append(Breakage(f"the action {action} broke:", line))


def in_process(package: str) -> Server:
    """
    Run the actions of this package here; what goes in and out is JSON, as between servers.

    Raises `ActionsBroken` when the package cannot be imported. A project without it has no actions.
    """
    executor = ActionExecutor()
    if importlib.util.find_spec(package):
        try:
            executor.register_package(importlib.import_module(package))
        except (Exception, SystemExit) as error:  # the SDK ends the process when an import fails
            cause = error.__context__ if isinstance(error, SystemExit) and error.__context__ else error
            raise ActionsBroken(package, last_line(cause)) from error

    async def run(call: Answer) -> Any:
        try:
            answer = await executor.run(json.loads(json.dumps(call)))
        except ActionNotFoundException as error:
            raise LookupError(f"there is no {error.action_name} in the package `{package}`") from error
        return json.loads(json.dumps(answer))

    return run


def at_server(url: str) -> Server:
    """Run the actions at a running action server."""
    endpoint = EndpointConfig(url if url.rstrip("/").endswith("/webhook") else f"{url.rstrip('/')}/webhook")

    async def run(call: Answer) -> Any:
        try:
            return await endpoint.request(json=call, method="post", timeout=60)
        except aiohttp.ClientConnectionError as error:
            raise ConnectionError(f"no action server answers at {endpoint.url}") from error

    return run


def _as_answered(status: int, message: str, action: str) -> ClientResponseError:
    return ClientResponseError(status, message, json.dumps({"error": message, "action_name": action}))


def _said_by_the_server(error: ClientResponseError) -> str:
    try:
        return f"the action server says: {json.loads(error.text)['error']}"
    except (ValueError, KeyError, TypeError):
        return f"the action server answered {error.status}"
