"""React to a bare yes."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionAffirm(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.affirm(turn)
