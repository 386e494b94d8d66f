"""The questions: which fact to ask for next, and when there is nothing left that matters."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bot.case import ACCOUNT_TYPES, METHODS, PROBLEMS, Case
from bot.plan import Plan, plan_for

#: The facts that can be asked for, in the order in which they are; each with its answers. For
#: the methods every one alone and none at all stand for all the sets: no rule looks at two
#: methods together but for the order of the ways in.
QUESTIONS: dict[str, tuple[Any, ...]] = {
    "problem": PROBLEMS,
    "account_type": ACCOUNT_TYPES,
    "other_methods": (*((method,) for method in METHODS), ()),
    "is_admin": (True, False),
    "has_other_admin": (True, False),
    "has_partner": (True, False),
}


@lru_cache(maxsize=4096)
def next_question(case: Case, today: dt.date) -> str | None:
    """Name the first unknown fact that can still change the plan; None when nothing can."""
    open_facts = _open_facts(case)
    if "problem" in open_facts and not case.is_under_attack and not case.has_been_reset:
        return "problem"
    return next((fact for fact in open_facts if _matters(fact, case, today)), None)


def _open_facts(case: Case) -> list[str]:
    return [fact for fact in QUESTIONS if case.is_open(fact) and not _is_taken_for_granted(fact, case)]


def _is_taken_for_granted(fact: str, case: Case) -> bool:
    """
    Tell whether this fact holds unless the person says otherwise, so that asking wastes their time.

    An administrator's account is a business one, at a school the writer studies or teaches,
    and who is no administrator has one somewhere.
    """
    if fact == "account_type":
        return case.is_admin is True
    if fact == "is_admin":
        return case.account_type == "school"
    return fact == "has_other_admin" and not case.is_admin


def _matters(fact: str, case: Case, today: dt.date) -> bool:
    """Tell whether two answers to this fact lead apart, whatever the other unknown facts are."""
    others = [other for other in _open_facts(case) if other not in (fact, "problem")]
    return any(len(_ends(fact, completed, today)) > 1 for completed in _completions(case, others))


def _ends(fact: str, case: Case, today: dt.date) -> set[Plan]:
    return {plan_for(case.with_facts(**{fact: answer}), today) for answer in QUESTIONS[fact]}


def _completions(case: Case, facts: list[str]) -> Iterator[Case]:
    for answers in itertools.product(*(QUESTIONS[fact] for fact in facts)):
        yield case.with_facts(**dict(zip(facts, answers, strict=True)))
