"""What the database has of a call, and of the account that it is about."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.database.audit import audit
from bot.desk.approvals import Refusal, asked_about, refusal_of
from bot.enrolment.standing import Standing, standing_of
from bot.proof import conversations
from bot.proof.conversations import Conversation
from bot.proof.rules import DAY, Proof


@dataclass(frozen=True)
class OnRecord:
    """
    What is on record; without a person, of the conversation alone.

    `look_ups` counts the calls and talks of a day that asked for the account, `stands` is how its second factor
    stands, `refusal` a second agent's no that holds, `asked_about` the flags that one was asked about in this call.
    """

    conversation: Conversation | None
    proofs: Sequence[Proof] = ()
    look_ups: int = 0
    stands: Standing = field(default_factory=Standing)
    refusal: Refusal | None = None
    asked_about: Collection[str] = ()

    def vouched_after(self, moment: float) -> list[Proof]:
        """Give what agents vouched for of this person after that moment, in seconds, the newest first."""
        person_id = self.conversation.person_id if self.conversation else None
        theirs = (proof for proof in self.proofs if proof.kind == "agent" and proof.person_id == person_id)
        return [proof for proof in theirs if proof.proved_at > moment][::-1]


def on_record(connection: Connection, call_id: str, now: float) -> OnRecord:
    """Give what is on record of this call."""
    conversation = conversations.find(connection, call_id)
    if conversation is None or conversation.person_id is None:
        return OnRecord(conversation)
    person_id = conversation.person_id
    return OnRecord(
        conversation,
        conversations.proofs_of(connection, call_id),
        _look_ups(connection, person_id, now),
        standing_of(connection, person_id),
        refusal_of(connection, person_id, now),
        asked_about(connection, call_id),
    )


def _look_ups(connection: Connection, person_id: str, now: float) -> int:
    """Each row names the call or the talk that asked: whoever asks again in the same one is counted once."""
    c = audit.c
    recent = (c.person_id == person_id) & (c.what == "look_up") & (c.at > now - DAY)
    found = connection.execute(select(c.personal).where(recent)).scalars()
    return len({json.loads(personal)["from_where"] for personal in found})
