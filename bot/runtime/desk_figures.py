"""Mounts the figures, for supervisors alone."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse

from bot.desk import views
from bot.desk.agents import SUPERVISOR, Agent
from bot.desk.desk import AgentDesk
from bot.desk.figures import as_csv, figures
from bot.runtime.desk_door import DESK_HEADERS, Door, html


def add_figures(pages: Blueprint, door: Door) -> None:
    """Add the page of figures, and the same as a table, to those of the desk."""

    @pages.get("/<what:(figures|figures.csv)>")
    @door.for_agents
    async def counts(request: Request, desk: AgentDesk, agent: Agent, form: str, what: str) -> HTTPResponse:
        if agent.role != SUPERVISOR:
            return html(views.nothing_here(agent, "for_supervisors", 403))
        found = await asyncio.to_thread(figures, desk.office)
        if what == "figures":
            return html(views.figures_page(agent, form, found))
        headers = {**DESK_HEADERS, "Content-Disposition": 'attachment; filename="desk.csv"'}
        return response.text(as_csv(found.counts), headers=headers, content_type="text/csv; charset=utf-8")
