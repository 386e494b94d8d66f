"""Give the summary for a human."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionHandOver(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.hand_over(turn)
