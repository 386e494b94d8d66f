"""What is answered where nothing is, or where something broke: a kind page, and no word of how it is made."""

from __future__ import annotations

import logging
from typing import Any

from sanic import Request, response
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse

from bot.runtime.pages import HEADERS
from bot.site.rendering import render

logger = logging.getLogger(__name__)


def refuse_kindly(app: Any) -> None:
    """Let this app answer errors in our words."""
    app.error_handler.add(SanicException, _not_here)
    app.error_handler.add(Exception, _broken)


def _not_here(request: Request, error: SanicException) -> HTTPResponse:
    return _page(request, int(getattr(error, "status_code", None) or 500), dict(getattr(error, "headers", None) or {}))


def _broken(request: Request, error: Exception) -> HTTPResponse:
    logger.error("a request failed", exc_info=error)
    return _page(request, 500, {})


def _page(request: Request, status: int, headers: dict[str, str]) -> HTTPResponse:
    if "text/html" in str(request.headers.get("accept", "")):
        return response.html(render("nothing_here.html", is_broken=status >= 500), status, {**headers, **HEADERS})
    return response.json({"status": status}, status, {**headers, **HEADERS})
