"""Mounts the pages on the server: each view of bot/site at its address, with headers that keep everything here."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sanic import Blueprint, Request, response
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse

from bot.back_office import BackOffice
from bot.errors import DatabaseUnavailable, SparekeyError
from bot.proof.throttle import line_of
from bot.runtime.masked_log import keep_secrets_out_of_the_log
from bot.runtime.visits import address_of
from bot.settings import Settings
from bot.site import enrolment as views
from bot.site.chat import notice_for_the_script
from bot.site.limits import Limit
from bot.site.rendering import Page, static_file

logger = logging.getLogger(__name__)

T = TypeVar("T")

#: Nothing from elsewhere, nothing to elsewhere, in no frame; pictures may be part of the page itself.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
#: What every page needs, so that it is not counted.
_FILES = "/static/"
#: Kept for ten minutes: a page looks as it should soon after a change.
STATIC_HEADERS = {"Cache-Control": "max-age=600", "X-Content-Type-Options": "nosniff"}


def enrolment_pages(
    office: Callable[[], BackOffice | None], settings: Settings, now: Callable[[], float] = time.time
) -> Blueprint:
    """Give the pages of re-enrolment, and the files of all pages; without a back office the pages are not there."""
    keep_secrets_out_of_the_log()
    pages = Blueprint("enrolment")
    by_address = Limit(settings.requests_per_minute)

    @pages.middleware("request")
    async def not_too_often(request: Request) -> HTTPResponse | None:
        if request.path.startswith(_FILES) or not by_address.wait(line_of(address_of(request)), now()):
            return None
        words, status = notice_for_the_script("too_quick")
        return response.text(words, status, {**HEADERS, "Retry-After": "60"})

    @pages.get(f"{_FILES}<name:str>")
    async def static(request: Request, name: str) -> HTTPResponse:
        file = static_file(name)
        if file is None:
            raise NotFound
        return response.raw(file.content, headers=STATIC_HEADERS, content_type=file.kind)

    @pages.get("/enrol/<token:str>")
    async def show(request: Request, token: str) -> HTTPResponse:
        return await _page(office(), lambda o: views.picture_and_key(o.enrolment.open_page(token, o.now())))

    @pages.post("/enrol/<token:str>")
    async def first_code(request: Request, token: str) -> HTTPResponse:
        code = str(request.form.get("code", ""))[:32]
        return await _page(office(), lambda o: views.after_a_code(o.enrolment.confirm(token, code, o.now())))

    @pages.get("/not-me/<token:str>")
    async def ask(request: Request, token: str) -> HTTPResponse:
        return await _page(
            office(),
            lambda o: views.really_not_me(o.enrolment.who_is_this_about(token, o.now())),
            refused=views.not_stopped,
        )

    @pages.post("/not-me/<token:str>")
    async def stop(request: Request, token: str) -> HTTPResponse:
        return await _page(
            office(), lambda o: views.stopped(o.enrolment.stop(token, o.now())), refused=views.not_stopped
        )

    return pages


async def _page(
    office: BackOffice | None,
    view: Callable[[BackOffice], Page],
    refused: Callable[[SparekeyError], Page] = views.not_available,
) -> HTTPResponse:
    if office is None:
        return response.text("", 404)
    try:
        page = await asyncio.to_thread(view, office)
    except DatabaseUnavailable:
        logger.exception("a page could not be shown just now")
        page = views.not_just_now()
    except SparekeyError as refusal:
        page = refused(refusal)
    return response.html(page.html, page.status, HEADERS)
