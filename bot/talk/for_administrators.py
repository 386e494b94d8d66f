"""What only administrators of an organisation can use: the call to Microsoft and its other road."""

from __future__ import annotations

from bot.plan import plan_for
from bot.talk import call
from bot.talk.moves import ask_about_step
from bot.talk.no_further import is_answered
from bot.talk.recovery import go_on, open_plan, unless_answered
from bot.talk.turn import Reply, Say, Turn
from bot.talk.words import asks_for_other_words

MICROSOFT = "data_protection"


@unless_answered
def show_sheet(turn: Turn) -> Reply:
    """Give the sheet for the call to whom Microsoft can help."""
    return call.show_sheet(turn) if _is_theirs(turn) else _what_else(turn)


@unless_answered
def show_trial_tenant(turn: Turn) -> Reply:
    """Give the road by a trial tenant to whom Microsoft can help."""
    return call.show_trial_tenant(turn) if _is_theirs(turn) else _what_else(turn)


def _is_theirs(turn: Turn) -> bool:
    return not _asks_on_after_an_answer(turn) and _microsoft_can_help(turn)


def _asks_on_after_an_answer(turn: Turn) -> bool:
    """Who was told how to help somebody else speaks of that, unless they name the call or the trial."""
    return is_answered(turn) and asks_for_other_words(turn.text)


def _microsoft_can_help(turn: Turn) -> bool:
    """
    Tell whether the call may be this person's way; while nothing is known of the account, it may be anybody's.

    Who shuts a stranger out first is asked where that leads: Microsoft has to know of a break-in too.
    """
    case = turn.case
    if plan_for(case.with_facts(has_been_secured=True), turn.today).way_in == MICROSOFT:
        return True
    if _is_no_administrator(turn):
        return False
    knows_nothing = case.account_type is None and case.is_admin is None and open_plan(turn) is None
    return knows_nothing or case.problem == "contact_data_protection"


def _is_no_administrator(turn: Turn) -> bool:
    return turn.case.is_personal or turn.case.is_admin is False


def _what_else(turn: Turn) -> Reply:
    """Help with the step at hand; who asks for the call and can never go to Microsoft is told so, and what is open."""
    is_helped = open_plan(turn) is not None and not _is_no_administrator(turn)
    means_the_step = turn.intent == "ask_call_sheet" and asks_for_other_words(turn.text)
    if is_helped or means_the_step or _asks_on_after_an_answer(turn):
        return ask_about_step(turn)
    reply = go_on(turn)
    has_a_step = any(say.response.startswith("utter_step_") for say in reply.says)
    return reply.after(Say("utter_only_for_administrators" if has_a_step else "utter_only_for_administrators_no_step"))
