"""
Rasa's own components that we use, in place of its list of all (see slim.py).

One is in config.yml, whose others are ours; with the rest `make compare` trains the pipelines beside it.
"""

from __future__ import annotations

import importlib
import types
from typing import Any

_NAMES = {
    "FallbackClassifier": "rasa.nlu.classifiers.fallback_classifier",
    "LogisticRegressionClassifier": "rasa.nlu.classifiers.logistic_regression_classifier",
    "CountVectorsFeaturizer": "rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer",
    "WhitespaceTokenizer": "rasa.nlu.tokenizers.whitespace_tokenizer",
    "RulePolicy": "rasa.core.policies.rule_policy",
}


def as_module() -> types.ModuleType:
    """Give a module that looks like Rasa's, and imports a component when the list is first asked for."""
    return _Components("rasa.engine.recipes.default_components")


class _Components(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name != "DEFAULT_COMPONENTS":
            raise AttributeError(name)
        return [getattr(importlib.import_module(module), class_name) for class_name, module in _NAMES.items()]
