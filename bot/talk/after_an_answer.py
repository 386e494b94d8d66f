"""What opens an answered talk again: they are no administrator after all, or it is an account of Microsoft's."""

from __future__ import annotations

from dataclasses import replace

from bot.talk.no_further import is_answered
from bot.talk.recovery import go_on
from bot.talk.turn import Reply, Say, Turn

FOR_ADMINISTRATORS = "answer_admin_how_to"
NOT_OURS = "answer_out_of_scope"


def is_opened_again(turn: Turn) -> bool:
    """Tell whether the message says what the answer that was given last does not fit."""
    if not is_answered(turn):
        return False
    if turn.progress.presented == NOT_OURS:
        return turn.case.problem == "out_of_scope" and "account_type" in turn.told
    return _has_the_wrong_guide(turn)


def open_again(turn: Turn) -> Reply:
    """Ask what can let them in. Who helps somebody answers for them; only for who `is_opened_again`."""
    progress = turn.progress.with_(presented=None, aside=None, new_problem=None)
    if not _has_the_wrong_guide(turn):
        return go_on(replace(turn, case=turn.case.with_facts(problem=None), progress=progress, readings=()))
    case = turn.case.with_facts(problem="lost_authenticator")
    return go_on(replace(turn, case=case, progress=progress)).after(Say("utter_answer_for_them"))


def _has_the_wrong_guide(turn: Turn) -> bool:
    """Tell whether they are none, as they say now, or said before and say on what is known."""
    case = turn.case
    if turn.progress.presented != FOR_ADMINISTRATORS or case.problem != "admin_reset_for_user":
        return False
    # Where nobody else is one either, another answer says what is left.
    is_none = case.is_admin is False and case.has_other_admin is not False
    return is_none and ("is_admin" in turn.told or turn.says_again)
