"""Every path of questions that a person can be led along, and where it ends: what a reviewer reads after a change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.case import FACTS, PROBLEMS, Case
from bot.plan import Plan, plan_for
from bot.questions import QUESTIONS, Answer, next_question, offered_answers, without_an_answer

#: With what people open: the problem, and what they most often add to it unasked.
OPENINGS: tuple[Case, ...] = (
    Case(),
    *(Case(problem=problem) for problem in PROBLEMS),
    *(
        Case(problem="lost_authenticator", **facts)
        for facts in (
            {"is_admin": True},
            {"is_admin": True, "has_other_admin": False},
            {"is_admin": True, "has_other_admin": False, "other_methods": ()},
            {"is_admin": False},
            {"has_other_admin": False},
            {"has_other_admin": True},
            {"account_type": "business"},
            {"account_type": "school"},
            {"account_type": "school", "is_admin": True},
            {"account_type": "personal"},
            {"other_methods": ()},
            {"other_methods": ("old_phone",)},
            {"device_event": "stolen"},
            {"has_been_reset": True},
        )
    ),
    Case(problem="ask_qr_code", account_type="business"),
    Case(problem="authenticator_not_working", has_tried_fixes=True),
    Case(problem="account_compromised", is_compromised=True, has_been_secured=True),
    Case(problem="contact_data_protection", is_admin=True, has_other_admin=False),
)

DONT_KNOW = "don't know"


@dataclass(frozen=True)
class Path:
    """One way through the questions: what was said at first, each question with its answer, the end."""

    opening: Case
    asked: tuple[tuple[str, str], ...]
    end: Plan


def every_path(today: dt.date) -> Iterator[Path]:
    """Give every path from every opening on this day; answers that lead the same way are one."""
    for opening in OPENINGS:
        for asked, end in _paths_from(opening, today):
            yield Path(opening, asked, end)


def answer_named(question: str, words: str) -> Answer:
    """Give the answer that the paths call so. Raises `KeyError` when there is none."""
    return {_words(answer, question): answer for answer in QUESTIONS[question]}[words]


def _paths_from(case: Case, today: dt.date) -> list[tuple[tuple[tuple[str, str], ...], Plan]]:
    question = next_question(case, today)
    if question is None:
        return [((), plan_for(case, today))]
    alike: dict[tuple[Any, ...], list[str]] = {}
    for answer, told in _answers(question, case):
        alike.setdefault(tuple(_paths_from(told, today)), []).append(answer)
    return [(((question, " | ".join(answers)), *asked), end) for rest, answers in alike.items() for asked, end in rest]


def _answers(question: str, case: Case) -> Iterator[tuple[str, Case]]:
    for answer in QUESTIONS["problem"] if question == "problem" else offered_answers(question, case):
        yield _words(answer, question), case.with_facts(**answer)
    if question != "problem":
        yield DONT_KNOW, without_an_answer(question, case)


def in_lines(paths: Iterator[Path]) -> str:
    """Write the paths down, one line each, under what was said at first."""
    lines, opening = [], None
    for path in paths:
        if path.opening != opening:
            opening = path.opening
            lines += ["", f"# {_told(opening) or 'nothing said'}"]
        talk = "".join(f"{question}? {answer} > " for question, answer in path.asked)
        end = path.end.way_in or f"answer: {path.end.answer}"
        lines.append(
            f"{talk}{end}{f' ({len(path.end.steps)} steps: {path.end.steps[0]} ...)' if path.end.steps else ''}"
        )
    return "\n".join(lines[1:]) + "\n"


def _told(case: Case) -> str:
    return ", ".join(f"{fact}={_value(getattr(case, fact))}" for fact in FACTS if getattr(case, fact) is not None)


def _words(answer: Answer, question: str) -> str:
    others = [f"{fact}={_value(value)}" for fact, value in answer.items() if fact != question]
    return " and ".join([_value(answer[question]), *others])


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return "+".join(value) or "nothing"
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
