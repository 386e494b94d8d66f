"""The moves that a person can make besides answering: yes or no, stuck, why, back, again, over, a human."""

from __future__ import annotations

from dataclasses import replace

from bot.case import Case
from bot.questions import QUESTIONS
from bot.talk import call, guide
from bot.talk.explaining import why_it_is_asked
from bot.talk.no_further import (
    counted,
    hand_over,
    is_answered,
    no_more_help,
    not_understood,
    what_was_left_out,
)
from bot.talk.recovery import go_on, next_step, open_plan, unless_answered, what_follows, with_look_up
from bot.talk.turn import THIS_STEP, Progress, Reply, Say, Turn, understood


def affirm(turn: Turn) -> Reply:
    """A bare yes: it answered the open question, or the step is done."""
    if turn.progress.requested_slot in QUESTIONS and not turn.told:
        return not_understood(turn)
    if _has_come_to_an_end(turn):
        return understood(turn, Say("utter_all_right"))
    return go_on(turn) if _was_an_answer(turn) else next_step(turn)


def deny(turn: Turn) -> Reply:
    """A bare no: it answered the open question, the step did not work, or there is nothing else."""
    if turn.progress.requested_slot in QUESTIONS and not turn.told:
        return not_understood(turn)
    plan = open_plan(turn)
    nothing_is_open = plan is None or is_answered(turn)
    if _has_come_to_an_end(turn) or (nothing_is_open and not _was_an_answer(turn)):
        return understood(turn, Say("utter_all_right"))
    if _was_an_answer(turn):
        return go_on(turn)
    return next_step(turn) if plan and guide.tries_one_thing_after_another(plan) else stuck(turn)


def take_answer(turn: Turn) -> Reply:
    """Go on with what was stated or answered; when nothing of it could be used, say so."""
    return go_on(turn) if turn.told or turn.progress.aside or turn.progress.new_problem else not_understood(turn)


def take_up(turn: Turn) -> Reply:
    """Go on with what was told; help where it was a question about the step."""
    if turn.progress.aside == THIS_STEP:
        return ask_about_step(replace(turn, progress=turn.progress.with_(aside=None)))
    return go_on(turn)


@unless_answered
def ask_about_step(turn: Turn) -> Reply:
    """Help with the step that somebody asks about: that it did not work they do not say."""
    plan = open_plan(turn)
    if plan is None or guide.current_step(plan, turn.progress) is None:
        return stuck(turn)
    return guide.help_with_step(turn, plan) or no_more_help(turn)


def not_done_yet(turn: Turn) -> Reply:
    """Who only asks what comes next has done nothing yet: the step comes again, and is done when they say so."""
    return go_on(turn).after(Say("utter_say_next_when_done"))


def begin_here(turn: Turn) -> Reply:
    """Who says that they begin has not done the first step: it comes again, and is done when they say so."""
    return go_on(turn).after(Say("utter_here_it_begins"))


def say_the_way_in_again(turn: Turn) -> Reply:
    """Say once more what the guide is for, and the step at which they are."""
    return go_on(replace(turn, progress=turn.progress.with_(presented=None)))


def keep_the_old_one(turn: Turn) -> Reply:
    """Who takes the old phone off before the new one works has nothing left: its step comes later."""
    return go_on(turn).after(Say("utter_keep_the_old_one"))


@unless_answered
def stuck(turn: Turn) -> Reply:
    """
    Help with exactly this step, once; with a question, say that "don't know" will do; at the end, go other ways.

    Who is stuck after the help tries the next thing where one is tried after another, else there is no more help.
    """
    plan = open_plan(turn)
    if plan is None and is_answered(turn):
        return go_on(turn).after(*what_was_left_out(turn))
    if plan is None:
        reply = go_on(turn)
        help_with_it = (*why_it_is_asked(reply), Say("utter_stuck_at_question"))
        return reply if turn.told else counted(turn, reply.after(*help_with_it))
    if guide.current_step(plan, turn.progress) is not None:
        rest = next_step if guide.tries_one_thing_after_another(plan) else no_more_help
        return guide.help_with_step(turn, plan) or rest(turn)
    return what_follows(turn, plan) or hand_over(turn)


def repeat(turn: Turn) -> Reply:
    """Say the open question, the answer, the step or the line of the call again."""
    is_answer = (turn.progress.presented or "").startswith("answer_")
    presented = None if is_answer else turn.progress.presented
    return go_on(replace(turn, progress=turn.progress.with_(phone_tries=0, presented=presented)))


@unless_answered
def show_all_steps(turn: Turn) -> Reply:
    """Say the whole guide at once, when there is one."""
    plan = open_plan(turn)
    if plan is None:
        return go_on(turn).after(Say("utter_no_steps_yet"))
    return guide.say_all_steps(turn, plan)


@unless_answered
def something_else(turn: Turn) -> Reply:
    """The phone robot said something that was not foreseen."""
    plan = open_plan(turn)
    if plan is None or guide.current_step(plan, turn.progress) != guide.CALL_STEP:
        return stuck(turn)
    return call.said_something_else(turn)


@unless_answered
def greet(turn: Turn) -> Reply:
    """Greet a newcomer with what can be done here; who comes back goes on where they were."""
    if turn.case == Case():
        return understood(turn, Say("utter_greet"))
    if not turn.progress.asked and not turn.progress.presented:
        return go_on(turn)
    return go_on(turn).after(Say("utter_welcome_back"))


@unless_answered
def wait(turn: Turn) -> Reply:
    """Leave them the time that they ask for, with everything as it stands; what they told goes on at once."""
    plan, question = open_plan(turn), turn.progress.requested_slot
    if turn.told:
        return go_on(turn)
    if plan is not None and not turn.progress.new_problem:
        return guide.wait_at_step(turn, plan)
    buttons = f"utter_ask_{question}" if question in QUESTIONS else None
    if turn.progress.new_problem:
        buttons = f"utter_ask_new_problem_{turn.progress.new_problem}"
    say = with_look_up(turn, question, Say("utter_take_your_time", buttons=buttons))
    return understood(turn, say, new_problem=turn.progress.new_problem)


def start_over(turn: Turn) -> Reply:
    """Forget the case and begin anew, unless the message only told something (`Message.read_anew`)."""
    if turn.told:
        return take_up(turn)
    return Reply((Say("utter_start_over"),), Case(), Progress(), orders=("forget",))


@unless_answered
def solved(turn: Turn) -> Reply:
    """
    The person is in: what only leads in is done, and the new authenticator and the lost phone are what is left.

    Who is in already has done the step at which they stand. While somebody else may be in the account, every step
    is left.
    """
    plan = open_plan(turn)
    if plan is None:
        return understood(turn, Say("utter_solved"), Say("utter_anything_else"), requested_slot=None)
    if turn.case.is_under_attack:
        return guide.say_current_step(turn, plan).after(Say("utter_solved"))
    inside = guide.skip_getting_in(turn, plan)
    if inside is None:
        return next_step(turn)
    is_the_end = guide.current_step(plan, inside.progress) is None
    return guide.say_current_step(inside, plan).after(Say("utter_solved" if is_the_end else "utter_solved_so_far"))


def _was_an_answer(turn: Turn) -> bool:
    return bool(turn.told or turn.progress.requested_slot)


def _has_come_to_an_end(turn: Turn) -> bool:
    plan = open_plan(turn)
    return plan is not None and not turn.told and guide.current_step(plan, turn.progress) is None
