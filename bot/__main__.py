"""`python -m bot explain fact=value ...`: what the core makes of a case, without Rasa."""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import fields
from typing import Any

from bot.case import Case
from bot.directory.demo import DEMO, demo_in_lines
from bot.errors import SparekeyError, UnknownFact
from bot.paths import every_path, in_lines
from bot.plan import plan_for
from bot.questions import next_question
from bot.settings import Settings

USAGE = """usage: python -m bot explain [fact=value ...]   the next question, or the way in with its steps
       python -m bot paths [date]               every path of questions, on this day (2026-11-24)
       python -m bot people                     the people of the demo, and the way in that each is for

for example: python -m bot explain problem=lost_authenticator is_admin=true has_other_admin=false other_methods=none"""

_WORDS = {"true": True, "yes": True, "false": False, "no": False}


def explain(arguments: list[str], today: dt.date) -> str:
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


def case_from(arguments: list[str]) -> Case:
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


def main(arguments: list[str]) -> int:
    try:
        if arguments[:1] == ["explain"]:
            print(explain(arguments[1:], Settings.from_env(os.environ).today()))
        elif arguments[:1] == ["paths"]:
            print(in_lines(every_path(dt.date.fromisoformat((arguments[1:] or ["2026-11-24"])[0]))), end="")
        elif arguments[:1] == ["people"]:
            print(demo_in_lines(DEMO, Settings.from_env(os.environ).today()), end="")
        else:
            print(USAGE)
            return 2
    except (SparekeyError, ValueError) as error:
        print(f"sparekey: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
