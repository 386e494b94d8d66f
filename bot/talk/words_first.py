"""Where the words of a message say more surely than its intent what is meant, they choose the move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.case import FACTS
from bot.plan import Plan, plan_for
from bot.talk import call, guide, words
from bot.talk.after_an_answer import is_opened_again, open_again
from bot.talk.further_on import catch_up, is_further_on
from bot.talk.in_passing import answer_in_passing, topic_in
from bot.talk.moves import ask_about_step, begin_here, keep_the_old_one, not_done_yet, say_the_way_in_again, stuck
from bot.talk.recovery import next_step, open_plan, take_the_reset
from bot.talk.turn import Reply, Turn
from bot.talk.words_of_steps import ends_with_next
from bot.talk.worries import answer_worry, worry_in

Move = Callable[[Turn], Reply]

#: At the call these are moves, whatever words stand beside them; everything else may be what the robot said.
_MOVES_OF_THE_CALL = frozenset(
    {
        "step_done",
        "affirm",
        "go_back_a_step",
        "ask_repeat",
        "show_all_steps",
        "ask_trial_tenant",
        "ask_call_sheet",
        "ask_human",
        "ask_meaning",
        "been_reset",
        "problem_solved",
        "account_compromised",
        "start_over",
    }
)
#: An administrator does these; each help says who else can.
_STEPS_OF_AN_ADMINISTRATOR = frozenset({"send_message_to_admin", "wait_for_the_admin"})
#: What a worry may sound like.
_MAY_BE_A_WORRY = frozenset(
    {
        "ask_check_methods",
        "ask_how_long",
        "ask_meaning",
        "ask_who_you_are",
        "ask_why",
        "inform",
        "nlu_fallback",
        "out_of_scope",
    }
)

#: Whatever else a question in passing sounds like, it does not sound like these.
_NEVER_IN_PASSING = frozenset(
    {"account_compromised", "been_reset", "give_secret", "problem_solved", "start_over", "step_done"}
)


def move_for(turn: Turn, move: Move) -> Move:
    """Give the move to make in this turn: the one of its intent, `move`, unless the words are surer."""
    if not turn.text or turn.text.startswith("/"):
        return move
    plan = open_plan(turn)
    step = guide.current_step(plan, turn.progress) if plan else None
    return _instead(turn, plan, step) or move


def _instead(turn: Turn, plan: Plan | None, step: str | None) -> Move | None:
    if is_opened_again(turn):
        return open_again
    return (
        (_further_than_the_guide(turn, plan, step) if plan else None)
        or _not_in_or_not_followed(turn, step)
        or (_on_the_way(turn, plan, step) if plan else None)
        or (_while_a_stranger_is_in(turn, step) if plan and plan.way_in == "secure_account" else None)
        or (_at_the_call(turn) if step == guide.CALL_STEP else None)
        or _beside_the_matter(turn)
        or _in_passing(turn, plan)
    )


def _not_in_or_not_followed(turn: Turn, step: str | None) -> Move | None:
    is_heard_as_out = turn.intent == "problem_solved" or (turn.intent == "nlu_fallback" and step)
    is_out = is_heard_as_out and words.denies_being_in(turn.text)
    return stuck if is_out or words.asks_what_is_meant(turn.text) else None


def _further_than_the_guide(turn: Turn, plan: Plan, step: str | None) -> Move | None:
    if is_further_on(turn, plan):
        return catch_up
    is_asked = step in (None, guide.CALL_STEP) or turn.progress.requested_slot is not None
    is_in = turn.intent == "problem_solved" and not words.denies_being_in(turn.text)
    if is_asked or is_in or not ends_with_next(turn.text) or _led_elsewhere(turn, plan):
        return None
    return next_step


def _led_elsewhere(turn: Turn, plan: Plan) -> bool:
    """Tell whether what this message told makes a difference to the plan: its step is then a new one."""
    facts = dict.fromkeys(turn.told.intersection(FACTS))
    return plan_for(turn.case.with_facts(**facts), turn.today) != plan


def _on_the_way(turn: Turn, plan: Plan, step: str | None) -> Move | None:
    if turn.intent == "step_done" and step and not turn.told and words.only_asks_what_comes_next(turn.text):
        return not_done_yet
    begins = turn.intent in ("affirm", "step_done") and step == plan.steps[0] and not turn.told
    if begins and turn.progress.requested_slot is None and words.is_ready_to_begin(turn.text):
        return begin_here
    if step in _STEPS_OF_AN_ADMINISTRATOR and words.asks_who_else_can(turn.text):
        return _help_anew
    if words.asks_to_remove_the_old(turn.text) and guide.removes_later(plan, turn.progress):
        return keep_the_old_one
    return None


def _while_a_stranger_is_in(turn: Turn, step: str | None) -> Move | None:
    if step == "deny_every_prompt" and words.says_they_approved(turn.text):
        return _help_anew
    if step == "report_the_break_in" and turn.case.has_other_admin is False and words.says_there_is_nobody(turn.text):
        return next_step
    if words.asks_for_the_way_in(turn.text):
        return say_the_way_in_again
    if turn.intent == "ask_check_methods" and turn.known.facts is None:
        return ask_about_step
    return take_the_reset if turn.intent == "been_reset" and turn.case.has_been_reset is None else None


def _at_the_call(turn: Turn) -> Move | None:
    may_be_the_robot = not turn.told and turn.intent not in _MOVES_OF_THE_CALL
    return call.say_line_for if may_be_the_robot and call.line_for(turn) else None


def _beside_the_matter(turn: Turn) -> Move | None:
    may_be_a_worry = turn.intent in _MAY_BE_A_WORRY and turn.told <= {"problem"}
    return answer_worry if may_be_a_worry and worry_in(turn.text) else None


def _in_passing(turn: Turn, plan: Plan | None) -> Move | None:
    may_be = turn.intent not in _NEVER_IN_PASSING and not turn.told
    walked = plan if turn.progress.requested_slot is None else None
    topic = topic_in(turn, walked) if may_be else None
    return partial(answer_in_passing, topic=topic) if topic else None


def _help_anew(turn: Turn) -> Reply:
    """What the help says of exactly this is worth to be said again."""
    return ask_about_step(replace(turn, progress=turn.progress.with_(stuck_at=None)))
