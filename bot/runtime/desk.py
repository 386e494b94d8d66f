"""Mounts the agents' desk at /desk: every page but the sign-in asks the door (desk_door.py) who is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping

from sanic import Blueprint, Request, response
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse

from bot.back_office import BackOffice
from bot.desk import views
from bot.desk.agents import SUPERVISOR, Agent
from bot.desk.desk import AgentDesk
from bot.desk.figures import as_csv, figures
from bot.desk.wording import notice_words
from bot.errors import (
    ApprovalRefused,
    CallUnknown,
    ChangeRefused,
    CheckRefused,
    DirectoryUnavailable,
    MoveRefused,
    SparekeyError,
    VouchingRefused,
)
from bot.runtime.desk_changes import add_changes
from bot.runtime.desk_door import DESK_HEADERS, Door, html, see
from bot.runtime.desk_openid import sign_in_by_openid
from bot.runtime.pages import STATIC_HEADERS
from bot.runtime.visits import form_of
from bot.settings import Settings

_LONGEST_NAME = 200
_LONGEST_WORDS = 1000


def desk_pages(
    office: Callable[[], BackOffice | None], settings: Settings, now: Callable[[], float] = time.time
) -> Blueprint:
    """Give the pages of the desk; without a back office they are not there."""
    pages = Blueprint("desk", url_prefix="/desk")
    door = Door(office, settings, now)
    sign_in_by_openid(pages, door)

    async def show(desk: AgentDesk, agent: Agent, form: str, call_id: str, trouble: SparekeyError) -> HTTPResponse:
        return await _call(desk, agent, form, call_id, str(trouble), 409)

    @pages.get("/static/<name:str>")
    async def static(request: Request, name: str) -> HTTPResponse:
        file = views.static_file(name)
        if file is None:
            raise NotFound
        return response.raw(file.content, headers=STATIC_HEADERS, content_type=file.kind)

    @pages.get("/", strict_slashes=False)
    @door.for_agents
    async def calls(request: Request, desk: AgentDesk, agent: Agent, form: str) -> HTTPResponse:
        return await _calls(desk, agent, form)

    @pages.get("/<what:(figures|figures.csv)>")
    @door.for_agents
    async def counts(request: Request, desk: AgentDesk, agent: Agent, form: str, what: str) -> HTTPResponse:
        if agent.role != SUPERVISOR:
            return html(views.nothing_here(agent, status=403))
        found = await asyncio.to_thread(figures, desk.office)
        if what == "figures":
            return html(views.figures_page(agent, form, found))
        headers = {**DESK_HEADERS, "Content-Disposition": 'attachment; filename="desk.csv"'}
        return response.text(as_csv(found.counts), headers=headers, content_type="text/csv; charset=utf-8")

    @pages.post("/sign-in")
    async def sign_in(request: Request) -> HTTPResponse:
        return await door.sign_in(request)

    @pages.post("/sign-out")
    @door.for_agents
    async def sign_out(request: Request, desk: AgentDesk, agent: Agent, form: str) -> HTTPResponse:
        await asyncio.to_thread(desk.sessions.end, door.token_of(request), desk.office.now())
        return door.forgotten(see("/desk"))

    @pages.post("/calls")
    @door.for_agents
    async def open_call(request: Request, desk: AgentDesk, agent: Agent, form: str) -> HTTPResponse:
        call = await asyncio.to_thread(desk.calls.open, agent, desk.office.now())
        return see(f"/desk/call/{call.id}")

    @pages.get("/call/<call_id:str>")
    @door.for_agents
    async def call(request: Request, desk: AgentDesk, agent: Agent, form: str, call_id: str) -> HTTPResponse:
        return await _call(desk, agent, form, call_id)

    @pages.post("/call/<call_id:str>")
    @door.for_agents
    async def move(request: Request, desk: AgentDesk, agent: Agent, form: str, call_id: str) -> HTTPResponse:
        try:
            await desk.move(agent, call_id, form_of(request).get("move", ""))
        except MoveRefused as trouble:
            return await show(desk, agent, form, call_id, trouble)
        return see(f"/desk/call/{call_id}")

    @pages.post("/call/<call_id:str>/<what:(heard|look-up|check|second|lift)>")
    @door.for_agents
    async def act(request: Request, desk: AgentDesk, agent: Agent, form: str, call_id: str, what: str) -> HTTPResponse:
        try:
            notice = await _done(desk, agent, call_id, what, form_of(request))
        except (CheckRefused, ChangeRefused, VouchingRefused, DirectoryUnavailable) as trouble:
            return await show(desk, agent, form, call_id, trouble)
        if notice:
            return await _call(desk, agent, form, call_id, notice)
        return see(f"/desk/call/{call_id}")

    add_changes(pages, door)

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

    @pages.post("/hand-overs/<hand_over_id:int>")
    @door.for_agents
    async def take_over(request: Request, desk: AgentDesk, agent: Agent, form: str, hand_over_id: int) -> HTTPResponse:
        call = await desk.take_over(agent, hand_over_id)
        return see(f"/desk/call/{call.id}")

    @pages.post("/approvals/<approval_id:int>")
    @door.for_agents
    async def decide(request: Request, desk: AgentDesk, agent: Agent, form: str, approval_id: int) -> HTTPResponse:
        decision = form_of(request).get("decision", "")
        try:
            await asyncio.to_thread(desk.approvals.decide, agent, approval_id, decision, desk.office.now())
        except ApprovalRefused:
            return await _calls(desk, agent, form, 409)
        return see("/desk")

    return pages


async def _done(desk: AgentDesk, agent: Agent, call_id: str, what: str, given: Mapping[str, str]) -> str | None:
    """Do what a card of a call asks for; give what the agent is to know of it, if anything."""
    if what == "heard":
        found = await desk.hear(agent, call_id, given.get("words", "")[:_LONGEST_WORDS])
        return None if found else notice_words("nothing_heard")
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


async def _calls(desk: AgentDesk, agent: Agent, form: str, status: int = 200) -> HTTPResponse:
    open_ = await asyncio.to_thread(desk.calls.of, agent)
    ended = await asyncio.to_thread(desk.calls.of, agent, "closed")
    waiting = await asyncio.to_thread(desk.approvals.waiting, agent)
    hand_overs = await asyncio.to_thread(desk.hand_overs.waiting, desk.office.now())
    is_demo = desk.office.settings.is_the_demo
    return html(views.calls_page(agent, form, open_, ended, waiting, hand_overs, status, is_demo=is_demo))


async def _call(
    desk: AgentDesk, agent: Agent, form: str, call_id: str, notice: str | None = None, status: int = 200
) -> HTTPResponse:
    seen = await desk.see(agent, call_id)
    settings = desk.office.settings
    return html(views.call_page(agent, form, seen, settings.today(), settings.address(), notice, status))
