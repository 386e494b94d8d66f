"""A stand-in for the validator of Rasa's default recipe, which imports every network (see slim.py)."""

from __future__ import annotations

import sys
from typing import Any

from rasa.engine.graph import GraphComponent
from rasa.shared.importers.importer import TrainingDataImporter

_NAME = "rasa.graph_components.validators.default_recipe_validator"


class DefaultV1RecipeValidator(GraphComponent):
    """
    Passes the training data through.

    What the real one checks, `rasa data validate` checks too, which is part of `make test`. It
    bears Rasa's module name, so that a model trained with it loads everywhere.
    """

    @classmethod
    def create(cls, *args: Any, **kwargs: Any) -> DefaultV1RecipeValidator:
        return cls()

    def validate(self, importer: TrainingDataImporter) -> TrainingDataImporter:
        """Hand on what Rasa would look at; Rasa reads these types to plan its cache."""
        return importer


def stand_in() -> None:
    """Take the place of Rasa's validator in this process."""
    DefaultV1RecipeValidator.__module__ = _NAME
    sys.modules.setdefault(_NAME, sys.modules[__name__])
