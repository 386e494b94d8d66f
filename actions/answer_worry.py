"""Answer what somebody worries about."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import worries
from bot.talk.turn import Reply, Turn


class ActionAnswerWorry(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return worries.answer_worry(turn)
