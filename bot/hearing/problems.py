"""Which problem a talk is about: the first that is named, a break-in at once, any other only after a yes."""

from __future__ import annotations

import datetime as dt

from bot.case import PROBLEMS, Case
from bot.hearing.break_ins import BREAK_IN, broken_into_again, with_the_break_in
from bot.hearing.message import Message
from bot.plan import ANSWERS, MORE, plan_for
from bot.questions import QUESTIONS, next_question
from bot.talk.turn import THIS_STEP, Progress

#: Topics that are answered in the middle of a case without leaving it; the value is the answer.
ASIDES = {
    "ask_qr_code": "qr_code",
    "frontline_qr": "frontline_qr",
    "admin_reset_for_user": "admin_how_to",
    "out_of_scope": "out_of_scope",
}
#: In the middle of a case a message has to be so sure of being about something else: what people ask about a step
#: sounds like it.
_SURE_OF_SOMETHING_ELSE = 0.8
#: What happened to a phone on which the app cannot merely misbehave.
_GONE = frozenset({"lost", "stolen", "broken", "reset_or_deleted"})


def with_the_problem(
    message: Message, before: Case, case: Case, progress: Progress, today: dt.date
) -> tuple[Case, Progress]:
    """
    Give the case and the progress with the problem that this message names or confirms.

    `before` is the case without this message, `case` with the facts that it states.
    """
    asked_about = progress.new_problem
    case, progress = _with_what_was_asked_about(message, before, case, progress)
    broken_in = with_the_break_in(message, case, progress)
    if broken_in:
        return broken_in
    app_is_gone = case.problem == "authenticator_not_working" and case.device_event in _GONE
    # No answer is no "no": a guide for an app that is gone helps nobody, so it is asked once more.
    stays_open = asked_about == "lost_authenticator" and message.intent != "deny"
    if app_is_gone and (before.device_event != case.device_event or stays_open) and not case.has_tried_fixes:
        return case, progress.with_(new_problem="lost_authenticator")
    named = message.intent if message.intent in PROBLEMS else message.value("problem")
    if named not in PROBLEMS:
        return case, progress
    if case.problem is None:
        return case.with_facts(problem=named), progress
    if case.problem in ANSWERS:
        return _after_an_answer(message, named, case, progress, today)
    return _in_the_middle(message, named, before, case, progress, today)


def _with_what_was_asked_about(message: Message, before: Case, case: Case, progress: Progress) -> tuple[Case, Progress]:
    """Take the problem that a yes confirmed; what neither answers nor tells anything leaves the question open."""
    asked_about, is_yes = progress.new_problem, message.intent == "affirm"
    if is_yes or message.intent == "deny" or message.intent in PROBLEMS or case != before:
        progress = progress.with_(new_problem=None)
    if not (asked_about and is_yes):
        return case, progress
    if asked_about == BREAK_IN:
        return broken_into_again(case, progress)
    return case.with_facts(problem=asked_about), progress


def _after_an_answer(
    message: Message, named: str, case: Case, progress: Progress, today: dt.date
) -> tuple[Case, Progress]:
    """Who heard how to let somebody else in may ask on; who names another problem has another problem."""
    more = MORE.get(plan_for(case, today).answer or "")
    if more and (named == case.problem or _is_hardly_something_else(message)):
        return case, progress.with_(aside=more)
    if more and named in ASIDES:
        return case, progress.with_(aside=ASIDES[named])
    return case.with_facts(problem=named), progress.with_(presented=None)


def _in_the_middle(
    message: Message, named: str, before: Case, case: Case, progress: Progress, today: dt.date
) -> tuple[Case, Progress]:
    """A problem named while another is worked on: a topic to answer in between, or to be confirmed, or nothing new."""
    answers = _answers(progress.requested_slot, before, case)
    if named == case.problem:
        # Who asks for the QR code once more is told once more, unless it is how they answer.
        return case, progress.with_(aside=None if answers else ASIDES.get(named))
    if answers:
        return case, progress
    if _is_hardly_something_else(message) or _is_about_the_new_app(message, case, progress, today):
        return case, progress.with_(aside=THIS_STEP)
    goes_elsewhere = _leads_apart(before, case, today)
    if named in ASIDES and not (goes_elsewhere and named == "out_of_scope"):
        return case, progress.with_(aside=ASIDES[named])
    if goes_elsewhere or not _leads_apart(case, case.with_facts(problem=named), today):
        return case, progress
    return case, progress.with_(new_problem=named)


def _is_about_the_new_app(message: Message, case: Case, progress: Progress, today: dt.date) -> bool:
    """Who lost the app and is on the way to a new one speaks of that, unless they press that the old one is there."""
    is_typed_of_the_app = message.intent == "authenticator_not_working" and message.confidence < 1
    plan = plan_for(case, today)
    walks = progress.presented == f"way_in_{plan.way_in}" and not set(plan.steps) <= set(progress.done_steps)
    return is_typed_of_the_app and case.problem == "lost_authenticator" and walks


def _is_hardly_something_else(message: Message) -> bool:
    return message.intent == "out_of_scope" and message.confidence < _SURE_OF_SOMETHING_ELSE


def _answers(question: str | None, before: Case, case: Case) -> bool:
    """Tell whether what was asked is known now, or known to be not known."""
    if question not in QUESTIONS:
        return False
    return getattr(before, question) != getattr(case, question) or before.not_known != case.not_known


def _leads_apart(one: Case, other: Case, today: dt.date) -> bool:
    return plan_for(one, today) != plan_for(other, today) or next_question(one, today) != next_question(other, today)
