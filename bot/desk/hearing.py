"""What an agent types of what the caller says, heard without the model; the words are kept nowhere."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.hearing.facts import FactFinder, read_patterns
from bot.hearing.message import Message
from bot.phone.numbers import country_in
from bot.privacy import mask

_PATTERNS = Path(__file__).parents[2] / "data" / "facts"


def found_in(words: str) -> Message:
    """Give the facts and details in these words; secrets are taken out first."""
    masked = mask(words)
    found = [(finding.fact, finding.value) for finding in _finder().find(masked)]
    country = country_in(masked)
    return Message(None, (*found, *((("country", country),) if country else ())))


@lru_cache(maxsize=1)
def _finder() -> FactFinder:
    return FactFinder.from_patterns(read_patterns(_PATTERNS))
