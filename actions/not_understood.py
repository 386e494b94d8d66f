"""Ask again, then offer the menu, then a human."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionNotUnderstood(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.not_understood(turn)
