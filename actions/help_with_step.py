"""Help with the step at which somebody is stuck."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionHelpWithStep(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.stuck(turn)
