"""Who sent a request to the site, as far as the server itself can tell: by a cookie of ours, and by its origin."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property

from sanic import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.back_office import BackOffice
from bot.errors import DatabaseUnavailable, KeyUnusable
from bot.keys import SIZE, Keys
from bot.left import LeftTalks
from bot.settings import Settings
from bot.site.visitor import IDLE_LIFE, Visitors

logger = logging.getLogger(__name__)

#: So many talks that were left are remembered in memory.
_LEFT_REMEMBERED = 10_000
#: The field of a form that carries the conversation where cookies do not go.
TALK = "talk"
#: What opens beside the frame, as a page of its own.
_BESIDE = ("/sheet", "/keep")


class Visits:
    """Reads and writes the cookie of a conversation. `office` gives what is behind it, `now` the seconds since 1970."""

    def __init__(
        self, office: Callable[[], BackOffice | None], settings: Settings, now: Callable[[], float] = time.time
    ) -> None:
        self.office = office
        self.now = now
        self._settings = settings
        self._is_https = settings.address().startswith("https://")
        # Over https the browser itself makes sure that nobody else on the domain sets this cookie.
        self._cookie = "__Host-sparekey" if self._is_https else "sparekey"
        self._framed_cookie = "__Host-sparekey-framed"
        self._origins = _origins(settings)
        #: Where the database fails, or there is none.
        self._left: set[str] = set()

    @property
    def visitors(self) -> Visitors:
        """Give what names conversations, with the key of the installation."""
        behind = self.office()
        return Visitors(behind.keys if behind else self._own_keys)

    @property
    def settings(self) -> Settings:
        """Give the settings that what is behind the conversation goes by."""
        behind = self.office()
        return behind.settings if behind else self._settings

    def conversation_of(self, request: Request) -> str | None:
        """Give the conversation of a request; None for a new visitor, or a cookie that is not worth anything."""
        cookie = request.cookies.get(self._framed_cookie if is_framed(request) else self._cookie)
        conversation = self.visitors.conversation_in(form_of(request).get(TALK) or cookie, self.now())
        return None if conversation is None or self._was_left(conversation) else conversation

    def conversation_or_new(self, request: Request) -> str:
        """Give the conversation of a request, or the name of a new one."""
        return self.conversation_of(request) or self.visitors.new()

    def leave(self, conversation: str) -> None:
        """End a talk: no cookie opens it any more, what was proved in it is forgotten, and its page is closed (R39)."""
        behind = self.office()
        if behind:
            try:
                LeftTalks(behind.engine, behind.keys).leave(conversation, self.now())
                behind.forget(conversation)
                return
            except (SQLAlchemyError, DatabaseUnavailable):
                logger.exception("a talk that was left is known to be so in this process alone")
        while len(self._left) >= _LEFT_REMEMBERED:
            self._left.pop()
        self._left.add(conversation)

    def _was_left(self, conversation: str) -> bool:
        behind = self.office()
        if conversation in self._left or behind is None:
            return conversation in self._left
        try:
            return LeftTalks(behind.engine, behind.keys).was_left(conversation)
        except SQLAlchemyError:
            return False

    def remembered(self, request: Request, reply: HTTPResponse, conversation: str) -> HTTPResponse:
        """
        Let the browser keep the conversation from now on.

        In a frame on another site only over https, for that site alone; else the forms of the page carry it.
        """
        kept = self.visitors.cookie(conversation, self.now())
        usual = f"{kept}; Path=/; Max-Age={IDLE_LIFE}; HttpOnly"
        if not is_framed(request):
            secure = "; Secure" if self._is_https else ""
            reply.headers.add("Set-Cookie", f"{self._cookie}={usual}; SameSite=Lax{secure}")
        elif self._is_https:
            reply.headers.add("Set-Cookie", f"{self._framed_cookie}={usual}; SameSite=None; Secure; Partitioned")
        return reply

    def carried(self, request: Request, conversation: str) -> str | None:
        """Give what the forms of a page in a frame carry in the place of a cookie; None for a page of its own."""
        return self.visitors.cookie(conversation, self.now()) if is_framed(request) else None

    def framed_headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Let those sites show the page in a frame that may; without any, none."""
        sites = " ".join(self._settings.framed_by) or "'none'"
        policy = headers["Content-Security-Policy"].replace("frame-ancestors 'none'", f"frame-ancestors {sites}")
        return {**headers, "Content-Security-Policy": policy}

    def is_from_here(self, request: Request) -> bool:
        """Tell whether a form came from a page of ours, as far as the browser says where it came from."""
        origin, where = request.headers.get("origin"), request.headers.get("sec-fetch-site")
        if origin not in (None, "null"):
            return origin in self._origins
        return where in ("same-origin", "none") or (origin is None and where is None)

    @cached_property
    def _own_keys(self) -> Keys:
        """
        Where nobody is looked up, cookies still need a key: the installation's, or else one for this process.

        None is made beside a database that was written with another.
        """
        if self._settings.key_file.exists() or not self._settings.own_database.exists():
            with suppress(KeyUnusable, OSError):
                return Keys.from_file(self._settings.key_file)
        return Keys(secrets.token_bytes(SIZE))


def is_framed(request: Request) -> bool:
    """Tell whether this is about the page in a frame; what it opens beside itself is a page of its own."""
    return str(request.path) == "/framed" or (TALK in form_of(request) and str(request.path) not in _BESIDE)


def address_of(request: Request) -> str:
    """Give the address that a request comes from: behind proxies of ours, as they tell it."""
    return str(request.remote_addr or request.ip)


def form_of(request: Request) -> dict[str, str]:
    """Read a form; what is none, or broken, is an empty one."""
    with suppress(Exception):
        return {name: str(values[0]) for name, values in (request.form or {}).items()}
    return {}


def _origins(settings: Settings) -> frozenset[str]:
    if settings.public_url:
        return frozenset({"/".join(settings.public_url.split("/")[:3])})
    return frozenset({f"http://127.0.0.1:{settings.port}", f"http://localhost:{settings.port}"})
