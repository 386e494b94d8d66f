"""Say the whole guide at once."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionShowAllSteps(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.show_all_steps(turn)
