"""Undo the last step or answer."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionGoBack(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.go_back(turn)
