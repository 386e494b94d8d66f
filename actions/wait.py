"""Leave a person the time that they ask for."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionWait(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.wait(turn)
