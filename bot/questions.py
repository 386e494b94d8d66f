"""The questions: which fact to ask for next, and when there is nothing left that matters."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from bot.case import ACCOUNT_TYPES, METHODS, PERSONAL_ONLY_METHODS, PROBLEMS, WORK_ONLY_METHODS, Case
from bot.plan import plan_for

Answer = Mapping[str, Any]

#: The questions in the order in which they are asked, each with the answers that are offered. An
#: answer is the facts that it states. For the methods every one alone and none at all stand for
#: all the sets: no rule looks at two methods together but for the order of the ways in.
#: One question finds everybody else who could reset a sole administrator: a colleague or an
#: emergency account, a partner, nobody.
QUESTIONS: dict[str, tuple[Answer, ...]] = {
    "problem": tuple({"problem": problem} for problem in PROBLEMS),
    "account_type": tuple({"account_type": kind} for kind in ACCOUNT_TYPES),
    "other_methods": (*({"other_methods": (method,)} for method in METHODS), {"other_methods": ()}),
    "is_admin": ({"is_admin": True}, {"is_admin": False}),
    "has_other_admin": (
        {"has_other_admin": True},
        {"has_other_admin": False, "has_partner": True},
        {"has_other_admin": False, "has_partner": False},
    ),
    "has_partner": ({"has_partner": True}, {"has_partner": False}),
}


#: The problems that a person can pick from; the others come with what people write.
_PROBLEMS_TO_CHOOSE_FROM = (
    "lost_authenticator",
    "authenticator_not_working",
    "lost_other_method",
    "account_compromised",
    "admin_reset_for_user",
    "out_of_scope",
)


@lru_cache(maxsize=4096)
def next_question(case: Case, today: dt.date) -> str | None:
    """Name the first unknown fact that can still change the plan; None when nothing can."""
    open_facts = open_questions(case)
    if "problem" in open_facts and not case.is_under_attack:
        return "problem"
    return next((fact for fact in open_facts if _matters(fact, case, today)), None)


def open_questions(case: Case) -> tuple[str, ...]:
    """Name the facts that could be asked for: unknown, not given up on, not taken for granted."""
    return tuple(fact for fact in QUESTIONS if case.is_open(fact) and not _is_taken_for_granted(fact, case))


def offered_answers(question: str, case: Case) -> tuple[Answer, ...]:
    """Give the answers that fit this case, in the order in which they are offered."""
    if question == "problem":
        return tuple({"problem": problem} for problem in _PROBLEMS_TO_CHOOSE_FROM)
    if question == "other_methods":
        not_here = WORK_ONLY_METHODS if case.is_personal else PERSONAL_ONLY_METHODS
        return tuple(answer for answer in QUESTIONS[question] if not not_here.intersection(answer["other_methods"]))
    return QUESTIONS[question]


def values_of(fact: str) -> tuple[Any, ...]:
    """Give every value that the answers to this question can give to its fact."""
    return tuple(dict.fromkeys(answer[fact] for answer in QUESTIONS[fact]))


def without_an_answer(question: str, case: Case) -> Case:
    """Note that the person does not know: none of the open facts of this question is asked for again."""
    facts = {fact for answer in QUESTIONS[question] for fact in answer if getattr(case, fact) is None}
    return case.with_facts(not_known=(*case.not_known, *facts))


def _is_taken_for_granted(fact: str, case: Case) -> bool:
    """
    Tell whether this fact holds unless the person says otherwise, so that asking wastes their time.

    An administrator's account is a business one, at a school the writer studies or teaches,
    who is no administrator has one somewhere, whose sign-in was reset was locked out, and who lets
    others in is an administrator or helps one.
    """
    if fact == "problem":
        return case.has_been_reset is True
    if fact == "account_type":
        return case.is_admin is True
    if fact == "is_admin":
        return case.account_type == "school" or case.problem == "admin_reset_for_user"
    return fact == "has_other_admin" and not case.is_admin


def _matters(fact: str, case: Case, today: dt.date) -> bool:
    """Tell whether two answers to this fact lead apart, whatever the other unknown facts are."""
    others = tuple(other for other in open_questions(case) if other not in (fact, "problem"))
    return any(_leads_apart(fact, completed, today) for completed in _completions(case, others))


def _leads_apart(fact: str, case: Case, today: dt.date) -> bool:
    return len({plan_for(case.with_facts(**{fact: value}), today) for value in values_of(fact)}) > 1


def _completions(case: Case, facts: tuple[str, ...]) -> Iterator[Case]:
    for values in itertools.product(*(values_of(fact) for fact in facts)):
        yield case.with_facts(**dict(zip(facts, values, strict=True)))
