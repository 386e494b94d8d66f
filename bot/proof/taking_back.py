"""Takes back what codes by phone proved, once the case says that somebody else may have the phone (R12)."""

from __future__ import annotations

from bot.case import Case
from bot.database.engine import reading
from bot.proof import conversations
from bot.proof.equipment import Equipment
from bot.proof.noting import ASSISTANT
from bot.proof.rules import PHONE_CHANNELS, phone_counts


def take_back_by_phone(with_: Equipment, conversation_id: str, case: Case) -> bool:
    """
    Delete the proofs by phone of this conversation, if its case leaves them nothing; give whether there were any.

    Who starts over says nothing of a phone. What is told later brings none of it back: that takes a new code.
    """
    if case.device_event is None or phone_counts(case):
        return False
    with reading(with_.engine) as connection:
        channels = {proof.channel for proof in conversations.proofs_of(connection, conversation_id)}
    if not channels & PHONE_CHANNELS:
        return False
    with with_.engine.begin() as connection:
        conversation = conversations.find(connection, conversation_id)
        taken = conversations.take_back(connection, conversation_id, PHONE_CHANNELS)
        with_.notes.write(connection, conversation, "refused", "proof_taken_back", with_.now(), who=ASSISTANT)
    return taken
