"""Signing in with an organisation: to the provider's page, and back to a page of our own that begins the session."""

from __future__ import annotations

import asyncio
import logging

from sanic import Blueprint, Request, response
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse

from bot.desk import views
from bot.desk.openid_sign_in import ATTEMPT_HOLDS, OpenIdSignIn
from bot.desk.wording import notice_words, trouble_words
from bot.errors import OpenIdRefused, OpenIdUnreachable, SparekeyError
from bot.runtime.desk_door import DESK_HEADERS, Door, html
from bot.runtime.visits import address_of

logger = logging.getLogger(__name__)

_PATH = "/desk/openid"


def sign_in_by_openid(pages: Blueprint, door: Door) -> None:
    """Put both pages on the blueprint of the desk; without a provider in the settings they are not there."""

    @pages.get("/openid/begin")
    async def begin(request: Request) -> HTTPResponse:
        if door.is_too_quick(request):
            return _trouble(notice_words("sign_in_too_often"))
        try:
            page, state = await asyncio.to_thread(_sign_in(door).begin)
        except SparekeyError as trouble:
            return _trouble(_words(trouble))
        reply = response.redirect(page, DESK_HEADERS, 303)
        # The provider sends people back from another site, so this one cookie comes along from there.
        door.keep(reply, _cookie(door), state, path=_PATH, same_site="Lax", seconds=int(ATTEMPT_HOLDS))
        return reply

    @pages.get("/openid")
    async def back(request: Request) -> HTTPResponse:
        sign_in = _sign_in(door)
        if door.is_too_quick(request):
            return _trouble(notice_words("sign_in_too_often"))
        given = {name: str(values[0]) for name, values in request.args.items()}
        state = str(request.cookies.get(_cookie(door)) or "")
        try:
            agent = await asyncio.to_thread(sign_in.finish, given, state, address_of(request))
        except SparekeyError as trouble:
            return _trouble(_words(trouble))
        reply = html(views.signed_in_page())
        await door.begin(reply, request, agent)
        return reply


def _sign_in(door: Door) -> OpenIdSignIn:
    office = door.desk().office
    if office.settings.openid_issuer is None:
        raise NotFound
    return OpenIdSignIn(office)


def _cookie(door: Door) -> str:
    return f"{door.cookie}-openid"


def _trouble(words: str) -> HTTPResponse:
    return html(views.sign_in_page(openid=True, trouble=words))


def _words(trouble: SparekeyError) -> str:
    logger.warning("an agent could not sign in: %s", trouble)
    if isinstance(trouble, OpenIdRefused):
        return notice_words("sign_in_refused")
    return trouble_words(trouble) if isinstance(trouble, OpenIdUnreachable) else notice_words("sign_in_not_set_up")
