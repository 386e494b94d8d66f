"""The NLU component that reads likely facts out of a long text in which no pattern heard them."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, ENTITY_ATTRIBUTE_TYPE, INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.runtime.in_english import may_be_english
from bot.runtime.likely_facts import SETTINGS, LikelyFacts

#: What `other_methods` is called when a text says that nothing else works.
_NO_METHOD = "none"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class FactReader(GraphComponent):
    """
    Facts as entities named `likely_...`: a case takes one only where nothing was said (bot/hearing/taking_in.py).

    Learns from the examples of data/nlu/posts, which have what they state beside them. `sure` says for each fact how
    likely a value must be; a text of fewer letters than `long_enough` is an answer, and left to the patterns. So is a
    text about one of `not_about`, where no account of the writer is locked: what such posts state was not learnt.
    """

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, facts: LikelyFacts | None = None
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._facts = facts

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**SETTINGS, "sure": {}, "long_enough": 80, "not_about": []}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactReader:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FactReader:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LikelyFacts.kept_in(folder, config))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples that have facts beside them, and keep what was learnt in the model."""
        texts, stated = [], []
        for example in training_data.intent_examples:
            beside = (example.get("metadata") or {}).get("example") or {}
            if "facts" in beside:
                texts.append(example.get(TEXT))
                stated.append(beside["facts"])
        with self._model_storage.write_to(self._resource) as folder:
            LikelyFacts.learn(texts, stated, self._config).keep(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add to each message the likely facts of which it states nothing so far."""
        for message in messages:
            text, entities = message.get(TEXT) or "", message.get(ENTITIES) or []
            if len(text) >= self._config["long_enough"] and self._is_of_the_writer(message) and may_be_english(text):
                stated = {entity[ENTITY_ATTRIBUTE_TYPE] for entity in entities}
                message.set(ENTITIES, [*entities, *self._likely(text, stated)], add_to_output=True)
        return messages

    def _is_of_the_writer(self, message: Message) -> bool:
        return (message.get(INTENT) or {}).get(INTENT_NAME_KEY) not in self._config["not_about"]

    def _likely(self, text: str, stated: set[str]) -> list[dict[str, Any]]:
        facts = self._facts.of(text) if self._facts else {}
        return [
            {
                "entity": f"likely_{fact}",
                "value": _NO_METHOD if value == [] else value,
                "start": 0,
                "end": 0,
                "confidence_entity": likely,
                "extractor": "FactReader",
            }
            for fact, (value, likely) in facts.items()
            if likely >= self._config["sure"].get(fact, 1.0) and not stated & {fact, f"likely_{fact}"}
        ]
