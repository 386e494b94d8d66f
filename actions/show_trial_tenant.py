"""Give the other road: the ticket from a trial tenant."""

from __future__ import annotations

from actions.bridge import TalkAction
from bot.talk import for_administrators
from bot.talk.turn import Reply, Turn


class ActionShowTrialTenant(TalkAction):
    def move(self, turn: Turn) -> Reply:
        return for_administrators.show_trial_tenant(turn)
