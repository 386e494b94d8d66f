"""The sentences that measure and are never trained: held-out ones, openers in other languages, and typed answers."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

from bot.written import mapping_in
from tools.own_sentences import said_in

HERE = Path(__file__).parent


def held_out() -> list[tuple[str, str]]:
    """Give each held-out sentence with its intent."""
    files = sorted((HERE / "held_out").glob("*.yml"))
    return [
        (sentence, entry["intent"])
        for entry in chain.from_iterable(mapping_in(file)["nlu"] for file in files)
        for sentence in said_in(entry)
    ]


def listed(file: str, name: str) -> Any:
    """Give what a file beside this one holds under this name."""
    return mapping_in(HERE / file)[name]
