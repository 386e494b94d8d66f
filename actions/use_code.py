"""Say what became of a code, and what it opened."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.back_office import BackOffice
from bot.talk import look_up
from bot.talk.turn import Known, Reply, Turn


class ActionUseCode(TalkAction):
    async def learn(self, office: BackOffice, turn: Turn, conversation_id: str) -> Known:
        return await office.known(conversation_id, turn.case)

    def move(self, turn: Turn) -> Reply:
        return look_up.use_code(turn)
