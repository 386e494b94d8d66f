"""The person is back in: go to what prevents the next lockout."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionProblemSolved(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.solved(turn)
