"""Whether a conversation proved enough, asked by those who change something: they never judge that themselves."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.engine import Engine

from bot.database.engine import reading
from bot.directory.people import Person
from bot.proof import conversations
from bot.proof.rules import allows


def proved_in(engine: Engine, purpose: str) -> Callable[[Person, str, float], bool]:
    """Give what tells whether a person proved enough for this purpose, in a conversation, at a time in seconds."""

    def proved(person: Person, conversation_id: str, now: float) -> bool:
        with reading(engine) as connection:
            proofs = conversations.proofs_of(connection, conversation_id)
        return allows(purpose, person, proofs, now, conversation_id=conversation_id)

    return proved
