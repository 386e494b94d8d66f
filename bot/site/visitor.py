"""Who a request comes from: a conversation that the server named, in a cookie that nobody else can make."""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass

from bot.keys import Keys

#: How long a conversation may rest, in seconds: 30 days.
IDLE_LIFE = 30 * 24 * 3600
#: A clock may be set back by so much before a cookie counts as made up.
_AHEAD = 300
_COOKIE = re.compile(r"([A-Za-z0-9_-]{32})\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class Visitors:
    """
    Names conversations, and knows them again.

    A cookie is the name (192 random bits), when it was last used, and a seal over both; what a form
    carries is bound to the name, and worth nothing in another conversation.
    """

    keys: Keys

    def new(self) -> str:
        """Name a conversation that nobody can guess."""
        return self.keys.new_token()

    def cookie(self, conversation: str, now: float) -> str:
        """Give what the browser keeps for this conversation."""
        kept = f"{conversation}.{int(now)}"
        return f"{kept}.{self._seal('site cookie', kept)}"

    def conversation_in(self, cookie: str | None, now: float) -> str | None:
        """Give the conversation of a cookie; None for one that is edited, made up, or idle for 30 days."""
        parts = _COOKIE.fullmatch(cookie or "")
        if parts is None:
            return None
        conversation, used, seal = parts.groups()
        if not hmac.compare_digest(seal, self._seal("site cookie", f"{conversation}.{used}")):
            return None
        return conversation if -_AHEAD <= now - int(used) < IDLE_LIFE else None

    def form_token(self, conversation: str) -> str:
        """Give what a form of this conversation has to carry."""
        return self._seal("site form", conversation)

    def is_form_of(self, conversation: str, token: str) -> bool:
        """Tell whether a form was rendered for this conversation."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.form_token(conversation).encode())

    def _seal(self, purpose: str, text: str) -> str:
        return base64.urlsafe_b64encode(self.keys.digest(purpose, text)).decode("ascii").rstrip("=")
