"""Forget the case and begin anew."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionStartOver(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.start_over(turn)
