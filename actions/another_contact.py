"""Send the code to another contact."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import look_up
from bot.talk.turn import Reply, Turn


class ActionAnotherContact(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return look_up.another_contact(turn)
