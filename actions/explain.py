"""Say why a question is asked or a step is needed."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import explaining
from bot.talk.turn import Reply, Turn


class ActionExplain(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return explaining.explain(turn)
