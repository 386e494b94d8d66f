"""Writes to the audit what happened in a conversation: about whom, and from where."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.audit import Audit
from bot.keys import Keys
from bot.proof.conversations import Conversation

#: Who acted, as the audit calls them.
PERSON = "person"
ASSISTANT = "assistant"


class Notes:
    """The audit, as this room writes to it. A conversation is named by a digest: its id opens it."""

    def __init__(self, audit: Audit, keys: Keys) -> None:
        self._audit = audit
        self._keys = keys

    def write(
        self,
        connection: Connection,
        conversation: Conversation | None,
        what: str,
        result: str,
        now: float,
        *,
        who: str = PERSON,
        person_id: str | None = None,
        why: str | None = None,
    ) -> None:
        """Write a row in this transaction; without a conversation, who it was about is not known."""
        self._audit.write(
            connection,
            now=now,
            who=who,
            what=what,
            result=result,
            person_id=person_id,
            for_whom=conversation.sign_in_name if conversation else None,
            why=why,
            from_where=self._place_of(conversation) if conversation else None,
        )

    def _place_of(self, conversation: Conversation) -> str:
        name = f"conversation {self._keys.digest('conversation', conversation.id).hex()[:16]}"
        return f"{conversation.address}, {name}" if conversation.address else name
