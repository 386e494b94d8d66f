"""A call as far as it has come: the facts and the steps done; every move of the agent gives a new one. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.case import FACTS, METHODS, Case
from bot.errors import MoveRefused
from bot.hearing.message import Message
from bot.hearing.taking_in import details_in, take_in
from bot.plan import Plan, plan_for
from bot.questions import QUESTIONS, Answer, next_question, offered_answers, without_an_answer
from bot.talk.turn import Progress
from bot.ways_in import FOLLOW_UP

#: What the directory alone states: no agent's press sets it.
OF_THE_DIRECTORY = frozenset({"has_own_second_factor", "can_enrol_here"})
MENDABLE = tuple(fact for fact in FACTS if fact not in OF_THE_DIRECTORY)
_NONE = "none"
_FLAGS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Talk:
    """
    The facts, the steps that were done, and what the agent noted of the caller.

    `asks_for_both` is password and second factor in one go, `is_pressing` for time, or to have a check skipped.
    """

    case: Case = field(default_factory=Case)
    done: tuple[str, ...] = ()
    asks_for_both: bool = False
    is_pressing: bool = False
    #: What the directory stated, and the caller had not told.
    on_file: Case = field(default_factory=Case)
    #: What the call to Microsoft takes, as `bot.hearing.taking_in.details_in` names it: the country, for one.
    details: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> Talk:
        """Read what `kept` wrote."""
        noted = (bool(kept["asks_for_both"]), bool(kept.get("is_pressing")))
        on_file = Case.from_slots(kept.get("on_file", {}))
        return cls(Case.from_slots(kept["case"]), tuple(kept["done"]), *noted, on_file, kept.get("details", {}))

    @property
    def kept(self) -> dict[str, Any]:
        """Give what JSON can keep of it."""
        facts = {fact: getattr(self.case, fact) for fact in (*FACTS, "not_known")}
        noted = {"asks_for_both": self.asks_for_both, "is_pressing": self.is_pressing, "details": dict(self.details)}
        return {"case": facts, "done": list(self.done), **noted, "on_file": self._on_file_still()}

    @property
    def told(self) -> Case:
        """Give the facts that the caller told, or the agent pressed."""
        return self.case.with_facts(**dict.fromkeys(self._on_file_still()))

    @property
    def stated(self) -> Case:
        """Give the facts that nobody told: the directory stated them."""
        return Case(**self._on_file_still())

    def with_stated(self, facts: Mapping[str, Any]) -> Talk:
        """Give the talk with what the directory states; what the caller had told the same stays theirs."""
        new = {fact: value for fact, value in facts.items() if getattr(self.case, fact) != value}
        return replace(self, case=self.case.with_facts(**facts), on_file=self.on_file.with_facts(**new))

    def _on_file_still(self) -> dict[str, Any]:
        """A fact that was mended since is the caller's."""
        values = {fact: getattr(self.case, fact) for fact in FACTS}
        return {
            fact: value
            for fact, value in values.items()
            if value is not None and (fact in OF_THE_DIRECTORY or value == getattr(self.on_file, fact))
        }

    def question(self, today: dt.date) -> str | None:
        """Name the next question that matters, the same as in the chat."""
        return next_question(self.case, today)

    def plan(self, today: dt.date) -> Plan:
        """Give the plan of these facts, the same as in the chat."""
        return plan_for(self.case, today)

    def step(self, today: dt.date) -> str | None:
        """Name the first step that is not done; None while there is a question, and at the end."""
        if self.question(today):
            return None
        return next((step for step in self.plan(today).steps if step not in self.done), None)

    def follow_up(self, today: dt.date) -> str | None:
        """Name the fact that holds if every step was done and they are still not in; None where nothing follows."""
        plan = self.plan(today)
        is_done = self.question(today) is None and self.step(today) is None
        return FOLLOW_UP.get(plan.way_in or "") if is_done else None


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
