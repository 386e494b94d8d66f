"""Who is further than the guide says so in passing ("it shows a QR code", "scanned"), and the guide catches up."""

from __future__ import annotations

from dataclasses import replace

from bot.plan import Plan
from bot.steps import ADDING, LEFT_ONCE_IN
from bot.talk import guide
from bot.talk.recovery import open_plan
from bot.talk.turn import Reply, Say, Turn
from bot.talk.words_of_steps import step_told_in

#: The step at a personal account that is told of in the same words.
_PERSONAL = {"add_sign_in_method": "add_way_to_sign_in", "open_security_info": "open_personal_security"}
#: Who did this did not do what stands before it: nothing led to it.
_BY_THEMSELVES = frozenset({"report_the_break_in", "change_the_password"})
#: An app can be installed long before anybody is let in.
_SHOWS_NOT_THAT_THEY_ARE_IN = "get_the_app"
#: Who reports trouble with what they did is stuck at it; the QR code itself is what the next step is about.
_TROUBLE = frozenset({"step_stuck", "authenticator_not_working"})
_LEADS_ON_AT_ONCE = frozenset({"add_sign_in_method", "add_way_to_sign_in"})
#: What it may sound like to tell of a step: of the code, the app, or that something is there.
_MAY_TELL_OF_A_STEP = _TROUBLE | {"affirm", "ask_qr_code", "inform", "nlu_fallback", "problem_solved", "step_done"}


def is_further_on(turn: Turn, plan: Plan | None) -> bool:
    """Tell whether the message tells of a step, as done, that the guide has not left yet."""
    return plan is not None and _step_told(turn, plan) is not None


def catch_up(turn: Turn) -> Reply:
    """
    Say the step after the one that they told of, or help with that one where it made trouble.

    What led to it is done, but not what a theft asks for. Only for who `is_further_on`.
    """
    plan = open_plan(turn)
    assert plan is not None
    told = _step_told(turn, plan)
    assert told is not None
    if told in _BY_THEMSELVES:
        return _leave_out(turn, plan, told)
    is_stuck = turn.intent in _TROUBLE and told not in _LEADS_ON_AT_ONCE and _by_its_words(turn, plan) is None
    led_to_it = plan.steps[: plan.steps.index(told) + (not is_stuck)]
    done = turn.progress.done_steps
    settled = [step for step in led_to_it if step not in done and (step in ADDING or step not in LEFT_ONCE_IN)]
    further = _with_done(turn, *settled)
    return (guide.help_with_step(further, plan) if is_stuck else None) or guide.say_current_step(further, plan)


def _leave_out(turn: Turn, plan: Plan, told: str) -> Reply:
    """Say the step at which they stand now; where that is the same as before, say first that the other one is done."""
    further = _with_done(turn, told)
    reply = guide.say_current_step(further, plan)
    is_the_same = guide.current_step(plan, turn.progress) != told
    return reply.after(Say("utter_that_one_is_done")) if is_the_same else reply


def _with_done(turn: Turn, *steps: str) -> Turn:
    done = (*turn.progress.done_steps, *steps)
    return replace(turn, progress=turn.progress.with_(done_steps=done, phone_line=None, stuck_at=None))


def _step_told(turn: Turn, plan: Plan) -> str | None:
    return _by_its_words(turn, plan) or _by_what_was_found_in_it(turn, plan)


def _by_its_words(turn: Turn, plan: Plan) -> str | None:
    return _still_open(step_told_in(turn.text, turn.case.is_work_or_school), turn, plan)


def _by_what_was_found_in_it(turn: Turn, plan: Plan) -> str | None:
    told = _still_open(turn.did, turn, plan) if turn.intent in _MAY_TELL_OF_A_STEP else None
    is_in = guide.is_adding(plan, turn.progress)
    return told if is_in or told != _SHOWS_NOT_THAT_THEY_ARE_IN else None


def _still_open(name: str | None, turn: Turn, plan: Plan) -> str | None:
    told = next((step for step in (name, _PERSONAL.get(name or "")) if step in plan.steps), None)
    return None if told in turn.progress.done_steps else told
