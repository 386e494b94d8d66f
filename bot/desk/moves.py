"""The moves of a call: what an agent presses or types gives a new one. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.case import FACTS, METHODS, Case
from bot.desk.talk import OF_THE_DIRECTORY, Talk
from bot.errors import MoveRefused
from bot.hearing.message import Message
from bot.hearing.taking_in import details_in, take_in
from bot.questions import QUESTIONS, Answer, offered_answers, without_an_answer
from bot.talk.turn import Progress
from bot.ways_in import FOLLOW_UP

MENDABLE = tuple(fact for fact in FACTS if fact not in OF_THE_DIRECTORY)
_NONE = "none"
_FLAGS = {"yes": True, "no": False}


def answer_id(answer: Answer) -> str:
    """Give the name by which a form knows this answer: its values, in words."""
    return "-".join(_word(value) for value in answer.values())


def answers_to(question: str, case: Case) -> dict[str, Answer]:
    """Give the answers that fit this case by their names, in the order in which they are offered."""
    return {answer_id(answer): answer for answer in offered_answers(question, case)}


def moved(talk: Talk, move: str, today: dt.date) -> Talk:
    """
    Give the talk after a move: its name, a colon, and what it is about, as in `answer:account_type=business`.

    Raises `MoveRefused` for one that there is not. Made twice, a move does no more than made once.
    """
    name, _, about = move.partition(":")
    if name not in _MOVES:
        raise MoveRefused(name)
    try:
        return _MOVES[name](talk, about, today)
    except (KeyError, ValueError) as error:
        raise MoveRefused(move) from error


def heard(talk: Talk, found: Message, today: dt.date) -> Talk:
    """Give the talk with what the caller said in it: facts and details as the chat takes them in."""
    progress = Progress(requested_slot=talk.question(today))
    details = {**talk.details, **details_in(found)}
    return replace(talk, case=take_in(found, talk.case, progress, today)[0], details=details)


def told_in(move: str) -> str:
    """Name what a move was about without its value: values may be personal, and the audit keeps this for good."""
    name, _, about = move.partition(":")
    return f"{name} {about.partition('=')[0]}".strip()


def _answer(talk: Talk, about: str, today: dt.date) -> Talk:
    question, _, name = about.partition("=")
    every = {answer_id(answer): answer for answer in QUESTIONS[question]}
    return replace(talk, case=talk.case.with_facts(**every[name]))


def _dont_know(talk: Talk, about: str, today: dt.date) -> Talk:
    if about not in QUESTIONS:
        raise KeyError(about)
    return replace(talk, case=without_an_answer(about, talk.case))


def _fact(talk: Talk, about: str, today: dt.date) -> Talk:
    """Mend one fact; no value takes it back, so that it is asked again if it matters."""
    fact, _, word = about.partition("=")
    if fact not in MENDABLE:
        raise KeyError(fact)
    kept = tuple(one for one in talk.case.not_known if one != fact)
    value: Any = None
    if word and fact == "other_methods":
        value = () if word == _NONE else _toggled(talk.case.other_methods or (), word)
    elif word:
        value = _FLAGS[word] if fact.startswith(("is_", "has_")) else word
    return replace(talk, case=talk.case.with_facts(**{fact: value, "not_known": kept}))


def _toggled(methods: tuple[str, ...], method: str) -> tuple[str, ...]:
    if method not in METHODS:
        raise KeyError(method)
    return tuple(one for one in methods if one != method) if method in methods else (*methods, method)


def _done(talk: Talk, about: str, today: dt.date) -> Talk:
    if about not in talk.plan(today).steps:
        raise KeyError(about)
    return replace(talk, done=(*talk.done, *([] if about in talk.done else [about])))


def _still_out(talk: Talk, about: str, today: dt.date) -> Talk:
    """Every step was done in vain: the plan is worked out anew with that."""
    if about not in FOLLOW_UP.values():
        raise KeyError(about)
    return replace(talk, case=talk.case.with_facts(**{about: True}))


def _both(talk: Talk, about: str, today: dt.date) -> Talk:
    return replace(talk, asks_for_both=_FLAGS[about])


def _pressing(talk: Talk, about: str, today: dt.date) -> Talk:
    return replace(talk, is_pressing=_FLAGS[about])


_MOVES: Mapping[str, Callable[[Talk, str, dt.date], Talk]] = {
    "answer": _answer,
    "dont_know": _dont_know,
    "fact": _fact,
    "done": _done,
    "still_out": _still_out,
    "both": _both,
    "pressing": _pressing,
}


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ("+".join(value) or _NONE) if isinstance(value, tuple) else str(value)
