"""The NLU component for honest doubt: a message that is not clear becomes `nlu_fallback`, which a rule answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.runtime.intent_classifier import NAMES_ANOTHER


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class HonestDoubt(FallbackClassifier):
    """
    Rasa's fallback (not sure, or two readings too close), and doubt where a wrong guess would harm.

    `dangerous` names readings that must not be passed over, and how likely one may be at the most
    while the message is taken for something else: who was broken into, or needs another company,
    must not be walked through a recovery. `nobody_named` has other numbers for where the message
    names no other company: a printer or a page is meant then, rather than somebody else's account.

    `against` names the other problems: a wrong one leads down a wrong way, so a problem must lead
    another by `ambiguity_of_problems`, and in a message of up to `few_words` it must be as likely
    as `threshold_of_few_words`: "authenticator" alone does not say what is the matter with it.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        ours = {"dangerous": {}, "nobody_named": {}, "against": [], "ambiguity_of_problems": 0.0}
        return {**FallbackClassifier.get_default_config(), **ours, "few_words": 0, "threshold_of_few_words": 0.0}

    def _should_fallback(self, message: Message) -> bool:
        ranking = message.get(INTENT_RANKING_KEY) or []
        likely = {reading[INTENT_NAME_KEY]: reading[PREDICTED_CONFIDENCE_KEY] for reading in ranking}
        is_doubtful = self._hardly_leads(likely) or self._passes_over_a_danger(message, likely)
        return super()._should_fallback(message) or is_doubtful or self._says_too_little(message, likely)

    def _says_too_little(self, message: Message, likely: Mapping[str, float]) -> bool:
        name, share = next(iter(likely.items()), ("", 0.0))
        is_short = len((message.get(TEXT) or "").split()) <= self.component_config["few_words"]
        is_problem = name in self.component_config["against"]
        return is_short and is_problem and share < self.component_config["threshold_of_few_words"]

    def _hardly_leads(self, likely: Mapping[str, float]) -> bool:
        """Tell whether the two likeliest readings are problems, and one of them is nearly as likely as the other."""
        problems = {*self.component_config["against"], *self.component_config["dangerous"]}
        (name, share), (other, next_share) = (*likely.items(), ("", 0.0), ("", 0.0))[:2]
        return {name, other} <= problems and share - next_share < self.component_config["ambiguity_of_problems"]

    def _passes_over_a_danger(self, message: Message, likely: Mapping[str, float]) -> bool:
        if next(iter(likely), None) not in self.component_config["against"]:
            return False
        most = dict(self.component_config["dangerous"])
        if message.get(NAMES_ANOTHER) is False:
            most.update(self.component_config["nobody_named"])
        return any(likely.get(name, 0.0) > share for name, share in most.items())
