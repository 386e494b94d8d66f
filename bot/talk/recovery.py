"""The road from the first message to the way in: ask the next question that matters, else present the plan."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

from bot.case import Case
from bot.plan import Plan, plan_for
from bot.questions import next_question
from bot.talk import guide
from bot.talk.turn import Reply, Say, Turn, understood
from bot.ways_in import FOLLOW_UP

#: The question whom to look up.
ASKS_SIGN_IN_NAME = "sign_in_name"
#: After these answers recovery is offered; a yes begins it.
OFFERS_RECOVERY = frozenset({"answer_frontline_qr"})


def go_on(turn: Turn) -> Reply:
    """Say what comes next: the topic put in between, then the open question, the way in, or the step."""
    if turn.progress.new_problem:
        return _ask_about_the_new_problem(turn)
    if turn.progress.requested_slot == ASKS_SIGN_IN_NAME in turn.told and turn.known.can_look_up:
        return send_code(turn, "look_up")
    told = _topics_put_in_between(turn)
    question = next_question(turn.case, turn.today)
    reply = _ask(turn, question) if question else present(turn)
    if "device_event" in turn.told and turn.known.facts is not None and holds_a_stolen_authenticator(turn.case):
        reply = replace(reply, orders=(*reply.orders, "report_stolen")).after(Say("utter_stolen_authenticator_retired"))
    return reply.after(*told)


def holds_a_stolen_authenticator(case: Case) -> bool:
    """Tell whether a thief holds what we can stop: it then stops to work at once."""
    return case.device_event == "stolen" and bool(case.has_own_second_factor) and not case.is_admin


def send_code(turn: Turn, order: str) -> Reply:
    """Order a code; whoever it is for, the words are the same. Another name meanwhile is a correction of the first."""
    say = Say("utter_code_on_its_way", buttons="utter_code_buttons")
    reply = understood(turn, say, requested_slot=ASKS_SIGN_IN_NAME)
    return replace(reply, orders=(order,))


def unless_answered(move: Callable[[Turn], Reply]) -> Callable[[Turn], Reply]:
    """
    Make a move that gives way to an answer.

    "They can call me" answers what still works, whatever else it sounds like; then the talk goes on.
    """

    @functools.wraps(move)
    def give_way(turn: Turn) -> Reply:
        return go_on(turn) if turn.answered else move(turn)

    return give_way


def present(turn: Turn) -> Reply:
    """Say the way in, or the answer, when it is a new one; then the step at which the person stands."""
    plan = plan_for(turn.case, turn.today)
    name = f"way_in_{plan.way_in}" if plan.way_in else f"answer_{plan.answer}"
    if name == turn.progress.presented:
        return guide.say_current_step(turn, plan) if plan.way_in else _anything_else(turn)
    turn = replace(turn, progress=turn.progress.with_(presented=name, requested_slot=None, phone_line=None))
    heading = Say(f"utter_{name}")
    if plan.way_in:
        reply = guide.say_current_step(turn, plan).after(heading)
        return replace(reply, orders=("hand_over",)) if plan.way_in == "helpdesk" else reply
    if name in OFFERS_RECOVERY:
        says = (heading, Say("utter_offer_recovery"))
        return understood(turn, *says, requested_slot="new_problem", new_problem="lost_authenticator")
    return understood(turn, heading)


def next_step(turn: Turn) -> Reply:
    """Note the step as done and say the next one; at the end of the guide, what follows it."""
    plan = open_plan(turn)
    if plan is None:
        return go_on(turn)
    line = guide.next_phone_line(turn, plan)
    if line is not None:
        return line
    if guide.current_step(plan, turn.progress) is None:
        return guide.say_current_step(turn, plan)
    held_back = _held_back(turn, plan)
    if held_back:
        return guide.say_current_step(turn, plan).after(Say(held_back))
    after = guide.mark_done(turn, plan)
    was_the_last = guide.current_step(plan, after.progress) is None
    return (what_follows(after, plan) if was_the_last else None) or guide.say_current_step(after, plan)


def take_the_reset(turn: Turn) -> Reply:
    """Somebody has reset the account meanwhile: what that settles is left out of the steps."""
    return go_on(replace(turn, case=turn.case.with_facts(has_been_reset=True)))


def what_follows(turn: Turn, plan: Plan) -> Reply | None:
    """Go on with what comes after a guide that was walked in vain; None when nothing does."""
    if plan.way_in not in FOLLOW_UP:
        return None
    return go_on(replace(turn, case=turn.case.with_facts(**{FOLLOW_UP[plan.way_in]: True})))


def _held_back(turn: Turn, plan: Plan) -> str | None:
    """Name what to say instead when the server knows that this step is not done."""
    step = guide.current_step(plan, turn.progress)
    if step == "prove_a_second_contact" and not turn.known.may_change:
        return "utter_second_proof_first"
    if step == "open_the_enrolment_page" and turn.known.enrolment != "changed":
        return "utter_enrolment_not_finished"
    return None


def open_plan(turn: Turn) -> Plan | None:
    """Give the plan whose steps the person is walking; None while there is still something to ask."""
    if next_question(turn.case, turn.today):
        return None
    plan = plan_for(turn.case, turn.today)
    return plan if plan.steps and turn.progress.presented == f"way_in_{plan.way_in}" else None


def _anything_else(turn: Turn) -> Reply:
    return understood(turn, Say("utter_anything_else"), requested_slot=None)


def _ask(turn: Turn, question: str) -> Reply:
    asked = tuple(q for q in turn.progress.asked if q != question)
    in_doubt = question == "problem" and turn.readings
    say = _which_of_these(turn.readings) if in_doubt else Say(f"utter_ask_{question}")
    return understood(turn, with_look_up(turn, question, say), requested_slot=question, asked=(*asked, question))


def with_look_up(turn: Turn, question: str | None, say: Say) -> Say:
    """Offer below the question what still works to look it up, where that can be done and was not."""
    if question == "other_methods" and turn.known.can_look_up and turn.known.facts is None:
        return replace(say, more_buttons="utter_look_up_button")
    return say


def _which_of_these(readings: tuple[str, ...]) -> Say:
    """Honest doubt: the likely readings as buttons, and a way to all the others."""
    return Say("utter_which_problem", buttons="utter_problem_buttons", only=(*readings, "ask_repeat"))


def _ask_about_the_new_problem(turn: Turn) -> Reply:
    name = f"utter_ask_new_problem_{turn.progress.new_problem}"
    return understood(turn, Say(name), requested_slot="new_problem", new_problem=turn.progress.new_problem)


def _topics_put_in_between(turn: Turn) -> tuple[Say, ...]:
    """The QR code is explained before recovery goes on; other topics are answered without leaving the case."""
    topic = turn.progress.aside
    has_gone_on = turn.progress.presented or set(turn.progress.asked) - {"problem"}
    if topic is None and turn.case.problem == "ask_qr_code" and not has_gone_on:
        topic = "qr_code"
    plan = open_plan(turn)
    if topic == "qr_code" and plan and guide.is_adding(plan, turn.progress):
        topic = "qr_code_once_in"
    return (Say(f"utter_answer_{topic}"),) if topic else ()
