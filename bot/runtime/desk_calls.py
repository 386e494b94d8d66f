"""Mounts the page of calls: an agent's own, the talks of the chat that wait, and what other agents wait for."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from bot.desk import views
from bot.desk.agents import Agent
from bot.desk.desk import AgentDesk
from bot.errors import ApprovalRefused
from bot.runtime.desk_door import Door, html, see
from bot.runtime.visits import form_of


def add_calls(pages: Blueprint, door: Door) -> None:
    """Add the page of calls, and what is begun or decided on it, to those of the desk."""

    @pages.get("/", strict_slashes=False)
    @door.for_agents
    async def calls(request: Request, desk: AgentDesk, agent: Agent, form: str) -> HTTPResponse:
        return await _calls(desk, agent, form)

    @pages.post("/calls")
    @door.for_agents
    async def open_call(request: Request, desk: AgentDesk, agent: Agent, form: str) -> HTTPResponse:
        call = await asyncio.to_thread(desk.calls.open, agent, desk.office.now())
        return see(f"/desk/call/{call.id}")

    @pages.post("/hand-overs/<hand_over_id:int>")
    @door.for_agents
    async def take_over(request: Request, desk: AgentDesk, agent: Agent, form: str, hand_over_id: int) -> HTTPResponse:
        call = await desk.take_over(agent, hand_over_id)
        return see(f"/desk/call/{call.id}")

    @pages.get("/approvals/<approval_id:int>")
    @door.for_agents
    async def decided(request: Request, desk: AgentDesk, agent: Agent, form: str, approval_id: int) -> HTTPResponse:
        """What is said of a press stands at the address of the press; who opens that is led to the calls."""
        return see("/desk")

    @pages.post("/approvals/<approval_id:int>")
    @door.for_agents
    async def decide(request: Request, desk: AgentDesk, agent: Agent, form: str, approval_id: int) -> HTTPResponse:
        decision = form_of(request).get("decision", "")
        try:
            await asyncio.to_thread(desk.approvals.decide, agent, approval_id, decision, desk.office.now())
        except ApprovalRefused:
            return await _calls(desk, agent, form, 409)
        return see("/desk")


async def _calls(desk: AgentDesk, agent: Agent, form: str, status: int = 200) -> HTTPResponse:
    open_ = await asyncio.to_thread(desk.calls.of, agent)
    ended = await asyncio.to_thread(desk.calls.of, agent, "closed")
    waiting = await asyncio.to_thread(desk.approvals.waiting, agent)
    hand_overs = await asyncio.to_thread(desk.hand_overs.waiting, desk.office.now())
    in_all = await asyncio.to_thread(desk.hand_overs.how_many, desk.office.now())
    is_demo = desk.office.settings.is_the_demo
    return html(views.calls_page(agent, form, open_, ended, waiting, hand_overs, in_all, status, is_demo=is_demo))
