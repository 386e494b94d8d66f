"""Say the last question, step or line again."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionRepeat(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.repeat(turn)
