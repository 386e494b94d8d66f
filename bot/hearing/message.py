"""What a message tells: from its intent and the facts found in it to the case and the progress of the talk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.case import FACTS, METHODS, PROBLEMS, Case
from bot.plan import ANSWERS, plan_for
from bot.questions import QUESTIONS, next_question, offered_answers, without_an_answer
from bot.talk.turn import Progress

#: Topics that are answered in the middle of a case without leaving it; the value is the answer.
ASIDES = {
    "ask_qr_code": "qr_code",
    "frontline_qr": "frontline_qr",
    "admin_reset_for_user": "admin_how_to",
    "out_of_scope": "out_of_scope",
}

#: The questions that a bare "no" answers, with the last of the offered answers.
_TAKES_NO = ("other_methods", "is_admin", "has_other_admin", "has_partner")
_TAKES_YES = ("is_admin", "has_other_admin", "has_partner")


@dataclass(frozen=True)
class Message:
    """One message as it was understood: its intent, and each fact found in it with its value."""

    intent: str | None
    found: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def from_entities(cls, intent: str | None, entities: Iterable[Mapping[str, Any]]) -> Message:
        """Read what Rasa's parse data hold, whether they come from words or from a button."""
        return cls(intent, tuple((entity["entity"], entity["value"]) for entity in entities))

    def values(self, name: str) -> tuple[Any, ...]:
        return tuple(value for found, value in self.found if found == name)


def take_in(message: Message, case: Case, progress: Progress, today: dt.date) -> tuple[Case, Progress]:
    """
    Give the case and the progress after this message.

    What was stated is taken, whatever was asked; a bare yes, no, "don't know" or "the second one"
    is read as an answer to the open question. The problem, once known, changes only to a
    compromise, or after the person confirmed it.
    """
    told = _with_stated_facts(message, case)
    if told == case:
        told = _with_the_answer(message, case, progress)
    after, progress = _with_the_problem(message, told, progress, today, answered=told != case)
    return after, progress


def _with_stated_facts(message: Message, case: Case) -> Case:
    facts: dict[str, Any] = {}
    for fact in FACTS:
        values = [value for value in message.values(fact) if _is_possible(fact, value)]
        if values and fact not in ("problem", "other_methods"):
            facts[fact] = values[-1]
    if message.intent == "been_reset":
        facts["has_been_reset"] = True
    methods = _methods(message, case)
    if methods is not None:
        facts["other_methods"] = methods
    return case.with_facts(**facts)


def _methods(message: Message, case: Case) -> tuple[str, ...] | None:
    """Add the methods said to work, take away those said not to; "none" alone means that nothing works."""
    works = [value for value in message.values("other_methods") if value in METHODS]
    fails = set(message.values("lost_methods"))
    if not works and "none" in message.values("other_methods"):
        return ()
    known = case.other_methods or ()
    kept = tuple(method for method in (*known, *works) if method not in fails)
    return kept if works or (fails and case.other_methods is not None) else case.other_methods


def _is_possible(fact: str, value: Any) -> bool:
    """A hand-typed payload can hold anything; a fact takes only what it can be."""
    try:
        Case(**{fact: value})
    except (ValueError, TypeError):
        return False
    return True


def _with_the_answer(message: Message, case: Case, progress: Progress) -> Case:
    question = progress.requested_slot
    if question not in QUESTIONS:
        return case
    if message.intent == "dont_know":
        return without_an_answer(question, case)
    answer = _chosen(message, question, case)
    return case.with_facts(**{fact: value for fact, value in answer.items() if getattr(case, fact) is None})


def _chosen(message: Message, question: str, case: Case) -> Mapping[str, Any]:
    answers = offered_answers(question, case)
    if message.intent == "affirm" and question in _TAKES_YES:
        return answers[0]
    if message.intent == "deny" and question in _TAKES_NO:
        return answers[-1]
    choice = next(iter(message.values("choice")), None)
    if choice == "none" and question in _TAKES_NO:
        return answers[-1]
    if choice == "last":
        return answers[-1]
    if choice == "all" and question == "other_methods":
        return {"other_methods": tuple(m for answer in answers for m in answer["other_methods"])}
    if choice == "all" and question == "has_other_admin":
        return {"has_other_admin": True, "has_partner": True}
    if str(choice).isdigit() and 0 < int(str(choice)) <= len(answers):
        return answers[int(str(choice)) - 1]
    return {}


def _with_the_problem(
    message: Message, case: Case, progress: Progress, today: dt.date, *, answered: bool
) -> tuple[Case, Progress]:
    if progress.new_problem:
        if message.intent == "affirm":
            case = case.with_facts(problem=progress.new_problem)
        progress = progress.with_(new_problem=None)
    named = message.intent if message.intent in PROBLEMS else next(iter(message.values("problem")), None)
    got_in = named == "account_compromised" or True in message.values("is_compromised")
    if got_in and not case.has_been_secured:
        return case.with_facts(problem="account_compromised", is_compromised=True), progress
    if got_in or named not in PROBLEMS or (named == case.problem and named not in ANSWERS):
        return case, progress
    if case.problem is None:
        return case.with_facts(problem=named), progress
    if case.problem in ANSWERS:
        return case.with_facts(problem=named), progress.with_(presented=None)
    if named in ASIDES:
        return case, progress.with_(aside=ASIDES[named])
    if answered or not _changes_anything(case, named, today):
        return case, progress
    return case, progress.with_(new_problem=named)


def _changes_anything(case: Case, problem: str, today: dt.date) -> bool:
    other = case.with_facts(problem=problem)
    return plan_for(other, today) != plan_for(case, today) or next_question(other, today) != next_question(case, today)


def details_in(message: Message) -> dict[str, str]:
    """Give what the message tells for the call to Microsoft: country, domain of the tenant, sign-in name."""
    named = {name: message.values(name) for name in ("country", "tenant_domain", "sign_in_name")}
    return {name: str(values[-1]) for name, values in named.items() if values}
