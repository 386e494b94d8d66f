"""The NLU component that tells what a message is about (bot/runtime/intent_model.py does the telling)."""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.runtime.intent_model import SETTINGS, IntentModel
from bot.runtime.stated import STATED, Stated

#: What a message is marked with: whether it names another company, or another company's app.
NAMES_ANOTHER = "names_another"

_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MeaningClassifier(GraphComponent, IntentClassifier):
    """The intent of a message, and the ten likeliest; docs/decisions/0007-one-classifier.md says why it is ours."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return dict(SETTINGS)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MeaningClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MeaningClassifier:
        """Take up what was learnt, and load the encoders now, so that nobody waits for it at the first message."""
        with model_storage.read_from(resource) as folder:
            model = IntentModel.kept_in(folder, config)
        model.load_encoders()
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples and the lookup tables, and keep what was learnt in the model."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        lookups = tuple(tuple(table["elements"]) for table in training_data.lookup_tables)
        texts, intents = [e.get(TEXT) for e in examples], [e.get(INTENT) for e in examples]
        stated = [example.get(STATED, ()) for example in examples]
        self._model = IntentModel.learn(texts, intents, lookups, self._config, stated=stated)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.keep(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add to each message what it is most likely about, the ten likeliest, and whether it names another company."""
        texts = [message.get(TEXT) or "" for message in messages]
        stated = [message.get(STATED, ()) for message in messages]
        for message, text, ranking in zip(messages, texts, self._rankings(texts, stated), strict=True):
            message.set("intent", ranking[0] if ranking else _intent(None, 0.0), add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set(NAMES_ANOTHER, self._model is not None and self._model.names_another(text))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def _rankings(self, texts: list[str], stated: list[Stated]) -> list[list[dict[str, Any]]]:
        """Give for each text the ten likeliest intents; nothing for one that says nothing."""
        rankings: list[list[dict[str, Any]]] = [[] for _ in texts]
        says = [place for place, text in enumerate(texts) if _says_something(text)]
        if self._model is not None and says:
            rows = self._model.likelihoods([texts[place] for place in says], [stated[place] for place in says])
            for place, likely in zip(says, rows, strict=True):
                best = np.argsort(-likely)[:_RANKED]
                rankings[place] = [_intent(self._model.intents[one], float(likely[one])) for one in best]
        return rankings


def _says_something(text: str) -> bool:
    """Tell whether there is a letter, a digit or a picture in it: dots alone are no yes."""
    return any(unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "So" for char in text)


def _intent(name: str | None, confidence: float) -> dict[str, Any]:
    return {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}
