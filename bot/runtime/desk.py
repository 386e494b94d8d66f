"""Mounts the agents' desk at /desk: every page but the sign-in asks the door (desk_door.py) who is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from sanic import Blueprint, Request, response
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse

from bot.back_office import BackOffice
from bot.desk import views
from bot.desk.agents import Agent
from bot.desk.desk import AgentDesk
from bot.runtime.desk_call import add_call
from bot.runtime.desk_calls import add_calls
from bot.runtime.desk_changes import add_changes
from bot.runtime.desk_door import Door, see
from bot.runtime.desk_figures import add_figures
from bot.runtime.desk_notes import add_notes
from bot.runtime.desk_openid import sign_in_by_openid
from bot.runtime.pages import STATIC_HEADERS
from bot.settings import Settings


def desk_pages(
    office: Callable[[], BackOffice | None], settings: Settings, now: Callable[[], float] = time.time
) -> Blueprint:
    """Give the pages of the desk; without a back office they are not there."""
    pages = Blueprint("desk", url_prefix="/desk")
    door = Door(office, settings, now)
    sign_in_by_openid(pages, door)
    for add in (_add_sign_in, add_calls, add_call, add_changes, add_notes, add_figures):
        add(pages, door)

    @pages.get("/static/<name:str>")
    async def static(request: Request, name: str) -> HTTPResponse:
        file = views.static_file(name)
        if file is None:
            raise NotFound
        return response.raw(file.content, headers=STATIC_HEADERS, content_type=file.kind)

    return pages


def _add_sign_in(pages: Blueprint, door: Door) -> None:
    @pages.post("/sign-in")
    async def sign_in(request: Request) -> HTTPResponse:
        return await door.sign_in(request)

    @pages.post("/sign-out")
    @door.for_agents
    async def sign_out(request: Request, desk: AgentDesk, agent: Agent, form: str) -> HTTPResponse:
        await asyncio.to_thread(desk.sessions.end, door.token_of(request), desk.office.now())
        return door.forgotten(see("/desk"))
