"""Whether the process runs (/health), and whether it can answer anybody (/ready): two questions of who runs it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse

from bot.back_office import BackOffice


def health(office: Callable[[], BackOffice | None]) -> Blueprint:
    """Give both; a server whose model cannot be loaded, or whose database is gone, is well, and not ready."""
    checks = Blueprint("health")

    @checks.get("/health")
    async def is_running(request: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    @checks.get("/ready")
    async def can_answer(request: Request) -> HTTPResponse:
        agent = getattr(request.app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            return response.json({"status": "no model"}, 503)
        behind = office()
        if behind and not await asyncio.to_thread(behind.can_be_read):
            return response.json({"status": "no database"}, 503)
        return response.json({"status": "ready"})

    return checks
