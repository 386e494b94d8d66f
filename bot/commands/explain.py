"""`explain fact=value ...`: what the core makes of a case, without Rasa."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from bot.case import ACCOUNT_TYPES, DEVICE_EVENTS, FACTS, METHODS, PROBLEMS, Case
from bot.commands import FactCannotBe, UnknownFact
from bot.plan import plan_for
from bot.questions import next_question
from bot.settings import Settings

_ALL = tuple(f.name for f in fields(Case))
_CHOICES = {"problem": PROBLEMS, "account_type": ACCOUNT_TYPES, "device_event": DEVICE_EVENTS}
_LISTS = {"other_methods": METHODS, "not_known": FACTS}
#: What every other fact can be.
_WORDS = {"true": True, "yes": True, "false": False, "no": False}


def run(arguments: Sequence[str], settings: Settings) -> int:
    print(explain(arguments, settings.today()))
    return 0


def explain(arguments: Sequence[str], today: dt.date) -> str:
    """
    Say what follows from these facts: the next question, or the way in or answer with its steps.

    Raises `UnknownFact` for a fact that does not exist, `FactCannotBe` for such a value.
    """
    case = case_from(arguments)
    question = next_question(case, today)
    if question:
        return f"next question: {question}"
    plan = plan_for(case, today)
    if plan.answer:
        return f"answer: {plan.answer}"
    steps = "".join(f"\n  {number}. {step}" for number, step in enumerate(plan.steps, 1))
    return f"way in: {plan.way_in}{steps}"


def case_from(arguments: Sequence[str]) -> Case:
    """Read a case from `fact=value`; lists are separated by commas, `none` is the empty list."""
    facts: dict[str, Any] = {}
    for argument in arguments:
        fact, _, value = argument.partition("=")
        if fact not in _ALL:
            raise UnknownFact(repr(fact), ", ".join(_ALL))
        facts[fact] = _list_of(fact, value) if fact in _LISTS else _one_of(fact, value)
    return Case(**facts)


def _list_of(fact: str, value: str) -> tuple[str, ...]:
    if value in ("", "none"):
        return ()
    for one in value.split(","):
        if one not in _LISTS[fact]:
            raise FactCannotBe(fact, repr(one), f"{', '.join(_LISTS[fact])}; several with commas between them, or none")
    return tuple(value.split(","))


def _one_of(fact: str, value: str) -> str | bool:
    choices: Mapping[str, str | bool] = {word: word for word in _CHOICES[fact]} if fact in _CHOICES else _WORDS
    word = value if fact in _CHOICES else value.lower()
    if word not in choices:
        raise FactCannotBe(fact, repr(value), ", ".join(choices))
    return choices[word]
