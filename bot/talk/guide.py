"""Walking a person through the steps of a plan: one at a time, with help at each, and the call line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.cases.summary import summary_of
from bot.phone.proofs import proof_lines
from bot.phone.sheet import dial_lines
from bot.plan import Plan
from bot.steps import ADDING, LEFT_ONCE_IN, REMOVING
from bot.talk import call
from bot.talk.turn import Progress, Reply, Say, Turn, understood
from bot.written import mapping_in


def _named(*details: str) -> Callable[[Turn], Mapping[str, Any]]:
    """Give the details that the person told, and in place of the others words that say what belongs there."""
    return lambda turn: {name: getattr(turn.caller, name) or _not_told()[name] for name in details}


@lru_cache(maxsize=1)
def _not_told() -> Mapping[str, str]:
    return mapping_in(Path(__file__).with_name("not_told.yml"))


#: What some steps have to name that only this case knows.
STEP_VALUES: Mapping[str, Callable[[Turn], Mapping[str, Any]]] = {
    "send_message_to_admin": _named("sign_in_name"),
    "send_message_to_partner": _named("sign_in_name", "tenant_domain"),
    "send_summary_to_helpdesk": lambda turn: {"summary": summary_of(turn.case)},
    "gather_the_proofs": lambda turn: {"proofs": proof_lines(turn.caller)},
    "call_microsoft": lambda turn: {"dial": dial_lines(turn.caller, turn.today)},
}

CALL_STEP = "call_microsoft"
#: Where a page that opens once is given.
PAGE_STEP = "open_the_enrolment_page"


def current_step(plan: Plan, progress: Progress) -> str | None:
    """Give the first step of the plan that is not done yet; None when all are."""
    return next((step for step in plan.steps if step not in progress.done_steps), None)


def is_adding(plan: Plan, progress: Progress) -> bool:
    """Tell whether the person is in, and at one of the steps that add the new authenticator."""
    return current_step(plan, progress) in ADDING


def say_current_step(turn: Turn, plan: Plan) -> Reply:
    """Say the step at which the person stands, or that the guide is at its end."""
    step = current_step(plan, turn.progress)
    if step is None:
        return understood(turn, Say("utter_guide_finished"), requested_slot=None)
    if step == CALL_STEP and turn.progress.phone_line is not None:
        return call.say_line(turn)
    return understood(turn, _say_step(turn, plan, step, _buttons(plan, step)), requested_slot=None)


def mark_done(turn: Turn, plan: Plan) -> Turn:
    """Note the current step as done."""
    step = current_step(plan, turn.progress)
    done = (*turn.progress.done_steps, *([step] if step else []))
    return replace(turn, progress=turn.progress.with_(done_steps=done, stuck_at=None, phone_line=None))


def step_back(turn: Turn, plan: Plan) -> Turn | None:
    """Give the turn as it was one step, or one line of the call, before; None at the first step."""
    line = turn.progress.phone_line
    if line is not None and current_step(plan, turn.progress) == CALL_STEP:
        return replace(turn, progress=turn.progress.with_(phone_line=line - 1 if line else None, phone_tries=0))
    walked = [step for step in plan.steps if step in turn.progress.done_steps]
    if not walked:
        return None
    done = tuple(step for step in turn.progress.done_steps if step != walked[-1])
    return replace(turn, progress=turn.progress.with_(done_steps=done))


def skip_getting_in(turn: Turn, plan: Plan) -> Turn | None:
    """Note as done every step that only leads in; None when all of them are done."""
    skipped = [step for step in plan.steps if step not in (*LEFT_ONCE_IN, *turn.progress.done_steps)]
    done = (*turn.progress.done_steps, *skipped)
    return replace(turn, progress=turn.progress.with_(done_steps=done, phone_line=None)) if skipped else None


def next_phone_line(turn: Turn, plan: Plan) -> Reply | None:
    """Say the next line of the call while the person is at that step; None when there is none left."""
    if current_step(plan, turn.progress) != CALL_STEP:
        return None
    return call.next_line(turn)


def help_with_step(turn: Turn, plan: Plan) -> Reply | None:
    """Give the help for being stuck at exactly this step; None when it was given already."""
    step = current_step(plan, turn.progress)
    if step is None:
        return say_current_step(turn, plan)
    if step == CALL_STEP and turn.progress.phone_line is not None:
        return call.said_something_else(turn)
    if turn.progress.stuck_at == step:
        return None
    return understood(turn, Say(f"utter_stuck_{step}", buttons=_buttons(plan)), stuck_at=step, requested_slot=None)


def explain_step(turn: Turn, plan: Plan) -> Reply:
    """Say why this step is needed; the place in the guide is kept."""
    step = current_step(plan, turn.progress)
    if step is None:
        return say_current_step(turn, plan)
    return understood(turn, Say(f"utter_why_{step}", buttons=_buttons(plan)), requested_slot=None)


def wait_at_step(turn: Turn, plan: Plan) -> Reply:
    """Leave a person the time for this step; nothing is said again, and what can be pressed stays."""
    step = current_step(plan, turn.progress)
    on_the_phone = step == CALL_STEP and turn.progress.phone_line is not None
    buttons = "utter_phone_buttons" if on_the_phone else _buttons(plan, step) if step else None
    return understood(turn, Say("utter_take_your_time", buttons=buttons))


def say_all_steps(turn: Turn, plan: Plan) -> Reply:
    """Say every step of the plan at once; the place in the guide is kept."""
    steps = [_say_later_step(turn, plan, step) for step in plan.steps]
    step = current_step(plan, turn.progress)
    here = plan.steps.index(step) + 1 if step else len(plan.steps)
    return understood(turn, *steps, Say("utter_all_steps_end", {"number": here}, _buttons(plan)))


def _say_step(turn: Turn, plan: Plan, step: str, buttons: str | None = None) -> Say:
    place = {"number": plan.steps.index(step) + 1, "total": len(plan.steps)}
    special = STEP_VALUES[step](turn) if step in STEP_VALUES else {}
    return Say(f"utter_step_{step}", {**place, **special}, buttons)


def _say_later_step(turn: Turn, plan: Plan, step: str) -> Say:
    """A page that works once is given at its step, and not in a list: the one that is open would close."""
    say = _say_step(turn, plan, step)
    return replace(say, response="utter_enrolment_page_at_its_step") if step == PAGE_STEP else say


def _buttons(plan: Plan, step: str | None = None) -> str:
    if step == "prove_a_second_contact":
        return "utter_second_proof_buttons"
    return "utter_fix_app_buttons" if tries_one_thing_after_another(plan) else "utter_guide_buttons"


def removes_later(plan: Plan, progress: Progress) -> bool:
    """Tell whether the lost method is taken off the account later in this guide, and not now."""
    step = current_step(plan, progress)
    left = plan.steps[plan.steps.index(step) + 1 :] if step else ()
    return not REMOVING.isdisjoint(left)


def tries_one_thing_after_another(plan: Plan) -> bool:
    """Tell whether each step may be the one that mends it: "no" then leads to the next."""
    return plan.way_in == "fix_app"
