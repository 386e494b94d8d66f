"""The door of the desk: sessions in a cookie of the server's, and forms that come from its own pages alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from sanic import Request, response
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse

from bot.back_office import BackOffice
from bot.desk import views
from bot.desk.agents import Agent
from bot.desk.desk import AgentDesk
from bot.errors import CallUnknown
from bot.proof.throttle import line_of
from bot.runtime.pages import HEADERS
from bot.runtime.visits import Visits, address_of, form_of
from bot.settings import Settings
from bot.site.limits import Limit
from bot.site.rendering import Page

#: As on the other pages, with our one script, which asks our own pages what is new; forms tell where they come from.
DESK_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": HEADERS["Content-Security-Policy"] + "; script-src 'self'; connect-src 'self'",
    "Referrer-Policy": "same-origin",
}
#: A page that looks by itself what is new says so: that is no work of an agent, and keeps no session open.
_LOOKS_BY_ITSELF = "sparekey-looks"
_LONGEST = 200
#: Of the requests that one address may make, one in so many may be a sign-in: it is a fifth of a second of work.
_SIGN_INS = 10

Handler = Callable[..., Awaitable[HTTPResponse]]


class Door:
    """Lets in who holds a session, and nobody else; a form has to come from a page of this session."""

    def __init__(self, office: Callable[[], BackOffice | None], settings: Settings, now: Callable[[], float]) -> None:
        self._office = office
        self._now = now
        self._visits = Visits(office, settings, now)
        self._by_address = Limit(max(1, settings.requests_per_minute // _SIGN_INS))
        self._is_https = settings.address().startswith("https://")
        self.cookie = "__Secure-sparekey-desk" if self._is_https else "sparekey-desk"

    def for_agents(self, handler: Handler) -> Handler:
        """Call the handler with the desk, the agent and what its forms carry; show the sign-in to everybody else."""

        @wraps(handler)
        async def let_in(request: Request, **path: Any) -> HTTPResponse:
            desk = self.desk()
            token = self.token_of(request)
            works = request.method != "GET" or _LOOKS_BY_ITSELF not in request.headers
            agent = await asyncio.to_thread(desk.sessions.agent_of, token, desk.office.now(), works=works)
            if agent is None:
                return self._sign_in_page(200 if request.method == "GET" else 403)
            form = desk.sessions.form_token(token)
            if request.method != "GET":
                if not self._visits.is_from_here(request):
                    return html(views.nothing_here(agent, "from_elsewhere", 403))
                if not desk.sessions.is_form_of(token, form_of(request).get("form", "")):
                    return html(views.nothing_here(agent, "earlier_sign_in", 403))
            try:
                return await handler(request, desk, agent, form, **path)
            except CallUnknown:
                return html(views.nothing_here(agent))

        return let_in

    async def sign_in(self, request: Request) -> HTTPResponse:
        """Begin a session for who signs in with a password; where the organisation signs people in, nobody does."""
        desk, given = self.desk(), form_of(request)
        if desk.office.settings.openid_issuer:
            return self._sign_in_page()
        if self.is_too_quick(request):
            return html(Page(views.sign_in_page(is_wrong=True).html, 429))
        if not self._visits.is_from_here(request):
            return html(views.sign_in_page(is_wrong=True))
        who = (given.get("name", "")[:_LONGEST], given.get("password", ""), given.get("code", "")[:60])
        agent = await asyncio.to_thread(desk.agents.sign_in, *who, address_of(request), desk.office.now())
        if agent is None:
            return html(views.sign_in_page(is_wrong=True))
        reply = see("/desk")
        await self.begin(reply, request, agent)
        return reply

    async def begin(self, reply: HTTPResponse, request: Request, agent: Agent) -> None:
        """Begin a session with this reply; the one that there was in this browser is ended."""
        desk = self.desk()
        await asyncio.to_thread(desk.sessions.end, self.token_of(request), desk.office.now())
        token = await asyncio.to_thread(desk.sessions.begin, agent, desk.office.now())
        self.keep(reply, self.cookie, token, path="/desk", same_site="Strict")

    def is_too_quick(self, request: Request) -> bool:
        """Tell whether this address signs in too often."""
        return bool(self._by_address.wait(line_of(address_of(request)), self._now()))

    def keep(
        self, reply: HTTPResponse, name: str, value: str, *, path: str, same_site: str, seconds: int | None = None
    ) -> None:
        """Let the browser keep a cookie out of reach of scripts; as long as it is open, or for so many seconds."""
        reply.cookies[name] = value
        reply.cookies[name].update({"path": path, "httponly": True, "samesite": same_site})
        if seconds is not None:
            reply.cookies[name]["max-age"] = seconds
        if self._is_https:
            reply.cookies[name]["secure"] = True

    def token_of(self, request: Request) -> str:
        return str(request.cookies.get(self.cookie) or "")

    def forgotten(self, reply: HTTPResponse) -> HTTPResponse:
        """Let the browser forget the session."""
        self.keep(reply, self.cookie, "", path="/desk", same_site="Strict", seconds=0)
        return reply

    def _sign_in_page(self, status: int = 403) -> HTTPResponse:
        openid = self.desk().office.settings.openid_issuer is not None
        return html(Page(views.sign_in_page(openid=openid).html, status))

    def desk(self) -> AgentDesk:
        """Give the desk. Raises `NotFound` without a back office."""
        behind = self._office()
        if behind is None:
            raise NotFound
        return AgentDesk(behind)


def see(path: str) -> HTTPResponse:
    """Send the browser on to a page of the desk."""
    return response.redirect(path, DESK_HEADERS, 303)


def html(page: Page) -> HTTPResponse:
    """Give a page, with headers that keep everything here."""
    return response.html(page.html, page.status, DESK_HEADERS)
