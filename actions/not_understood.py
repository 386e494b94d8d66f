"""Ask again, then offer the menu, then a human."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import no_further
from bot.talk.turn import Reply, Turn


class ActionNotUnderstood(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return no_further.not_understood(turn)
