"""Say what a word of the field means."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import explaining
from bot.talk.turn import Reply, Turn


class ActionExplainTerm(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return explaining.explain_term(turn)
