"""Give the whole call as one sheet."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import for_administrators
from bot.talk.turn import Reply, Turn


class ActionShowCallSheet(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return for_administrators.show_sheet(turn)
