"""Where a talk gets no further: asked in other words, then the menu, then a human, who gets the whole case."""

from __future__ import annotations

from dataclasses import replace

from bot.case import Case
from bot.cases.summary import summary_of
from bot.plan import MORE, plan_for
from bot.questions import next_question
from bot.talk.recovery import go_on
from bot.talk.turn import OFFER_THE_MENU_AT, Reply, Say, Turn, understood

#: What is open after a hand-over in the middle of a guide: whether to go on here.
HANDED_OVER = "handed_over"
_AT_THE_DESK = "utter_human_at_the_desk"


def hand_over(turn: Turn) -> Reply:
    """
    Give the summary that a human needs, so that nobody is asked twice; the talk can go on afterwards.

    "They can call me" asks for nobody: it names what still works. In a guide a yes afterwards is no step done.
    """
    if turn.progress.requested_slot == "other_methods" in turn.told and turn.case.other_methods:
        return go_on(turn)
    told = _AT_THE_DESK if turn.known.can_look_up else "utter_human"
    question = turn.progress.requested_slot or HANDED_OVER
    reply = understood(turn, Say(told, {"summary": summary_of(turn.case)}), requested_slot=question)
    return replace(reply, orders=("hand_over",))


def no_more_help(turn: Turn) -> Reply:
    """Offer a human or another way to who is stuck after the help of a step; then give the summary for a human."""
    if turn.progress.misunderstandings:
        reply = hand_over(turn)
        return replace(reply, progress=reply.progress.with_(stuck_at=None))
    reply = understood(turn, Say("utter_no_more_help"), requested_slot=None)
    return replace(reply, progress=reply.progress.with_(misunderstandings=1))


def without_the_desk(reply: Reply) -> Reply:
    """Give a hand-over that the desk did not take: the summary is the person's to pass on."""
    says = (replace(say, response="utter_human") if say.response == _AT_THE_DESK else say for say in reply.says)
    return replace(reply, says=tuple(says))


def not_understood(turn: Turn) -> Reply:
    """
    Go on if the message told a fact all the same, or one again; else ask again, then offer the menu, then a human.
    """
    if turn.told:
        return go_on(turn)
    if turn.says_again:
        return counted(turn, go_on(turn).after(Say("utter_noted")))
    if turn.case == Case() and not turn.readings:
        return counted(turn, understood(turn, Say("utter_not_understood_at_all")))
    if turn.case == Case():
        return counted(turn, go_on(turn))
    return counted(turn, go_on(turn).after(*(what_was_left_out(turn) or [Say("utter_not_understood")])))


def counted(turn: Turn, reply: Reply) -> Reply:
    """Count a turn that brings the talk no further; in a row, the second gets the menu, the next ones a human."""
    count = turn.progress.misunderstandings + 1
    if count > OFFER_THE_MENU_AT:
        reply = hand_over(turn).after(Say("utter_offer_human"))
    elif count == OFFER_THE_MENU_AT:
        reply = understood(turn, Say("utter_menu"))
    return replace(reply, progress=reply.progress.with_(misunderstandings=count))


def what_was_left_out(turn: Turn) -> list[Say]:
    """Who asks on after an answer, in whatever words, is told what it left out."""
    more = MORE.get(plan_for(turn.case, turn.today).answer or "") if is_answered(turn) else None
    return [Say(f"utter_answer_{more}")] if more else []


def is_answered(turn: Turn) -> bool:
    """Tell whether what was asked for got its answer, and no way in was needed."""
    return next_question(turn.case, turn.today) is None and plan_for(turn.case, turn.today).answer is not None
