"""Ask the next question that matters, or present the way in and its first step."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionGoOn(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.take_up(turn)
