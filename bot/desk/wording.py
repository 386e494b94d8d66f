"""The words of the desk: sentences to say, labels, and the steps, read aloud as the chat words them or said anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.case import Case
from bot.phone.caller import Caller
from bot.plan import Plan
from bot.talk.guide import STEP_VALUES
from bot.talk.turn import Progress, Turn
from bot.written import mapping_in

_HERE = Path(__file__).parent / "wording"
_RESPONSES = Path(__file__).parents[2] / "data" / "responses"


@dataclass(frozen=True)
class StepWords:
    """
    What is said and done at a step. `say` is for the caller, `do` are the clicks of the agent.

    `role` is what the clicks take, `check` whether it has to be sure who calls before, `note` how the note tells it.
    """

    say: str
    do: Sequence[str] = ()
    role: str | None = None
    check: bool = False
    note: str | None = None


@lru_cache(maxsize=8)
def words(name: str) -> Mapping[str, Any]:
    """Give one of the files of words: ask, ways, do or words."""
    return mapping_in(_HERE / f"{name}.yml")


def question_to_say(question: str) -> str:
    return str(words("ask")[question]["say"])


def answer_label(question: str, name: str) -> str:
    """Give the words for an answer; several methods at once are listed."""
    answers = words("ask")[question]["answers"]
    return ", ".join(str(answers[part]) for part in name.split("+"))


def fact_label(fact: str) -> str:
    return str(words("words")["facts"][fact])


def value_label(fact: str, value: str) -> str:
    """Give the words for the value of a fact, as a form names it."""
    if fact in ("problem", "account_type", "other_methods"):
        return answer_label(fact, value)
    values = words("words")["values"]
    return str(values.get(fact, values)[value])


def end_words(plan: Plan, case: Case, today: dt.date) -> tuple[str, str, str]:
    """Give the name of the way in or the answer, the reason for it, and what to say of it."""
    if plan.way_in:
        way = words("ways")["ways"][plan.way_in]
        return way["name"], way["reason"], way["say"]
    answer = words("ways")["answers"][plan.answer]
    return answer["name"], answer["reason"], said_in_the_chat(f"utter_answer_{plan.answer}", case, {})


def step_words(step: str, plan: Plan, case: Case, sign_in_name: str | None, today: dt.date) -> StepWords:
    """Give the words of a step: the agent's own where there are some, else those of the chat, to read aloud."""
    own = words("do").get(step)
    if own:
        for_administrators = own.get("role_for_administrators") if case.is_admin else None
        return StepWords(own["say"], own["do"], for_administrators or own["role"], bool(own.get("check")), own["note"])
    caller = Caller(sign_in_name=sign_in_name, account_type=case.account_type, has_other_admin=case.has_other_admin)
    turn = Turn(case, Progress(), today, caller)
    special = STEP_VALUES[step](turn) if step in STEP_VALUES else {}
    place = {"number": plan.steps.index(step) + 1, "total": len(plan.steps)}
    return StepWords(said_in_the_chat(f"utter_step_{step}", case, {**place, **special}))


def said_in_the_chat(response: str, case: Case, values: Mapping[str, Any]) -> str:
    """Give the text of the chat that fits this case, as Rasa would choose and fill it."""
    slots = vars(case)
    fits = (
        variant
        for variant in _responses()[response]
        if all(slots.get(one["name"]) == one["value"] for one in variant.get("condition", ()))
    )
    text = str(next(fits)["text"])
    return text.format(**values) if values else text


@lru_cache(maxsize=1)
def _responses() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    found: dict[str, Sequence[Mapping[str, Any]]] = {}
    for file in sorted(_RESPONSES.glob("*.yml")):
        found |= mapping_in(file)["responses"]
    return found
