"""The NLU component that finds the facts stated in a message (bot.hearing.facts) and hands them on, as entities too."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.hearing.facts import FactFinder, Finding, read_patterns
from bot.hearing.sieve import Sieve
from bot.phone.numbers import country_in
from bot.runtime.stated import AT_LENGTH, STATED, names_of, stated_in

_FILE, _SIEVE = "patterns.json", "sieve.json"


# As a featurizer it reads the training data as well, before the classifier learns from them.
@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=True,
)
class FactExtractor(GraphComponent):
    """
    Facts as entities, with their values, from patterns that are read once in training.

    The patterns travel inside the model, so that a model says the same wherever it runs, and with them what letters
    they need: to read that from them anew would make every start two seconds longer.
    """

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, patterns: dict[str, Any], sieve: Sieve | None = None
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._patterns = patterns
        self._finder = FactFinder.from_patterns(patterns, sieve)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"patterns": "data/facts"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactExtractor:
        return cls(model_storage, resource, read_patterns(Path(config["patterns"]), compile_all=True))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FactExtractor:
        with model_storage.read_from(resource) as folder:
            patterns = json.loads((folder / _FILE).read_text("utf-8"))
            sieve = Sieve.kept_in(json.loads((folder / _SIEVE).read_text("utf-8")))
        return cls(model_storage, resource, patterns, sieve)

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the patterns in the model."""
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(self._patterns), "utf-8")
            (folder / _SIEVE).write_text(json.dumps(self._finder.sieve.kept()), "utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Mark each sentence with what it states, for the classifier to learn from; where it counts, in long ones."""
        examples = [example for example in training_data.intent_examples if len(example.get(TEXT) or "") >= AT_LENGTH]
        stated = stated_in([example.get(TEXT) for example in examples], self._finder)
        for example, facts in zip(examples, stated, strict=True):
            example.set(STATED, facts)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the facts found to each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = self._finder.find(text)
            message.set(STATED, names_of(found))
            message.set(ENTITIES, [*message.get(ENTITIES, []), *_entities(text, found)], add_to_output=True)
        return messages


def _entities(text: str, found: Iterable[Finding]) -> list[dict[str, Any]]:
    entities: list[dict[str, Any]] = [
        {"entity": f.fact, "value": f.value, "start": f.start, "end": f.end, "extractor": "FactExtractor"}
        for f in found
    ]
    country = country_in(text)
    if country:
        entities.append({"entity": "country", "value": country, "start": 0, "end": 0, "extractor": "FactExtractor"})
    return entities
