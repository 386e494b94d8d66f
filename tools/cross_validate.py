"""`make thresholds`: how often the problem is right, asked or wrong on our own sentences, for each way to doubt."""

from __future__ import annotations

import itertools
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from own_sentences import folds, sentences  # noqa: E402

from bot.case import DANGEROUS_PROBLEMS, PROBLEMS  # noqa: E402
from bot.hearing.facts import FactFinder, read_patterns  # noqa: E402
from bot.runtime.close_reading import CloseReading  # noqa: E402
from bot.runtime.doubt import HonestDoubt  # noqa: E402
from bot.runtime.intent_classifier import NAMES_ANOTHER  # noqa: E402
from bot.runtime.intent_model import IntentModel  # noqa: E402
from bot.runtime.stated import stated_in  # noqa: E402
from bot.runtime.weighing import FactsWeigh  # noqa: E402
from bot.written import mapping_in  # noqa: E402

TEACH = ROOT / "tools/adapt_encoder.py"
#: The fifth of the sentences that is measured on: teaching the encoder anew takes a quarter of an hour for each.
FOLD = 0
#: So many readings of a message come out of the classifier.
RANKED = 10


def messages_held_out() -> tuple[list[Message], list[str]]:
    """
    Give one fifth of the sentences as the pipeline hears them before it doubts, and the intent that each has.

    Neither the model nor the encoder has seen them.
    """
    texts, intents, lookups = sentences()
    learnt_from, measured_on = folds(texts, intents)[FOLD]
    finder = FactFinder.from_patterns(read_patterns(ROOT / "data/facts"))
    with tempfile.TemporaryDirectory() as folder:
        adapter = Path(folder) / "adapter.npz"
        subprocess.run([sys.executable, TEACH, "--fold", str(FOLD), "--out", adapter], check=True)
        said, meant = ([row[place] for place in learnt_from] for row in (texts, intents))
        told = stated_in(said, finder)
        model = IntentModel.learn(said, meant, lookups, close_reading=CloseReading([adapter]), stated=told)
    weighing = FactsWeigh(settings_of("bot.runtime.weighing.FactsWeigh"))
    messages = []
    asked = [texts[place] for place in measured_on]
    for place, likely in zip(measured_on, model.likelihoods(asked, stated_in(asked, finder)), strict=True):
        message = Message({TEXT: texts[place]})
        ranking = [{"name": model.intents[at], "confidence": float(likely[at])} for at in np.argsort(-likely)[:RANKED]]
        message.set(NAMES_ANOTHER, model.names_another(texts[place]))
        message.set(INTENT, ranking[0])
        message.set(INTENT_RANKING_KEY, ranking)
        message.set(ENTITIES, [{"entity": found.fact, "value": found.value} for found in finder.find(texts[place])])
        messages += weighing.process([message])
    return messages, [intents[place] for place in measured_on]


def settings_of(component: str) -> dict[str, Any]:
    """Give what config.yml sets for this component."""
    return next(entry for entry in mapping_in(ROOT / "config.yml")["pipeline"] if entry["name"] == component)


def figures_of(messages: list[Message], intents: list[str], doubt: HonestDoubt) -> list[float]:
    """Give how many of the problems are heard right, asked about, wrong, and dangerously wrong: shares of 1."""
    outcomes: Counter[str] = Counter()
    for message, intent in zip(messages, intents, strict=True):
        if intent in PROBLEMS:
            asked = doubt._should_fallback(message)
            right = message.get(INTENT)["name"] == intent
            outcomes["asked" if asked else "right" if right else "wrong"] += 1
            outcomes["dangerous"] += not asked and not right and intent in DANGEROUS_PROBLEMS
    whole = outcomes["right"] + outcomes["asked"] + outcomes["wrong"]
    return [outcomes[name] / whole for name in ("right", "asked", "wrong", "dangerous")]


def main() -> None:
    messages, intents = messages_held_out()
    usual = {**HonestDoubt.get_default_config(), **settings_of("bot.runtime.doubt.HonestDoubt")}
    print(f"{len(intents)} sentences, {sum(intent in PROBLEMS for intent in intents)} of them problems")
    print("threshold  of_problems  compromised  other_company   right  asked  wrong  dangerous (of the problems)")
    for numbers in itertools.product((0.3, 0.4, 0.5), (0.1, 0.15, 0.2, 0.25, 0.3), (0.05, 0.1, 0.15), (0.05, 0.1, 0.2)):
        threshold, of_problems, *dangerous = numbers
        config = {"threshold": threshold, "ambiguity_of_problems": of_problems}
        doubt = HonestDoubt({**usual, **config, "dangerous": dict(zip(DANGEROUS_PROBLEMS, dangerous, strict=True))})
        told = "  ".join(f"{figure:.3f}" for figure in figures_of(messages, intents, doubt))
        print(f"{threshold:9} {of_problems:12} {dangerous[0]:12} {dangerous[1]:13}   {told}")


if __name__ == "__main__":
    main()
