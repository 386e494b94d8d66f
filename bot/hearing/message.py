"""One message as it was understood: what it is about, and what was found in its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.case import PROBLEMS, Case

#: A reading that is less likely than this is not worth a button.
_WORTH_ASKING = 0.03
_READINGS_OFFERED = 3
_DOUBT = "nlu_fallback"
#: The names under which the kind of account is found.
_KINDS_OF_ACCOUNT = ("account_type", "likely_account_type", "answer_account_type")


def likely_problems(ranking: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """
    Give the problems that a message in doubt may mean, the likeliest first; none for a clear one.

    `ranking` is Rasa's, of intents; in doubt it begins with `nlu_fallback`.
    """
    if not ranking or ranking[0]["name"] != _DOUBT:
        return ()
    likely = [reading["name"] for reading in ranking if reading["confidence"] >= _WORTH_ASKING]
    return tuple(name for name in likely if name in PROBLEMS)[:_READINGS_OFFERED]


@dataclass(frozen=True)
class Message:
    """One message as it was understood: its intent, how sure that is (0 to 1), and each fact found in it."""

    intent: str | None
    found: tuple[tuple[str, Any], ...] = ()
    confidence: float = 1.0

    @classmethod
    def from_entities(
        cls, intent: str | None, entities: Iterable[Mapping[str, Any]], confidence: float = 1.0
    ) -> Message:
        """Read what Rasa's parse data hold, whether they come from words or from a button."""
        return cls(intent, tuple((entity["entity"], entity["value"]) for entity in entities), confidence)

    def read_anew(self) -> Message:
        """
        Read once more, knowing the facts in it.

        Two accounts in one message are no choice between them. Who chooses one ("start with the work one") begins
        nothing anew, and who begins anew tells nothing that lasts.
        """
        if self.value("two_accounts"):
            found = tuple((name, value) for name, value in self.found if name not in _KINDS_OF_ACCOUNT)
            return replace(self, found=found)
        if self.intent != "start_over":
            return self
        if self.value("begins_anew"):
            return replace(self, found=())
        return replace(self, intent="inform") if any(map(self.values, _KINDS_OF_ACCOUNT)) else self

    def says_again(self, case: Case) -> bool:
        """Tell whether facts were found in it, all known in this case; what no longer works may be known as well."""
        facts = [(value, getattr(case, name)) for name, value in self.found if hasattr(case, name)]
        lost = self.values("lost_methods")
        are_known = all(value in has if isinstance(has, tuple) else value == has for value, has in facts)
        return bool(facts or lost) and are_known and not set(lost) & set(case.other_methods or ())

    def names(self, problem: str) -> bool:
        """Tell whether it is about this problem, by its intent or by the button that was pressed."""
        return problem in (self.intent, self.value("problem"))

    def values(self, name: str) -> tuple[Any, ...]:
        return tuple(value for found, value in self.found if found == name)

    def value(self, name: str) -> Any:
        """Give the first value of this name; None when there is none."""
        return next(iter(self.values(name)), None)
