"""Mounts the end of a call: its note, to be copied, as JSON, and sent once more to the ticket system."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse

from bot.desk import views
from bot.desk.agents import Agent
from bot.desk.desk import AgentDesk
from bot.errors import CallUnknown
from bot.runtime.desk_door import DESK_HEADERS, Door, html, see


def add_notes(pages: Blueprint, door: Door) -> None:
    """Add the end of a call, and its note, to the pages of the desk."""

    @pages.post("/call/<call_id:str>/end")
    @door.for_agents
    async def end(request: Request, desk: AgentDesk, agent: Agent, form: str, call_id: str) -> HTTPResponse:
        await desk.end(agent, call_id)
        return see(f"/desk/call/{call_id}/note")

    @pages.get("/call/<call_id:str>/<what:(note|note.json)>")
    @door.for_agents
    async def note(request: Request, desk: AgentDesk, agent: Agent, form: str, call_id: str, what: str) -> HTTPResponse:
        found = await asyncio.to_thread(desk.calls.find, agent, call_id)
        if found.note is None:
            raise CallUnknown(call_id)
        if what == "note.json":
            return response.json(found.note, headers=DESK_HEADERS)
        sending = await asyncio.to_thread(desk.tickets.last, found)
        return html(views.note_page(agent, form, found, sending, are_sent=desk.tickets.are_sent))

    @pages.post("/call/<call_id:str>/send")
    @door.for_agents
    async def send(request: Request, desk: AgentDesk, agent: Agent, form: str, call_id: str) -> HTTPResponse:
        await desk.tickets.send(agent, await asyncio.to_thread(desk.calls.find, agent, call_id))
        return see(f"/desk/call/{call_id}/note")
