"""What the patterns hear in a text, without a model, and the case after it."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

from bot.case import Case
from bot.hearing.facts import FactFinder, read_patterns
from bot.hearing.message import Message
from bot.hearing.taking_in import take_in
from bot.talk.turn import Progress

PATTERNS = Path(__file__).parents[3] / "data" / "facts"
TODAY = dt.date(2026, 11, 24)
AT_THE_START = Progress()
LOST = Case(problem="lost_authenticator", account_type="business", device_event="lost")


@lru_cache(maxsize=1)
def finder() -> FactFinder:
    """Give the finder of our own patterns, made when a test first asks: not every worker needs it."""
    return FactFinder.from_patterns(read_patterns(PATTERNS))


def message(text: str, intent: str | None = None) -> Message:
    """Give the message as it is understood: the facts in it, and the intent that a model would have heard."""
    return Message(intent, tuple((finding.fact, finding.value) for finding in finder().find(text)))


def after(text: str, case: Case = LOST, progress: Progress = AT_THE_START, intent: str | None = None) -> Case:
    """Give the case after this message."""
    return take_in(message(text, intent), case, progress, TODAY)[0]
