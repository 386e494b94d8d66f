"""A break-in comes before everything else: as soon as it is told, and once more when somebody got in again."""

from __future__ import annotations

from bot.case import Case
from bot.hearing.message import Message
from bot.plan import ANSWERS
from bot.steps import SHUTTING_OUT
from bot.talk.turn import Progress

BREAK_IN = "account_compromised"


def with_the_break_in(message: Message, case: Case, progress: Progress) -> tuple[Case, Progress] | None:
    """
    Give the case and the progress after a message that tells of a break-in, or denies it; None for any other.

    What else was worked on is kept for later. Who was shut out already is not shut out again unasked: people go on
    telling of it.
    """
    tells = message.names(BREAK_IN) or True in message.values("is_compromised")
    if tells and not case.has_been_secured:
        problem = BREAK_IN if case.problem in (None, *ANSWERS) else case.problem
        return case.with_facts(problem=problem, is_compromised=True), progress
    if message.names(BREAK_IN):
        return case, progress.with_(new_problem=BREAK_IN)
    if False in message.values("is_compromised") and case.problem == BREAK_IN:
        return case.with_facts(problem=None), progress.with_(presented=None)
    return None


def broken_into_again(case: Case, progress: Progress) -> tuple[Case, Progress]:
    """Give the case and the progress of somebody who has to shut a stranger out once more."""
    left = tuple(step for step in progress.done_steps if step not in SHUTTING_OUT)
    return case.with_facts(is_compromised=True, has_been_secured=None), progress.with_(done_steps=left)
