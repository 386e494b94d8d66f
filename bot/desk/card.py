"""What an agent sees of a call: the card with its keys on the left, what is known on the right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.case import ACCOUNT_TYPES, DEVICE_EVENTS, FACTS, METHODS, PROBLEMS, Case
from bot.desk.moves import MENDABLE, answers_to
from bot.desk.talk import Talk
from bot.desk.wording import (
    StepWords,
    answer_label,
    end_words,
    fact_label,
    press_label,
    qr_code_answer,
    question_to_say,
    step_words,
    told_otherwise,
    value_label,
    words,
)

_VALUES: dict[str, Sequence[str]] = {
    "problem": PROBLEMS,
    "account_type": ACCOUNT_TYPES,
    "other_methods": (*METHODS, "none"),
    "device_event": DEVICE_EVENTS,
}
_KEYS = "123456789"


@dataclass(frozen=True)
class Press:
    """Something to press: the key for it (None: by hand only), what stands on it, the move that it makes."""

    key: str | None
    label: str
    move: str
    is_so: bool = False


@dataclass(frozen=True)
class Fact:
    """A fact as it stands: its name, what is known of it, what it can be mended to, and what was told otherwise."""

    label: str
    value: str | None
    mends: Sequence[Press]
    otherwise: str | None = None


@dataclass(frozen=True)
class Step:
    """The step at which a call stands: `number` of `total`, its words, and whether it has to wait for the check."""

    number: int
    total: int
    words: StepWords
    waits_for_check: bool
    press: Press


@dataclass(frozen=True)
class Card:
    """
    What is to be said and done now.

    `say` is what the agent says; `before` comes before that, None if nothing does. With a question, `presses`
    are its answers; after it, `end` names where it leads and why. `step` is None while something is asked, and
    when all is done. `is_answer` is true where it leads to an answer, and there was nothing to do.
    """

    before: str | None
    say: str
    is_question: bool
    presses: Sequence[Press]
    end: tuple[str, str] | None
    step: Step | None
    is_finished: bool
    is_answer: bool = False


def card_of(
    talk: Talk, sign_in_name: str | None, today: dt.date, *, is_checked: bool, calls_back: bool = False
) -> Card:
    """Give the card of a call; `calls_back` where a number on file counts."""
    question = talk.question(today)
    if question:
        return Card(
            _before(talk.case), question_to_say(question), True, _answers(question, talk.case), None, None, False
        )
    plan = talk.plan(today)
    name, reason, say = end_words(plan, talk.case, today)
    step, follow_up = talk.step(today), talk.follow_up(today)
    if step is None:
        presses = [Press("s", press_label("still_out"), f"still_out:{follow_up}")]
        return Card(None, say, False, presses if follow_up else (), (name, reason), None, True, plan.answer is not None)
    check = {"is_checked": is_checked, "calls_back": calls_back}
    said = step_words(step, plan, talk.case, sign_in_name, today, talk.details, check)
    place = plan.steps.index(step) + 1
    waits = said.check and not is_checked
    press = Press("d", press_label("done_by_others" if waits else "done"), f"done:{step}")
    shown = Step(place, len(plan.steps), said, waits, press)
    return Card(None, say, False, (), (name, reason), shown, False)


def _before(case: Case) -> str | None:
    """Who asks for the QR code is answered first, and then asked on, as in the chat."""
    asks_on = case.not_known or any(getattr(case, fact) is not None for fact in FACTS if fact != "problem")
    return qr_code_answer() if case.problem == "ask_qr_code" and not asks_on else None


def facts_of_talk(talk: Talk) -> tuple[list[Fact], list[Fact]]:
    """Give the facts that are known, and those that are not; each can be mended with a click."""
    known, unknown = [], []
    for fact in FACTS:
        value = getattr(talk.case, fact)
        if value is None and fact in MENDABLE:
            unknown.append(Fact(fact_label(fact), None, _mends(fact, talk.case)))
        elif value is not None:
            mends = _mends(fact, talk.case) if fact in MENDABLE else ()
            told = talk.told_otherwise
            otherwise = None if getattr(told, fact) is None else told_otherwise(_in_words(fact, told))
            known.append(Fact(fact_label(fact), _in_words(fact, talk.case), mends, otherwise))
    return known, unknown


def not_known(talk: Talk) -> list[str]:
    """Give the facts that the caller does not know."""
    return [fact_label(fact) for fact in talk.case.not_known]


def _answers(question: str, case: Case) -> list[Press]:
    presses = []
    for place, name in enumerate(answers_to(question, case)):
        key = _KEYS[place] if place < len(_KEYS) else "n"
        presses.append(Press(key, answer_label(question, name), f"answer:{question}={name}"))
    return [*presses, Press("0", press_label("dont_know"), f"dont_know:{question}")]


def _mends(fact: str, case: Case) -> list[Press]:
    values = _VALUES.get(fact, ("yes", "no"))
    presses = [Press(None, value_label(fact, v), f"fact:{fact}={v}", v in _now(fact, case)) for v in values]
    if getattr(case, fact) is None:
        return presses
    return [*presses, Press(None, press_label("not_known"), f"fact:{fact}=")]


def _now(fact: str, case: Case) -> Sequence[str]:
    value = getattr(case, fact)
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return (value or ("none",)) if isinstance(value, tuple) else (value or "",)


def _in_words(fact: str, case: Case) -> str:
    return ", ".join(value_label(fact, value) for value in _now(fact, case))


def flag_label(flag: str) -> str:
    return str(words("words")["flags"][flag])
