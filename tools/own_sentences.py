"""The sentences that we train on, as tools read them, and how they are parted to measure on some of them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.written import mapping_in  # noqa: E402


def sentences() -> tuple[list[str], list[str], tuple[tuple[str, ...], ...]]:
    """Give the sentences of data/nlu, the intent of each, and the names of each lookup table."""
    texts, intents, lookups = [], [], []
    for file in sorted((ROOT / "data/nlu").rglob("*.yml")):
        for entry in mapping_in(file)["nlu"]:
            said = said_in(entry)
            if "lookup" in entry:
                lookups.append(tuple(said))
            else:
                texts += said
                intents += [entry["intent"]] * len(said)
    return texts, intents, tuple(lookups)


def said_in(entry: Mapping[str, Any]) -> list[str]:
    """Give the sentences of one entry of Rasa's training data: a list in one text, or each with what it states."""
    examples = entry["examples"]
    if isinstance(examples, str):
        return [line.strip()[2:].strip() for line in examples.splitlines() if line.strip()]
    return [example["text"].strip() for example in examples]


def folds(texts: list[str], intents: list[str]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Give five ways to part the sentences: the places of those to learn from, and of those to measure on."""
    from sklearn.model_selection import StratifiedKFold

    return list(StratifiedKFold(5, shuffle=True, random_state=7).split(texts, np.array(intents)))
