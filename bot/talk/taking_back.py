"""Taking back the last thing: the step that was done, or the answer given before the open question."""

from __future__ import annotations

from dataclasses import replace

from bot.case import Case
from bot.questions import QUESTIONS
from bot.talk import guide
from bot.talk.recovery import go_on, open_plan, unless_answered
from bot.talk.turn import Reply, Say, Turn


@unless_answered
def go_back(turn: Turn) -> Reply:
    """Undo the last thing: the step done, or the answer given before the open question."""
    plan = open_plan(turn)
    if plan is not None:
        earlier = guide.step_back(turn, plan)
        if earlier is not None:
            return guide.say_current_step(earlier, plan)
    return _take_back_the_last_answer(turn)


def _take_back_the_last_answer(turn: Turn) -> Reply:
    asked = [q for q in turn.progress.asked if q != turn.progress.requested_slot]
    if not asked:
        return go_on(turn).after(Say("utter_nothing_to_go_back_to"))
    question = asked[-1]
    case = _without(turn.case, question)
    progress = turn.progress.with_(asked=tuple(asked[:-1]), presented=None, requested_slot=None)
    return go_on(replace(turn, case=case, progress=progress))


def _without(case: Case, question: str) -> Case:
    facts = {fact for answer in QUESTIONS[question] for fact in answer}
    if question == "problem":
        facts.add("is_compromised")
    blank = dict.fromkeys(facts, None)
    return case.with_facts(**blank, not_known=tuple(f for f in case.not_known if f not in facts))
