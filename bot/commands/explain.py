"""`explain fact=value ...`: what the core makes of a case, without Rasa."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from bot.case import Case
from bot.errors import UnknownFact
from bot.plan import plan_for
from bot.questions import next_question
from bot.settings import Settings

_WORDS = {"true": True, "yes": True, "false": False, "no": False}


def run(arguments: Sequence[str], settings: Settings) -> int:
    print(explain(arguments, settings.today()))
    return 0


def explain(arguments: Sequence[str], today: dt.date) -> str:
    """
    Say what follows from these facts: the next question, or the way in or answer with its steps.

    Raises `UnknownFact` for a fact or a value that does not exist.
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
        if fact not in {f.name for f in fields(Case)}:
            names = ", ".join(f.name for f in fields(Case))
            raise UnknownFact(f"there is no fact {fact!r}; there are: {names}")
        is_list = fact in ("other_methods", "not_known")
        facts[fact] = _list_of(value) if is_list else _WORDS.get(value.lower(), value)
    try:
        return Case(**facts)
    except ValueError as error:
        raise UnknownFact(str(error)) from error


def _list_of(value: str) -> tuple[str, ...]:
    return () if value in ("", "none") else tuple(value.split(","))
