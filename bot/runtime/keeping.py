"""What stays after the case: the plan to keep, its reminder, and the one question, each talk counted once."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from typing import Any

from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot import helped
from bot.runtime.visits import form_of
from bot.site import keeping as views

logger = logging.getLogger(__name__)

#: So many talks are remembered, in memory alone, to have answered.
_REMEMBERED = 10_000
_DOWNLOAD = 'attachment; filename="next-lockout.ics"'


def keeping(pages: Blueprint, reception: Any) -> None:
    """Add the page to keep and what takes the answer to its question."""
    told: OrderedDict[str, None] = OrderedDict()

    async def shown(request: Request, conversation: str) -> HTTPResponse:
        visits = reception.visits
        token = visits.visitors.form_token(conversation)
        page = views.keep_page(await reception.slots(request), visits.settings.today(), token, conversation in told)
        reply: HTTPResponse = reception.shown(request, page, conversation)
        return reply

    @pages.get("/keep")
    async def keep(request: Request) -> HTTPResponse:
        return await shown(request, reception.visits.conversation_or_new(request))

    @pages.post("/keep")
    async def keep_of_a_frame(request: Request) -> HTTPResponse:
        """A frame has no cookie by which a link would find its talk."""
        return reception.refusal(request) or await shown(request, reception.visits.conversation_of(request))

    @pages.get("/keep.ics")
    async def remind(request: Request) -> HTTPResponse:
        calendar = views.reminder(reception.visits.settings.today())
        headers = {"Content-Disposition": _DOWNLOAD, "X-Content-Type-Options": "nosniff"}
        return response.text(calendar, headers=headers, content_type="text/calendar; charset=utf-8")

    @pages.post("/helped")
    async def take(request: Request) -> HTTPResponse:
        refusal: HTTPResponse | None = reception.refusal(request)
        if refusal:
            return refusal
        conversation, answer = reception.visits.conversation_of(request), form_of(request).get("helped")
        if answer in views.answers() and conversation not in told:
            told[conversation] = None
            while len(told) > _REMEMBERED:
                told.popitem(last=False)
            await asyncio.to_thread(_count, reception, await reception.slots(request), answer)
        return await shown(request, conversation)


def _count(reception: Any, slots: dict[str, Any], answer: str) -> None:
    office, today = reception.visits.office(), reception.visits.settings.today()
    if office is None:
        return
    try:
        helped.count(office.engine, today, views.way_in_of(slots, today), answer)
    except SQLAlchemyError:
        logger.exception("an answer could not be counted")
