"""Go on with what was stated or answered."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionTakeAnswer(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.take_answer(turn)
