"""The case note: what was told, stated, checked, decided and done, and what is still to do; plain text and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from bot.case import Case
from bot.cases.summary import summary_of
from bot.desk.approvals import Approval, agrees
from bot.desk.calls import Call
from bot.desk.checks import Standing
from bot.desk.talk import Talk
from bot.desk.wording import end_words, question_to_say, step_words, words


def note_of(call: Call, standing: Standing, approval: Approval | None, today: dt.date, now: float) -> dict[str, Any]:
    """Give the note as JSON can keep it; each part is a list of lines. `approval` is what a second agent decided."""
    talk, said = call.talk, words("note")
    question, plan = talk.question(today), talk.plan(today)
    name, reason, _ = end_words(plan, talk.case, today)
    done = [step for step in plan.steps if step in talk.done]
    left = [step for step in plan.steps if step not in talk.done]
    if question:
        decided, left, done = [said["not_decided"].format(question=question_to_say(question))], [], []
    else:
        decided = [said["decided"].format(way=name, reason=reason)]

    def told(steps: Sequence[str]) -> list[str]:
        return [step_words(step, plan, talk.case, None, today).note for step in steps]

    return {
        "call": call.number,
        "agent": call.agent,
        "begun": _moment(call.begun_at),
        "ended": _moment(now),
        "account": standing.asked_for,
        "is_checked": standing.proof is not None and agrees(approval, standing.flags),
        "way_in": None if question else plan.way_in or plan.answer,
        "reported": _reported(talk) or [said["nothing"]],
        "on_file": _on_file(talk) or [said["nothing"]],
        "checked": _checked(standing, approval),
        "decided": decided,
        "done": told(done) or [said["nothing"]],
        "to_do": told(left) or [said["nothing"]],
    }


def in_plain_text(note: Mapping[str, Any]) -> str:
    """Write the note for a ticket."""
    said = words("note")
    account = note["account"] or said["erased" if note.get("is_erased") else "not_named"]
    lines = [said["head"].format_map(note), said["account"].format(account=account)]
    for part, title in said["titles"].items():
        # Notes of an earlier release have fewer parts.
        if part in note:
            lines += ["", title, *(f"- {line}" for line in note[part])]
    return "\n".join(lines) + "\n"


def _facts_in(case: Case) -> list[str]:
    """Give a line per fact, without the last one: the note itself tells who was checked."""
    return [line.removeprefix("- ") for line in summary_of(case).splitlines()[:-1]]


def _reported(talk: Talk) -> list[str]:
    told_otherwise = words("note")["told_otherwise"]
    return [*_facts_in(talk.told), *(told_otherwise.format(told=line) for line in _facts_in(talk.told_otherwise))]


def _on_file(talk: Talk) -> list[str]:
    not_told, registered = words("note")["not_told"], words("words")["registered"]
    return [*_facts_in(talk.stated), *(not_told.format(registered=registered[one]) for one in talk.to_ask_about)]


def _checked(standing: Standing, approval: Approval | None) -> list[str]:
    said, flags, refusal = words("note"), words("words")["flags"], standing.refusal
    lines = [said["flag"].format(flag=flags[flag]) for flag in standing.flags]
    if refusal:
        lines.append(said["refused"].format(by=refusal.by, number=refusal.number, at=_moment(refusal.at)))
    is_agreed = agrees(approval, standing.flags)
    if standing.flags and is_agreed and approval:
        lines.append(said["second"].format(by=approval.decided_by))
    if standing.person and not standing.person.is_enabled:
        lines.append(said["disabled"])
    proof = standing.proof
    if proof is None:
        return [said["not_checked"], *lines]
    checked = said["checked" if is_agreed else "checked_in_vain"]
    how = words("words")["checked"][proof.channel]
    return [checked.format(at=_moment(proof.proved_at), by=proof.by, how=how), *lines]


def _moment(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.timezone.utc).strftime("%Y-%m-%d %H:%M")
