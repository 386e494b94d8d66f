"""Carrying on elsewhere: gives a code for this talk, and begins a talk on another device with what that one knew."""

from __future__ import annotations

import asyncio
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.back_office import BackOffice
from bot.carrying_on import ResumeCodes
from bot.runtime.visits import address_of, form_of
from bot.site import carrying_on as views
from bot.talk.carrying_on import what_travels


def carrying_on(pages: Blueprint, reception: Any) -> None:
    """Add what gives codes and takes them; where nobody is looked up there is no database for them."""

    @pages.post("/carry-on")
    async def give(request: Request) -> HTTPResponse:
        conversation, office = reception.visits.conversation_of(request), reception.visits.office()
        refusal: HTTPResponse | None = reception.refusal(request)
        if refusal:
            return refusal
        code = await asyncio.to_thread(_give, office, conversation) if office else None
        return reception.shown(request, views.carry_on(code, reception.visits.settings.address()), conversation)

    @pages.post("/resume")
    async def take(request: Request) -> HTTPResponse:
        if not reception.visits.is_from_here(request):
            return reception.refusal(request)
        office, typed = reception.visits.office(), form_of(request).get("code", "")[:100]
        before = reception.visits.conversation_or_new(request)
        found = await asyncio.to_thread(_take, office, typed, address_of(request)) if office else "no_code"
        if found in views.NOT_TAKEN:
            return reception.shown(request, views.not_resumed(found), before)
        conversation = reception.visits.visitors.new()
        await _begin(request.app.ctx.agent, found, conversation)
        code = await asyncio.to_thread(_give, office, conversation)
        return reception.shown(request, views.resumed(code, reception.visits.settings.address()), conversation)


async def _begin(agent: Any, before: str, conversation: str) -> None:
    """A talk of its own, so that nothing which the other one proved, or waits for, counts in this one."""
    store = agent.tracker_store._tracker_store
    tracker = await store.retrieve(before)
    opening = views.opening()
    slots = what_travels(tracker.current_slot_values()) if tracker else {}
    await store.begin_with(conversation, slots, opening["text"], opening["buttons"])


def _give(office: BackOffice, conversation: str) -> str | None:
    try:
        return ResumeCodes(office.engine, office.keys).give(conversation, office.now())
    except SQLAlchemyError:
        return None


def _take(office: BackOffice, typed: str, address: str) -> str:
    """Give the conversation, or why there is none; the same for every code that opens nothing."""
    codes = ResumeCodes(office.engine, office.keys)
    try:
        if not codes.may_try(address, office.now()):
            return "too_many"
        return codes.take(typed, office.now()) or "no_code"
    except SQLAlchemyError:
        return "not_now"
