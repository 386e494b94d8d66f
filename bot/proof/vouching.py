"""An agent who verified somebody out of band vouches for them, in one conversation and for a while (R15, R18)."""

from __future__ import annotations

from collections.abc import Callable

from bot.directory.names import is_named
from bot.errors import VouchingRefused
from bot.proof import conversations, failures
from bot.proof.conversations import Conversation
from bot.proof.equipment import Equipment
from bot.proof.rules import CHANGE_METHODS, OUT_OF_BAND, PROOF_HOLDS, Proof

IsAgent = Callable[[str], bool]


def nobody(agent: str) -> bool:
    """Without a desk there are no agents."""
    return False


class Vouching:
    """Records what agents verified. `is_agent` tells who is one: the server knows, never a conversation (R18)."""

    def __init__(self, equipment: Equipment, is_agent: IsAgent) -> None:
        self._with = equipment
        self._is_agent = is_agent

    def vouch(self, conversation_id: str, person_id: str, agent: str, how: str, now: float) -> None:
        """
        Record that this agent verified the person whom this conversation is about, in a way of `OUT_OF_BAND`.

        Wrong codes for the account are forgiven with that. Raises `VouchingRefused` when the agent is
        none, vouches for themselves, asked questions instead, or means somebody else.
        """
        with self._with.engine.begin() as connection:
            conversation = conversations.find(connection, conversation_id)
            refusal = self._refusal(conversation, person_id, agent, how)
            if conversation and conversation.sign_in_name and refusal is None:
                failures.forgive(connection, self._with.account_of(conversation.sign_in_name))
                until = now + PROOF_HOLDS
                proof = Proof("agent", how, None, person_id, CHANGE_METHODS, conversation_id, now, until, by=agent)
                conversations.add_proof(connection, proof)
            what, result = ("refused", refusal) if refusal else ("agent_verified", how)
            # Who says to be an agent and is none is not named as one.
            who = f"agent {agent}" if self._is_agent(agent) else "person"
            note = self._with.notes.write
            note(connection, conversation, what, result, now, who=who, person_id=person_id, why=CHANGE_METHODS)
        if refusal:
            raise VouchingRefused(refusal.replace("_", " "))

    def _refusal(self, conversation: Conversation | None, person_id: str, agent: str, how: str) -> str | None:
        if not self._is_agent(agent):
            return "not_an_agent"
        if how not in OUT_OF_BAND:
            return "not_out_of_band"
        if conversation is None or conversation.person_id is None or conversation.person_id != person_id:
            return "not_the_person_of_this_conversation"
        if is_named(agent, person_id, conversation.sign_in_name):
            return "nobody_vouches_for_themselves"
        return None
