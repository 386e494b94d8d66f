"""Mounts the chat page: who it is comes from a cookie that the server made, and nothing else a client says counts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse

from bot.back_office import BackOffice
from bot.proof.throttle import line_of
from bot.runtime.carrying_on import carrying_on
from bot.runtime.keeping import keeping
from bot.runtime.pages import HEADERS, STATIC_HEADERS
from bot.runtime.talks import Talks
from bot.runtime.visits import Visits, address_of, form_of, is_framed
from bot.settings import Settings
from bot.site import chat as views
from bot.site.limits import Limit
from bot.site.rendering import Page
from bot.site.sheet import sheet_page, sheet_text
from bot.site.transcript import Entry

#: As on the other pages, with our one script. Our own forms tell where they come from: else they have no origin.
SITE_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": HEADERS["Content-Security-Policy"] + "; script-src 'self'; connect-src 'self'",
    "Referrer-Policy": "same-origin",
}
_LATEST = "/#latest"
#: What forms are sent to. Whoever comes there by the address, from a bookmark or by going back, means the talk.
_FORMS = ("/say", "/leave", "/carry-on", "/resume", "/helped")
_DOWNLOAD = 'attachment; filename="call-sheet.txt"'


def site(
    office: Callable[[], BackOffice | None], settings: Settings, now: Callable[[], float] = time.time
) -> Blueprint:
    """Give the chat page, and what takes its messages."""
    pages = Blueprint("site")
    reception = Reception(Visits(office, settings, now), Talks(), Limit(settings.messages_per_minute))
    by_address = Limit(settings.requests_per_minute)

    @pages.middleware("request")
    async def not_too_often(request: Request) -> HTTPResponse | None:
        return too_quick(request) if by_address.wait(line_of(address_of(request)), now()) else None

    @pages.get("/")
    async def show(request: Request) -> HTTPResponse:
        return reception.page(request, reception.visits.conversation_or_new(request))

    @pages.get("/framed")
    async def show_framed(request: Request) -> HTTPResponse:
        return reception.page(request, reception.visits.conversation_or_new(request))

    @pages.get("/widget.js")
    async def widget(request: Request) -> HTTPResponse:
        return response.text(views.widget(), headers=STATIC_HEADERS, content_type="text/javascript; charset=utf-8")

    @pages.post("/say")
    async def say(request: Request) -> HTTPResponse:
        return reception.refusal(request) or await reception.say(request)

    @pages.post("/leave")
    async def leave(request: Request) -> HTTPResponse:
        left, new = reception.visits.conversation_of(request), reception.visits.visitors.new()
        refusal = reception.refusal(request)
        if refusal is None and left:
            await asyncio.to_thread(reception.visits.leave, left)
        return refusal or reception.goes_to(request, "/", new)

    carrying_on(pages, reception)
    keeping(pages, reception)
    for path in _FORMS:
        pages.add_route(to_the_talk, path, name=f"to_the_talk_from_{path[1:]}")

    @pages.get("/sheet")
    async def sheet(request: Request) -> HTTPResponse:
        return await reception.sheet(request, reception.visits.conversation_or_new(request))

    @pages.post("/sheet")
    async def follow(request: Request) -> HTTPResponse:
        conversation = reception.visits.conversation_of(request) or ""
        return reception.refusal(request) or await reception.sheet(request, conversation)

    @pages.get("/sheet.txt")
    async def sheet_as_text(request: Request) -> HTTPResponse:
        text = sheet_text(await reception.slots(request), reception.visits.settings.today())
        if text is None:
            return _html(sheet_page({}, reception.visits.settings.today()))
        return response.text(text, headers={**SITE_HEADERS, "Content-Disposition": _DOWNLOAD})

    return pages


class Reception:
    """Takes messages and shows the page; `by_talk` is how many a talk may bring."""

    def __init__(self, visits: Visits, talks: Talks, by_talk: Limit) -> None:
        self.visits = visits
        self._talks = talks
        self._by_talk = by_talk

    def page(self, request: Request, conversation: str, notice: str | None = None, text: str = "") -> HTTPResponse:
        """Show the talk; `notice` names why a message was not taken, and `text` goes back into the box."""
        so_far = self._talks.so_far(request.app.ctx.agent, conversation)
        token, talk = self.visits.visitors.form_token(conversation), self.visits.carried(request, conversation)
        page = views.chat_page(so_far, token, self.visits.settings.address(), notice, text, talk)
        return self.shown(request, page, conversation)

    def shown(self, request: Request, page: Page, conversation: str) -> HTTPResponse:
        """Show a page beside the talk, and keep the talk at hand."""
        headers = self.visits.framed_headers(SITE_HEADERS) if is_framed(request) else SITE_HEADERS
        return self.visits.remembered(request, response.html(page.html, page.status, headers), conversation)

    def goes_to(self, request: Request, address: str, conversation: str) -> HTTPResponse:
        """Go to the talk; a frame has no cookie to find it by, so it is shown at once."""
        if is_framed(request):
            return self.page(request, conversation)
        return self.visits.remembered(request, response.redirect(address, SITE_HEADERS, 303), conversation)

    def refusal(self, request: Request) -> HTTPResponse | None:
        """Refuse what came from another site, or with a page of another conversation."""
        if not self.visits.is_from_here(request):
            return _html(views.elsewhere(self.visits.settings.address()))
        form, conversation = form_of(request), self.visits.conversation_of(request)
        if conversation and self.visits.visitors.is_form_of(conversation, form.get("form", "")):
            return None
        return self._not_taken(request, conversation or self.visits.visitors.new(), "too_old", form.get("text", ""))

    async def say(self, request: Request) -> HTTPResponse:
        """Take a message, or the answer of a button that was pressed."""
        form, conversation = form_of(request), self.visits.conversation_of(request) or ""
        words = (form.get("payload") or form.get("text") or "").replace("\r\n", "\n").strip()
        if len(words) > views.LONGEST_TEXT:
            return self._not_taken(request, conversation, "too_long", words)
        if self._by_talk.wait(conversation, self.visits.now()):
            return self._not_taken(request, conversation, "too_quick", form.get("text", ""))
        new: tuple[Entry, ...] = ()
        if words:
            agent, office = request.app.ctx.agent, self.visits.office()
            new = await self._talks.say(agent, office, conversation, words, address_of(request))
        if not _wants_json(request):
            return self.goes_to(request, _LATEST, conversation)
        html = views.new_messages(new, self.visits.settings.address(), is_framed(request))
        return self.visits.remembered(request, response.json({"html": html}, headers=SITE_HEADERS), conversation)

    async def sheet(self, request: Request, conversation: str) -> HTTPResponse:
        """Show the sheet, with the next words when what the robot said comes along; from a frame, it opens beside."""
        form, today = form_of(request), self.visits.settings.today()
        token, heard = self.visits.visitors.form_token(conversation), form.get("heard", "")[: views.LONGEST_TEXT]
        page = sheet_page(await self.slots(request), today, token, heard, form.get("line", ""))
        return self.shown(request, page, conversation)

    async def slots(self, request: Request) -> dict[str, Any]:
        """Give what this visitor's conversation has told; nothing before it has begun."""
        conversation = self.visits.conversation_of(request)
        tracker = await request.app.ctx.agent.tracker_store.retrieve(conversation) if conversation else None
        return dict(tracker.current_slot_values()) if tracker else {}

    def _not_taken(self, request: Request, conversation: str, notice: str, text: str) -> HTTPResponse:
        if not _wants_json(request):
            return self.page(request, conversation, notice, text)
        words, status = views.notice_for_the_script(notice)
        told = response.json({"why": notice, "notice": words}, status, SITE_HEADERS)
        return self.visits.remembered(request, told, conversation)


async def to_the_talk(request: Request) -> HTTPResponse:
    """Go to the talk from an address at which nothing is shown."""
    return response.redirect("/", SITE_HEADERS, 303)


def too_quick(request: Request) -> HTTPResponse:
    """Ask for a minute of patience."""
    words, status = views.notice_for_the_script("too_quick")
    headers = {**SITE_HEADERS, "Retry-After": "60"}
    return (
        response.json({"notice": words}, status, headers)
        if _wants_json(request)
        else response.text(words, status, headers)
    )


def _html(page: Page) -> HTTPResponse:
    return response.html(page.html, page.status, SITE_HEADERS)


def _wants_json(request: Request) -> bool:
    return "application/json" in str(request.headers.get("accept", ""))
