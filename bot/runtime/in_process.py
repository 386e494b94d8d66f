"""The actions in the server's own process: an action endpoint that Rasa can call, without a port."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

logger = logging.getLogger(__name__)

#: What an action that could not be run answers: the person hears it, the case stays as it is.
_TROUBLE = {"events": [], "responses": [{"response": "utter_trouble_action_failed"}]}


class InProcessActions(EndpointConfig):
    """
    Runs the actions of a package where Rasa would call an action server.

    Each action keeps its own deadline (actions/bridge.py). The one here is for what never got that
    far: an action that is missing, or that breaks before it begins.
    """

    def __init__(self, package: str = "actions", seconds: float = 5.0) -> None:
        super().__init__(url="in-process")
        self._seconds = seconds
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, method: str = "post", *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Run the action that Rasa names; whatever fails becomes an apology."""
        call = kwargs["json"]
        try:
            return await asyncio.wait_for(self._executor.run(call), self._seconds + 1)
        except Exception:
            logger.exception("the action %s could not be run", call.get("next_action"))
            return {**_TROUBLE, "responses": [dict(response) for response in _TROUBLE["responses"]]}
