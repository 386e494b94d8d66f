"""Give the summary for a human."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import no_further
from bot.talk.turn import Reply, Turn


class ActionHandOver(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return no_further.hand_over(turn)
