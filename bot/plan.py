"""The plan: what a case comes to, worked out anew at each turn and never stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.case import Case
from bot.steps import Steps
from bot.ways_in import WAYS_IN

#: Problems that are answered and need no way in; everything else is a lockout to recover from.
ANSWERS = {
    "frontline_qr": "frontline_qr",
    "admin_reset_for_user": "admin_how_to",
    "out_of_scope": "out_of_scope",
}

#: What is answered to who wants to let somebody in where nobody else could do it.
ONLY_ADMIN_IS_OUT = "only_admin_is_out"
EVERY_ANSWER = frozenset({*ANSWERS.values(), ONLY_ADMIN_IS_OUT})

#: What is answered to who has heard this answer and asks on.
MORE = {"admin_how_to": "admin_how_to_more"}


@dataclass(frozen=True)
class Plan:
    """Where a case ends: a way in with its steps, or an answer; exactly one of both is named."""

    way_in: str | None = None
    answer: str | None = None
    steps: Steps = ()


def plan_for(case: Case, today: dt.date) -> Plan:
    """
    Give the plan that the facts known so far lead to on this day.

    It holds for any case, also for one with facts unknown; whether one of those could still
    change it is what `bot.questions.next_question` tells.
    """
    if case.problem in ANSWERS and not case.is_under_attack:
        return Plan(answer=_answer_to(case))
    way = next(way for way in WAYS_IN if way.is_open(case, today))
    return Plan(way_in=way.name, steps=way.steps(case, today))


def _answer_to(case: Case) -> str:
    """Who helps the only administrator cannot be told how another one does it; who is that one themselves can."""
    if case.problem == "admin_reset_for_user" and case.has_other_admin is False and not case.is_admin:
        return ONLY_ADMIN_IS_OUT
    return ANSWERS[case.problem or ""]
