"""Send a second code, to a contact of another channel, so that something may be changed."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.back_office import BackOffice
from bot.talk import look_up
from bot.talk.turn import Known, Reply, Turn


class ActionSendSecondCode(TalkAction):
    async def learn(self, office: BackOffice, turn: Turn, conversation_id: str) -> Known:
        return await office.send_second_code(conversation_id, turn.case)

    def move(self, turn: Turn) -> Reply:
        return look_up.second_code(turn)
