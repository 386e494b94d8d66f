"""A message read as the answer to the open question: a yes, a place in the list, or words that count only here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.case import METHODS, Case
from bot.hearing.message import Message
from bot.questions import QUESTIONS, offered_answers, without_an_answer

#: The questions that a bare "no" answers, with the last of the offered answers, and a bare "yes" with the first.
_TAKES_NO = ("other_methods", "is_admin", "has_other_admin", "has_partner")
_TAKES_YES = ("is_admin", "has_other_admin", "has_partner")

#: Answers in words that state more than the fact they are asked for.
_WHO_ELSE: Mapping[Any, Mapping[str, Any]] = {
    "nobody": {"has_other_admin": False, "has_partner": False},
    "partner": {"has_other_admin": False, "has_partner": True},
    "both": {"has_other_admin": True, "has_partner": True},
}
#: Who answers the first in so many words often answers the second with it: "yes, and I am the only one".
_SAID_WITH = {"is_admin": "has_other_admin"}
_NUMBER = re.compile(r"\d+")


def with_the_answer(message: Message, before: Case, stated: Case, question: str | None) -> Case:
    """
    Give the case with the open question answered, if this message answers it.

    `before` is the case without this message, `stated` with the facts that it states whatever is
    asked: those stand, and the answer fills in only what is still unknown.
    """
    if question not in QUESTIONS:
        return stated
    if question == "other_methods":
        stated = _with_methods_named(message, stated)
    answer = {} if getattr(stated, question) is not None else _answer(message, question, stated, alone=stated == before)
    told = _filled(stated, answer)
    if told == before and _does_not_know(message):
        return without_an_answer(question, told)
    more = _SAID_WITH.get(question)
    if more and getattr(told, question) and getattr(before, question) is None:
        told = _filled(told, _answer_in_words(message, more))
    return told


def _filled(case: Case, facts: Mapping[str, Any]) -> Case:
    return case.with_facts(**{fact: value for fact, value in facts.items() if getattr(case, fact) is None})


def _does_not_know(message: Message) -> bool:
    return "dont_know" in (message.intent, message.value("answer"))


def _with_methods_named(message: Message, case: Case) -> Case:
    """Asked what still works, who names a method says that it does."""
    named = [value for value in message.values("answer_other_methods") if value in METHODS]
    if named:
        return case.with_facts(other_methods=(*(case.other_methods or ()), *named))
    is_none = "none" in message.values("answer_other_methods") and not message.value("answer_goes_on")
    if is_none and case.other_methods is None:
        return case.with_facts(other_methods=())
    return case


def _answer(message: Message, question: str, case: Case, *, alone: bool) -> Mapping[str, Any]:
    """Give the facts of the answer; `alone` means that the message states nothing else."""
    if question == "other_methods" and message.value("answer_goes_on"):
        return {}
    answers = offered_answers(question, case)
    chosen = _chosen_by_place(message, question, case)
    if chosen:
        return chosen
    if alone and message.intent == "dont_know" == message.value("answer"):
        return {}
    in_words = _answer_in_words(message, question)
    if in_words:
        return in_words
    # "No, I am the only one" says no to having methods only by accident.
    if question != "other_methods" or alone:
        if question in _TAKES_YES and (message.value("answer") == "yes" or (alone and message.intent == "affirm")):
            return answers[0]
        if question in _TAKES_NO and (message.value("answer") == "no" or (alone and message.intent == "deny")):
            return answers[-1]
    return {}


def _answer_in_words(message: Message, question: str) -> Mapping[str, Any]:
    words = message.value(f"answer_{question}")
    if words is None or question == "other_methods":
        return {}
    return _WHO_ELSE.get(words, {question: words})


def _chosen_by_place(message: Message, question: str, case: Case) -> Mapping[str, Any]:
    answers = offered_answers(question, case)
    choice = message.value("choice")
    if choice == "none":
        return answers[-1] if question in _TAKES_NO else {}
    if choice == "last":
        return answers[-1]
    if choice == "middle":
        return answers[len(answers) // 2] if len(answers) % 2 else {}
    if choice == "all" and question == "has_other_admin":
        return _WHO_ELSE["both"]
    places = [int(number) for number in _NUMBER.findall(str(choice))]
    picked = [answers[place - 1] for place in places if 0 < place <= len(answers)]
    if len(picked) > 1 and question == "other_methods":
        return {question: tuple(method for answer in picked for method in answer[question])}
    return picked[0] if len(picked) == 1 else {}
