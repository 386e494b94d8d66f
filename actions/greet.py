"""Greet a newcomer, or welcome somebody back."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import moves
from bot.talk.turn import Reply, Turn


class ActionGreet(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return moves.greet(turn)
