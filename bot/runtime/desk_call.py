"""Mounts the page of one call: what an agent presses and types on it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from bot.desk import views
from bot.desk.agents import Agent
from bot.desk.desk import AgentDesk
from bot.desk.wording import notice_words, trouble_words
from bot.errors import ChangeRefused, CheckRefused, DirectoryUnavailable, MoveRefused, VouchingRefused
from bot.runtime.desk_door import Door, html, see
from bot.runtime.visits import form_of

_LONGEST_NAME = 200
_LONGEST_WORDS = 1000


def add_call(pages: Blueprint, door: Door) -> None:
    """Add the page of a call, and what is done on it, to those of the desk."""

    @pages.get("/call/<call_id:str>")
    @door.for_agents
    async def call(request: Request, desk: AgentDesk, agent: Agent, form: str, call_id: str) -> HTTPResponse:
        if (await asyncio.to_thread(desk.calls.find, agent, call_id)).note:
            return see(f"/desk/call/{call_id}/note")
        return await _call(desk, agent, form, call_id)

    @pages.post("/call/<call_id:str>")
    @door.for_agents
    async def move(request: Request, desk: AgentDesk, agent: Agent, form: str, call_id: str) -> HTTPResponse:
        try:
            await desk.move(agent, call_id, form_of(request).get("move", ""))
        except MoveRefused as trouble:
            return await _call(desk, agent, form, call_id, trouble_words(trouble), 409)
        return see(f"/desk/call/{call_id}")

    @pages.get("/call/<call_id:str>/<what:(heard|look-up|check|second|lift)>")
    @door.for_agents
    async def done(request: Request, desk: AgentDesk, agent: Agent, form: str, call_id: str, what: str) -> HTTPResponse:
        """What is said of a press stands at the address of the press; who opens that is led to the call."""
        return see(f"/desk/call/{call_id}")

    @pages.post("/call/<call_id:str>/<what:(heard|look-up|check|second|lift)>")
    @door.for_agents
    async def act(request: Request, desk: AgentDesk, agent: Agent, form: str, call_id: str, what: str) -> HTTPResponse:
        try:
            notice = await _done(desk, agent, call_id, what, form_of(request))
        except (CheckRefused, ChangeRefused, VouchingRefused, DirectoryUnavailable) as trouble:
            return await _call(desk, agent, form, call_id, trouble_words(trouble), 409)
        if notice:
            return await _call(desk, agent, form, call_id, notice)
        return see(f"/desk/call/{call_id}")


async def _done(desk: AgentDesk, agent: Agent, call_id: str, what: str, given: Mapping[str, str]) -> str | None:
    """Do what a card of a call asks for; give what the agent is to know of it, if anything."""
    if what == "heard":
        in_vain = await desk.hear(agent, call_id, given.get("words", "")[:_LONGEST_WORDS])
        return notice_words(in_vain) if in_vain else None
    if what == "look-up":
        name = given.get("account", "").strip()[:_LONGEST_NAME]
        if name:
            await desk.look_up(agent, call_id, name)
    elif what == "check":
        await desk.check(agent, call_id, given.get("how", ""))
    elif what == "lift":
        await desk.lift(agent, call_id)
    else:
        await desk.ask_a_second(agent, call_id)
    return None


async def _call(
    desk: AgentDesk, agent: Agent, form: str, call_id: str, notice: str | None = None, status: int = 200
) -> HTTPResponse:
    seen = await desk.see(agent, call_id)
    settings = desk.office.settings
    return html(views.call_page(agent, form, seen, settings.today(), settings.address(), notice, status))
