"""Mounts what an agent may have changed: shown first, made when the agent says so; a pass is in one answer alone."""

from __future__ import annotations

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from bot.desk import views
from bot.desk.agents import Agent
from bot.desk.change_page import made_page, plan_page
from bot.desk.desk import AgentDesk
from bot.desk.wording import trouble_words
from bot.errors import ChangeRefused, DirectoryUnavailable
from bot.runtime.desk_door import Door, html, see
from bot.runtime.visits import form_of


def add_changes(pages: Blueprint, door: Door) -> None:
    """Add the page of a change to those of the desk."""

    @pages.get("/call/<call_id:str>/change")
    @door.for_agents
    async def changed(request: Request, desk: AgentDesk, agent: Agent, form: str, call_id: str) -> HTTPResponse:
        """Who opens the address of a change is led to the call: a pass is in one answer alone."""
        return see(f"/desk/call/{call_id}")

    @pages.post("/call/<call_id:str>/change")
    @door.for_agents
    async def change(request: Request, desk: AgentDesk, agent: Agent, form: str, call_id: str) -> HTTPResponse:
        given = form_of(request)
        seen = await desk.see(agent, call_id)
        about = (agent, seen.call, seen.standing, seen.approval, given.get("write", ""), given.get("chosen"))
        try:
            if "shown" in given:
                return html(made_page(agent, form, seen.call, await desk.changes.make(*about, given["shown"])))
            return html(plan_page(agent, form, seen.call, await desk.changes.plan(*about), given.get("chosen")))
        except (ChangeRefused, DirectoryUnavailable) as trouble:
            settings, told = desk.office.settings, trouble_words(trouble)
            return html(views.call_page(agent, form, seen, settings.today(), settings.address(), told, status=409))
