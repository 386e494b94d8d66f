"""Codes with which somebody carries on elsewhere: nobody's name is in one, each opens once, and for thirty days."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Engine

from bot.database.site import resume_codes
from bot.keys import Keys
from bot.proof.throttle import LIMITS, MINUTE, Limit, Throttle

#: How long a code may wait, in seconds: 30 days, as long as a conversation may rest.
HOLDS = 30 * 24 * 3600
#: Letters that are not taken for one another or for digits, and that make no words.
LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
#: Thirty letters of twenty are 129 bits: NIST SP 800-63B-4, 4.6 asks for 112 where no name is given.
GROUPS, GROUP = 6, 5

#: 129 bits need no limit; who tries so often has none of ours.
TRIED, _TRIES = "resume_code_from_address", Limit(10, 15 * MINUTE, "nobody mistypes one code that often")

Choice = Callable[[str], str]


class ResumeCodes:
    """
    Gives codes and takes them back. What is kept is a digest that nobody makes without the key.

    `choice` draws one letter of many. Raises `sqlalchemy.exc.DatabaseError` when the database cannot be used.
    """

    def __init__(self, engine: Engine, keys: Keys, choice: Choice = secrets.choice) -> None:
        self._engine = engine
        self._keys = keys
        self._choice = choice
        self._throttle = Throttle(engine, keys, {**LIMITS, TRIED: _TRIES})

    def give(self, conversation_id: str, now: float) -> str:
        """Give a code for this conversation; the one that it had before opens nothing any more."""
        code = "-".join("".join(self._choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
        row = {"conversation_id": conversation_id, "digest": self._digest(code), "expires_at": now + HOLDS}
        with self._engine.begin() as connection:
            connection.execute(delete(resume_codes).where(resume_codes.c.expires_at <= now))
            connection.execute(insert(resume_codes).values(row).on_conflict_do_update(["conversation_id"], set_=row))
        return code

    def may_try(self, address: str, now: float) -> bool:
        """Tell whether one more code may be tried from this address, and count it if so."""
        return self._throttle.allow(TRIED, address, now)

    def take(self, typed: str, now: float) -> str | None:
        """Give the conversation of a code, and use it up; None for one that opens nothing."""
        theirs = (resume_codes.c.digest == self._digest(typed), resume_codes.c.expires_at > now)
        with self._engine.begin() as connection:
            found = select(resume_codes.c.conversation_id).where(*theirs)
            conversation: str | None = connection.execute(found).scalar_one_or_none()
            connection.execute(delete(resume_codes).where(*theirs))
        return conversation

    def _digest(self, typed: str) -> bytes:
        """However it is written: small letters and other gaps are the same code."""
        return self._keys.digest("resume code", re.sub(r"[^A-Z]", "", typed.upper()))
