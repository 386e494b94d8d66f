"""The sentences that we train on, as tools read them, and how they are parted to measure on some of them."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.written import mapping_in  # noqa: E402


def sentences() -> tuple[list[str], list[str], tuple[tuple[str, ...], ...]]:
    """Give the sentences of data/nlu, the intent of each, and the names of each lookup table."""
    texts, intents, lookups = [], [], []
    for file in sorted((ROOT / "data/nlu").rglob("*.yml")):
        for entry in mapping_in(file)["nlu"]:
            lines = [line.strip()[2:].strip() for line in entry["examples"].splitlines() if line.strip()]
            if "lookup" in entry:
                lookups.append(tuple(lines))
            else:
                texts += lines
                intents += [entry["intent"]] * len(lines)
    return texts, intents, tuple(lookups)


def folds(texts: list[str], intents: list[str]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Give five ways to part the sentences: the places of those to learn from, and of those to measure on."""
    return list(StratifiedKFold(5, shuffle=True, random_state=7).split(texts, np.array(intents)))
