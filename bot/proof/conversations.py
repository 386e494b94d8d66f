"""What the server knows of a conversation, whatever its client says: who it is about, whether it waits for a code."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from bot.database.tables import codes, conversations, proofs
from bot.directory.people import Person
from bot.proof.codes import WINDOW, Outcome
from bot.proof.rules import DAY, Proof

#: After this many seconds without a look-up a conversation is forgotten, should nobody have ended it: at the next
#: look-up of anybody, or when the errands of the hour come round.
KEPT = DAY


@dataclass(frozen=True)
class Conversation:
    """
    A conversation that asked for a code; see `bot.database.tables.conversations`.

    `account` stands for the sign-in name as it was typed. `person_id` is None unless the directory knows it.
    """

    id: str
    address: str | None
    account: str
    sign_in_name: str | None
    person_id: str | None
    begun_at: float
    expects_code_until: float | None
    last_outcome: str | None


def find(connection: Connection, conversation_id: str) -> Conversation | None:
    """Give what is known of this conversation; None when it never asked for a code, or was forgotten."""
    row = connection.execute(select(conversations).where(conversations.c.id == conversation_id)).one_or_none()
    return Conversation(**row._mapping) if row else None


def begin(
    connection: Connection,
    conversation_id: str,
    account: str,
    sign_in_name: str | None,
    address: str | None,
    now: float,
) -> Conversation:
    """Note that a conversation is about this account from now on; who it was about before is forgotten."""
    before = find(connection, conversation_id)
    is_same = before is not None and before.account == account
    conversation = Conversation(
        id=conversation_id,
        address=address or (before.address if before else None),
        account=account,
        sign_in_name=before.sign_in_name if before and is_same else sign_in_name,
        person_id=before.person_id if before and is_same else None,
        begun_at=now,
        expects_code_until=now + WINDOW,
        last_outcome=None,
    )
    values = vars(conversation)
    row = insert(conversations).values(values).on_conflict_do_update(index_elements=["id"], set_=values)
    connection.execute(row)
    return conversation


def expect_code(connection: Connection, conversation_id: str, now: float) -> None:
    """Wait for another code from now on; what became of the last one is forgotten."""
    values = {"begun_at": now, "expects_code_until": now + WINDOW, "last_outcome": None}
    connection.execute(conversations.update().where(conversations.c.id == conversation_id).values(values))


def name(connection: Connection, conversation_id: str, person: Person | None) -> None:
    """Note whom the directory knows by the name that was typed, or that it knows nobody."""
    values = {"person_id": person.id, "sign_in_name": person.sign_in_name} if person else {"person_id": None}
    connection.execute(conversations.update().where(conversations.c.id == conversation_id).values(values))


def note_outcome(connection: Connection, conversation_id: str, outcome: Outcome) -> None:
    """Note what became of the code that was entered last; after a right one none is waited for."""
    values: dict[str, object] = {"last_outcome": outcome.value}
    if outcome is Outcome.right:
        values["expects_code_until"] = None
    connection.execute(conversations.update().where(conversations.c.id == conversation_id).values(values))


def add_proof(connection: Connection, proof: Proof) -> None:
    """Keep a proof with its conversation."""
    connection.execute(proofs.insert().values(vars(proof)))


def proofs_of(connection: Connection, conversation_id: str) -> list[Proof]:
    """Give the proofs of a conversation, those that expired too: the rules say what still holds."""
    columns = [column for column in proofs.c if column.name != "id"]
    rows = connection.execute(select(columns).where(proofs.c.conversation_id == conversation_id).order_by(proofs.c.id))
    return [Proof(**row._mapping) for row in rows]


def take_back(connection: Connection, conversation_id: str, channels: Collection[str]) -> bool:
    """Let codes that went by these channels prove nothing any more; give whether one had."""
    theirs = (proofs.c.conversation_id == conversation_id, proofs.c.channel.in_(channels))
    return bool(connection.execute(proofs.delete().where(*theirs)).rowcount)


def about(connection: Connection, person_id: str, is_called: Callable[[str], bool]) -> list[str]:
    """Name the conversations about this person, by id, or by a sign-in name that `is_called` knows."""
    rows = connection.execute(select(conversations.c.id, conversations.c.person_id, conversations.c.sign_in_name))
    return [row.id for row in rows if row.person_id == person_id or is_called(row.sign_in_name or "")]


def forget(connection: Connection, conversation_id: str) -> None:
    """Let nothing of a conversation outlive it: no code, no proof, no name. What was counted stays counted."""
    connection.execute(codes.delete().where(codes.c.conversation_id == conversation_id))
    connection.execute(proofs.delete().where(proofs.c.conversation_id == conversation_id))
    connection.execute(conversations.delete().where(conversations.c.id == conversation_id))


def forget_old(connection: Connection, now: float) -> None:
    """Forget the conversations that nobody ended."""
    old = select(conversations.c.id).where(conversations.c.begun_at < now - KEPT)
    for conversation_id in connection.execute(old).scalars().all():
        forget(connection, conversation_id)
