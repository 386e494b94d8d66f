"""The channel at /webhooks/rest/webhook: Rasa's REST interface, with the front door before it."""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Request, response
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse

from bot.back_office import BackOffice
from bot.office import office
from bot.runtime.callers import could_be_ours, refusal_of
from bot.runtime.front_door import FrontDoor
from bot.settings import Settings

#: No more is needed to name a conversation; half a pair of surrogates, say, cannot even be stored.
_NAME = re.compile(r"[\w.:@+-]{1,200}", re.ASCII)


class FrontDoorChannel(InputChannel):
    """
    Takes `{"sender": ..., "message": ...}` and gives a list of messages, as Rasa's REST channel does.

    A message without a sender is refused, where Rasa would let all of them share one
    conversation; so is one that looks like a name which the server gives, as a call at the desk or a
    talk of the site has it. What a client says of its channel or as metadata is not read.
    `back_office` gives what is behind the conversation.
    """

    def __init__(self, back_office: Callable[[], BackOffice | None] = office) -> None:
        self._back_office = back_office

    @classmethod
    def name(cls) -> str:
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        webhook = Blueprint("front_door", "front_door")

        @webhook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            behind = self._back_office()
            refused = refusal_of(request, behind.settings if behind else Settings.from_env(os.environ))
            if refused:
                return response.json({"error": refused[0]}, refused[1])
            body = _body_of(request)
            sender = body.get("sender") if isinstance(body, dict) else None
            if not isinstance(sender, str) or not _NAME.fullmatch(sender):
                return response.json({"error": f"`sender` names the conversation: {_NAME.pattern}"}, 400)
            if could_be_ours(sender):
                return response.json({"error": "names of this form are given by the server"}, 400)
            door = FrontDoor.of(request.app.ctx.agent, behind)
            return response.json(await door.receive(sender, body.get("message"), request.ip))

        return webhook


def _body_of(request: Request) -> Any:
    try:
        return request.json
    except SanicException:
        return None
