"""The NLU component that tells what a message is about, from its words, the pieces of its words, and its meaning."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from joblib import parallel_backend
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from bot.runtime.sentence_encoder import meanings_of

_RANKED = 10
#: How much a name of a lookup table counts beside the words, whose rows have length 1 each.
_WEIGHT_OF_NAMES = 1.0
_NAMES_COUNTED = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MeaningClassifier(GraphComponent, IntentClassifier):
    """
    One logistic regression for each intent, over TF-IDF of words and pieces of words, the sentence's meaning, and
    how many names of each lookup table it holds: a company that no example names is still a company.

    What it learnt is kept as plain numbers and JSON: loading a model runs no code of the model's
    (docs/decisions/0004-one-classifier.md has the comparison with Rasa's own).
    """

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._intents: list[str] = []
        self._vectorizers: list[TfidfVectorizer] = []
        self._lookups: list[list[str]] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._biases = np.zeros(0, dtype=np.float32)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"C": 30.0, "tol": 0.01, "max_iter": 300, "random_state": 7, "seen_at_least": 2}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MeaningClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples, and keep what was learnt in the model."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts, intents = [e.get(TEXT) for e in examples], [e.get(INTENT) for e in examples]
        self._vectorizers = [_words(self._config), _pieces_of_words(self._config)]
        for vectorizer in self._vectorizers:
            vectorizer.fit(texts)
        self._lookups = [list(table["elements"]) for table in training_data.lookup_tables]
        settings = {name: self._config[name] for name in ("C", "tol", "max_iter", "random_state")}
        one_each = OneVsRestClassifier(LogisticRegression(solver="liblinear", **settings), n_jobs=-1)
        # The solver leaves Python's lock alone, so threads are enough to use every core.
        with parallel_backend("threading"):
            one_each.fit(self._features(texts), intents)
        self._intents = [str(intent) for intent in one_each.classes_]
        self._weights = np.vstack([model.coef_ for model in one_each.estimators_]).astype(np.float32)
        self._biases = np.hstack([model.intercept_ for model in one_each.estimators_]).astype(np.float32)
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add to each message what it is most likely about, and the ten likeliest."""
        for message in messages:
            ranking = self._ranking(message.get(TEXT) or "")
            message.set("intent", ranking[0] if ranking else _intent(None, 0.0), add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def _ranking(self, text: str) -> list[dict[str, Any]]:
        if not self._intents or not _says_something(text):
            return []
        sums = self._features([text]) @ self._weights.T + self._biases
        likely = 1 / (1 + np.exp(-np.asarray(sums).ravel()))
        likely = likely / likely.sum()
        return [_intent(self._intents[place], float(likely[place])) for place in np.argsort(-likely)[:_RANKED]]

    def _features(self, texts: Sequence[str]) -> csr_matrix:
        said = [vectorizer.transform(texts) for vectorizer in self._vectorizers]
        return hstack([*said, csr_matrix(meanings_of(texts)), csr_matrix(self._names_in(texts))]).tocsr()

    def _names_in(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """For each lookup table, whether the text holds a name of it, and how many, up to three."""
        patterns = [_any_of(tuple(names)) for names in self._lookups]
        counts = [[len(pattern.findall(text.lower())) for pattern in patterns] for text in texts]
        many = np.array(counts, dtype=np.float32).reshape(len(texts), len(patterns))
        return np.hstack([np.minimum(many, 1), np.minimum(many, _NAMES_COUNTED) / _NAMES_COUNTED]) * _WEIGHT_OF_NAMES

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            known = {
                "intents": self._intents,
                "lookups": self._lookups,
                "vocabularies": [_vocabulary_of(vectorizer) for vectorizer in self._vectorizers],
            }
            (folder / "known.json").write_text(json.dumps(known), "utf-8")
            rarity = {f"rarity_{place}": v.idf_.astype(np.float32) for place, v in enumerate(self._vectorizers)}
            np.savez(folder / "weights.npz", weights=self._weights, biases=self._biases, **rarity)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MeaningClassifier:
        """Take up what was learnt, and load the encoder now, so that nobody waits for it at the first message."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            known = json.loads((folder / "known.json").read_text("utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as numbers:
                classifier._intents, classifier._lookups = known["intents"], known["lookups"]
                classifier._weights, classifier._biases = numbers["weights"], numbers["biases"]
                classifier._vectorizers = [
                    _fitted(make(config), vocabulary, numbers[f"rarity_{place}"])
                    for place, (make, vocabulary) in enumerate(
                        zip((_words, _pieces_of_words), known["vocabularies"], strict=True)
                    )
                ]
        meanings_of(["hello"])
        return classifier


def _says_something(text: str) -> bool:
    """Tell whether there is a letter, a digit or a picture in it: dots alone are no yes."""
    return any(unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "So" for char in text)


@lru_cache(maxsize=8)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name.lower()) for name in names)})(?!\w)")


def _words(config: dict[str, Any]) -> TfidfVectorizer:
    return TfidfVectorizer(
        token_pattern=r"(?u)\b\w+\b",
        ngram_range=(1, 2),
        sublinear_tf=True,
        min_df=config["seen_at_least"],
        dtype=np.float32,
    )


def _pieces_of_words(config: dict[str, Any]) -> TfidfVectorizer:
    """Misspellings, endings, and languages of which we hold few examples."""
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=config["seen_at_least"], dtype=np.float32
    )


def _vocabulary_of(vectorizer: TfidfVectorizer) -> list[str]:
    return [str(term) for term in sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)]


def _fitted(vectorizer: TfidfVectorizer, vocabulary: list[str], rarity: NDArray[np.float32]) -> TfidfVectorizer:
    vectorizer.set_params(vocabulary={term: place for place, term in enumerate(vocabulary)})
    vectorizer.idf_ = rarity
    return vectorizer


def _intent(name: str | None, confidence: float) -> dict[str, Any]:
    return {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}
