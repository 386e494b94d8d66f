"""The words of the desk: sentences to say, labels, and every step as an agent says it, beside the words of the chat."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.case import Case
from bot.errors import SparekeyError
from bot.phone.caller import Caller
from bot.phone.numbers import country_name
from bot.plan import Plan
from bot.talk.guide import STEP_VALUES
from bot.talk.turn import Progress, Turn
from bot.written import mapping_in

_HERE = Path(__file__).parent / "wording"
#: What a text of the desk can hang on besides facts: whether the caller was checked, and whether a number on file
#: counts, so that they can be called back on it.
NOT_CHECKED = MappingProxyType({"is_checked": False, "calls_back": False})


@dataclass(frozen=True)
class StepWords:
    """
    What is said and done at a step. `say` is for the caller, `stuck` for the agent, when it does not work.

    `do` are the clicks of the agent, `role` is what they take, `check` whether it has to be sure who calls before.
    `note` is how the case note tells it.
    """

    say: str
    stuck: str
    note: str
    do: Sequence[str] = ()
    role: str | None = None
    check: bool = False


@lru_cache(maxsize=8)
def words(name: str) -> Mapping[str, Any]:
    """Give one of the files of words: ask, ways, do, steps, changes, note, troubles or words."""
    return mapping_in(_HERE / f"{name}.yml")


def question_to_say(question: str) -> str:
    return str(words("ask")[question]["say"])


def answer_label(question: str, name: str) -> str:
    """Give the words for an answer; several methods at once are listed."""
    answers = words("ask")[question]["answers"]
    return ", ".join(str(answers[part]) for part in name.split("+"))


def fact_label(fact: str) -> str:
    return str(words("words")["facts"][fact])


def detail_lines(details: Mapping[str, str]) -> list[str]:
    """Tell what was heard for the call to Microsoft, one thing a line."""
    told = {**details, "country": country_name(details.get("country")) or details.get("country")}
    return [f"{label}: {told[name]}" for name, label in words("words")["details"].items() if told.get(name)]


def told_otherwise(told: str) -> str:
    return str(words("words")["told_otherwise"]).format(told=told)


def ask_about(method: str) -> str:
    """Give what to ask about a method that is on file, and that nobody said to work."""
    return str(words("words")["ask_about"]).format(registered=words("words")["registered"][method])


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
    return answer["name"], answer["reason"], answer["say"]


def qr_code_answer() -> str:
    """Give what to say to a caller who asks for the QR code, whatever else the call is about."""
    return str(words("ways")["answers"]["qr_code"]["say"])


def refusals(check: Mapping[str, bool]) -> list[str]:
    """Give the words for saying no, as far as the check is."""
    return [_fitting(one, check) for one in words("words")["refusals"]]


def press_label(name: str) -> str:
    return str(words("words")["presses"][name])


def trouble_words(trouble: SparekeyError) -> str:
    """Give what an agent is told of a trouble. Raises `KeyError` for one that the desk has no words for."""
    told = words("troubles")[type(trouble).__name__]
    if isinstance(told, str):
        return told.format(*trouble.args)
    return str(told[re.sub(r"\W+", "_", str(trouble.args[0]))])


def notice_words(name: str) -> str:
    """Give what an agent is told when something did not go through."""
    return str(words("words")["notices"][name])


def place_name(name: str) -> str:
    """Give the words for a way in, an answer or a step, where it stands in a table."""
    for of_ends in (words("ways")["ways"], words("ways")["answers"]):
        if name in of_ends:
            return str(of_ends[name]["name"])
    steps = {**words("steps"), **words("do")}
    return str(steps[name]["note"]) if name in steps else name


def step_words(
    step: str,
    plan: Plan,
    case: Case,
    sign_in_name: str | None,
    today: dt.date,
    details: Mapping[str, str] = MappingProxyType({}),
    check: Mapping[str, bool] = NOT_CHECKED,
) -> StepWords:
    """
    Give the words of a step that fit this case.

    `sign_in_name` is of the account that was looked up, `details` what was heard for the call to Microsoft, `check` how
    far the check is, by the names of `NOT_CHECKED`.
    """
    own = words("do").get(step) or words("steps")[step]
    caller = _caller(case, sign_in_name, details)
    special = STEP_VALUES[step](Turn(case, Progress(), today, caller)) if step in STEP_VALUES else {}
    facts = {**vars(case), **check}
    say, stuck = _fitting(own["say"], facts).format(**special), _fitting(own["stuck"], facts)
    if "do" not in own:
        return StepWords(say, stuck, own["note"])
    if case.has_own_second_factor:
        own = {**own, **own.get("where_it_is_kept_here", {}), "role_for_administrators": None}
    role = (own.get("role_for_administrators") if case.is_admin else None) or own["role"]
    return StepWords(say, stuck, own["note"], own["do"], role, bool(own.get("check")))


def _caller(case: Case, sign_in_name: str | None, details: Mapping[str, str]) -> Caller:
    """Where no domain was told, that of the account is one of the tenant's."""
    name = sign_in_name or details.get("sign_in_name")
    domain = details.get("tenant_domain") or (name or "").rpartition("@")[2] or None
    return Caller.from_slots({**vars(case), **details, "sign_in_name": name, "tenant_domain": domain})


def _fitting(text: str | Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> str:
    """Where a text hangs on facts, the first that fits is taken; the last is for everybody else."""
    if isinstance(text, str):
        return text
    fits = (one for one in text if all(facts[fact] == value for fact, value in one.get("when", {}).items()))
    return str(next(fits)["text"])
