"""Undo the last step or answer."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import taking_back
from bot.talk.turn import Reply, Turn


class ActionGoBack(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return taking_back.go_back(turn)
