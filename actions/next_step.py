"""Note the step as done and say the next one."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import recovery
from bot.talk.turn import Reply, Turn


class ActionNextStep(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return recovery.next_step(turn)
