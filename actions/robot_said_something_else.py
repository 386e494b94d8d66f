"""Find the words for what the phone robot really said."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionRobotSaidSomethingElse(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.something_else(turn)
