"""A call as far as it has come: the facts, who told them, and the steps done. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.case import FACTS, Case
from bot.plan import Plan, plan_for
from bot.questions import next_question
from bot.ways_in import FOLLOW_UP

#: What the directory alone states: no agent's press sets it.
OF_THE_DIRECTORY = frozenset({"has_own_second_factor", "can_enrol_here"})


@dataclass(frozen=True)
class Talk:
    """
    The facts, the steps that were done, and what the agent noted of the caller.

    `asks_for_both` is password and second factor in one go, `is_pressing` for time, or to have a check skipped.
    """

    case: Case = field(default_factory=Case)
    done: tuple[str, ...] = ()
    asks_for_both: bool = False
    is_pressing: bool = False
    #: What the directory stated, and the caller had not told.
    on_file: Case = field(default_factory=Case)
    #: What the call to Microsoft takes, as `bot.hearing.taking_in.details_in` names it: the country, for one.
    details: Mapping[str, str] = field(default_factory=dict)
    #: What the caller had told where the directory states something else.
    told_before: Case = field(default_factory=Case)
    #: The methods that the directory has on file, where the caller told what still works.
    registered: tuple[str, ...] = ()

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> Talk:
        """Read what `kept` wrote."""
        return cls(
            case=Case.from_slots(kept["case"]),
            done=tuple(kept["done"]),
            asks_for_both=bool(kept["asks_for_both"]),
            # What came later is in no call that was kept before.
            is_pressing=bool(kept.get("is_pressing")),
            on_file=Case.from_slots(kept.get("on_file", {})),
            details=kept.get("details", {}),
            told_before=Case.from_slots(kept.get("told_before", {})),
            registered=tuple(kept.get("registered", ())),
        )

    @property
    def kept(self) -> dict[str, Any]:
        """Give what JSON can keep of it."""
        facts = {fact: getattr(self.case, fact) for fact in (*FACTS, "not_known")}
        noted = {"asks_for_both": self.asks_for_both, "is_pressing": self.is_pressing, "details": dict(self.details)}
        stated = {"on_file": self._on_file_still(), "told_before": _known(self.told_before)}
        return {"case": facts, "done": list(self.done), **noted, **stated, "registered": list(self.registered)}

    @property
    def told(self) -> Case:
        """Give the facts that the caller told, or the agent pressed."""
        return self.case.with_facts(**dict.fromkeys(self._on_file_still()))

    @property
    def stated(self) -> Case:
        """Give the facts that nobody told: the directory stated them."""
        return Case(**self._on_file_still())

    @property
    def told_otherwise(self) -> Case:
        """Give what the caller told where the directory states something else, which is what counts."""
        told, stated = _known(self.told_before), self._on_file_still()
        return Case(**{fact: value for fact, value in told.items() if stated.get(fact, value) != value})

    @property
    def to_ask_about(self) -> tuple[str, ...]:
        """Name the methods on file of which the caller did not say that they work."""
        return tuple(method for method in self.registered if method not in (self.case.other_methods or ()))

    def with_stated(self, facts: Mapping[str, Any]) -> Talk:
        """
        Give the talk with what the directory states; what the caller had told the same stays theirs.

        What the caller told of methods stays: one on file is no thing in somebody's hand (R44).
        """
        told = _known(self.told)
        counting, registered = dict(facts), self.registered
        if "other_methods" in told:
            registered = tuple(counting.pop("other_methods", registered))
        new = {fact: value for fact, value in counting.items() if getattr(self.case, fact) != value}
        return replace(
            self,
            case=self.case.with_facts(**counting),
            on_file=self.on_file.with_facts(**new),
            told_before=self.told_before.with_facts(**{fact: told[fact] for fact in new if fact in told}),
            registered=registered,
        )

    def about_another(self) -> Talk:
        """Give the talk as it begins with another account: with what the caller told, not what a directory stated."""
        if not (self.registered or _known(self.told_before) or self._on_file_still()):
            return self
        told = self.told
        known = {fact: value for fact, value in _known(self.told_before).items() if getattr(told, fact) is None}
        case = told.with_facts(**known)
        return replace(self, case=case, done=(), on_file=Case(), told_before=Case(), registered=())

    def _on_file_still(self) -> dict[str, Any]:
        """A fact that was mended since is the caller's."""
        return {
            fact: value
            for fact, value in _known(self.case).items()
            if fact in OF_THE_DIRECTORY or value == getattr(self.on_file, fact)
        }

    def question(self, today: dt.date) -> str | None:
        """Name the next question that matters, the same as in the chat."""
        return next_question(self.case, today)

    def plan(self, today: dt.date) -> Plan:
        """Give the plan of these facts, the same as in the chat."""
        return plan_for(self.case, today)

    def step(self, today: dt.date) -> str | None:
        """Name the first step that is not done; None while there is a question, and at the end."""
        if self.question(today):
            return None
        return next((step for step in self.plan(today).steps if step not in self.done), None)

    def follow_up(self, today: dt.date) -> str | None:
        """Name the fact that holds if every step was done and they are still not in; None where nothing follows."""
        plan = self.plan(today)
        is_done = self.question(today) is None and self.step(today) is None
        return FOLLOW_UP.get(plan.way_in or "") if is_done else None


def _known(case: Case) -> dict[str, Any]:
    values = {fact: getattr(case, fact) for fact in FACTS}
    return {fact: value for fact, value in values.items() if value is not None}
