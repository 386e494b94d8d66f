"""The NLU component that weighs what a message is about by the facts in it: some readings do not go with some facts."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_TYPE,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class FactsWeigh(GraphComponent, IntentClassifier):
    """
    Make readings less likely that seldom go with a fact that the message states.

    `less_likely` gives for a fact, whatever its value, which intents are that much less likely (0 to 1) where it is
    stated. The likelihoods sum up to what they did before, so that doubt is measured as ever.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._less_likely: dict[str, dict[str, float]] = config["less_likely"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"less_likely": {}}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactsWeigh:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Weigh the ranking of each message anew, and take its likeliest reading for what it is about."""
        for message in messages:
            stated = {entity[ENTITY_ATTRIBUTE_TYPE] for entity in message.get(ENTITIES) or []}
            shares = {name: share for fact in stated for name, share in self._less_likely.get(fact, {}).items()}
            ranking = message.get(INTENT_RANKING_KEY) or []
            if any(reading[INTENT_NAME_KEY] in shares for reading in ranking):
                weighed = _weighed(ranking, shares)
                message.set(INTENT, weighed[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, weighed, add_to_output=True)
        return messages


def _weighed(ranking: list[dict[str, Any]], shares: dict[str, float]) -> list[dict[str, Any]]:
    likely = {reading[INTENT_NAME_KEY]: reading[PREDICTED_CONFIDENCE_KEY] for reading in ranking}
    less = {name: confidence * shares.get(name, 1.0) for name, confidence in likely.items()}
    whole = sum(likely.values()) / sum(less.values())
    return [
        {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence * whole}
        for name, confidence in sorted(less.items(), key=lambda reading: -reading[1])
    ]
