"""Talks that were left: whoever has their cookie, or a copy of it, opens nothing with it any more."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Engine

from bot.database.engine import reading
from bot.database.site import left_talks
from bot.keys import Keys

#: As long as a cookie lives, in seconds; after that it opens nothing anyway.
KEPT = 31 * 24 * 3600


class LeftTalks:
    """Keeps which talks were left, as digests. Raises `sqlalchemy.exc.DatabaseError` when the database fails."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    def leave(self, conversation_id: str, now: float) -> None:
        """Let no cookie open this talk any more."""
        row = {"talk": self._digest(conversation_id), "left_at": now}
        with self._engine.begin() as connection:
            connection.execute(delete(left_talks).where(left_talks.c.left_at <= now - KEPT))
            connection.execute(insert(left_talks).values(row).on_conflict_do_nothing())

    def was_left(self, conversation_id: str) -> bool:
        """Tell whether this talk was left."""
        query = select(left_talks.c.left_at).where(left_talks.c.talk == self._digest(conversation_id))
        with reading(self._engine) as connection:
            return connection.execute(query).first() is not None

    def _digest(self, conversation_id: str) -> bytes:
        return self._keys.digest("left talk", conversation_id)
