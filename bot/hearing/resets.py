"""A reset by somebody else: announced or offered it is none, and to who waits for it "they say done" reports one."""

from __future__ import annotations

import datetime as dt

from bot.case import Case
from bot.hearing.message import Message
from bot.plan import plan_for
from bot.questions import next_question
from bot.talk.turn import Progress

#: The steps at which a person waits for others, who tell them when it is done.
WAITS = frozenset({"wait_for_the_admin", "wait_for_the_partner", "wait_for_data_protection", "wait_for_the_helpdesk"})


def with_the_reset(
    message: Message, before: Case, told: Case, progress: Progress, today: dt.date
) -> tuple[Case, Progress]:
    """
    Give the case and the progress with the reset that this message reports, if it does.

    `before` is the case without this message, `told` with all else that it tells. A reset that the message
    states stands. What only sounds like one does not count beside words of what is still to come; the step at
    which the person waited is done with it, also where no plan follows from a reset.
    """
    is_stated = bool(told.has_been_reset) and not before.has_been_reset
    wait = _where_they_wait(before, progress, today)
    sounds_like_one = told == before and message.intent == "been_reset"
    is_reported = sounds_like_one or (wait is not None and bool(message.value("reset_reported")))
    if not is_stated and (not is_reported or message.value("reset_ahead")):
        return told, progress
    done = (*progress.done_steps, wait) if wait else progress.done_steps
    return told.with_facts(has_been_reset=True), progress.with_(done_steps=done)


def _where_they_wait(case: Case, progress: Progress, today: dt.date) -> str | None:
    """Name the step at which the person waits for others; None elsewhere."""
    plan = plan_for(case, today)
    if progress.presented != f"way_in_{plan.way_in}" or next_question(case, today):
        return None
    step = next((step for step in plan.steps if step not in progress.done_steps), None)
    return step if step in WAITS else None
