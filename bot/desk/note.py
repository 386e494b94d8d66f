"""The case note: what was reported, checked, decided and done, and what is still to do; plain text and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from bot.cases.summary import summary_of
from bot.desk.calls import Call
from bot.desk.checks import Standing
from bot.desk.wording import end_words, question_to_say, step_words, words

_TITLES = {
    "reported": "Reported",
    "checked": "Checked",
    "decided": "Decided",
    "done": "Done",
    "to_do": "Still to do",
}


def note_of(call: Call, standing: Standing, approved_by: str | None, today: dt.date, now: float) -> dict[str, Any]:
    """Give the note as JSON can keep it; each part is a list of lines."""
    talk = call.talk
    question, plan = talk.question(today), talk.plan(today)
    name, reason, _ = end_words(plan, talk.case, today)
    done = [step for step in plan.steps if step in talk.done]
    left = [step for step in plan.steps if step not in talk.done]
    if question:
        decided, left, done = [f"Not decided: the answer to this is open: {question_to_say(question)}"], [], []
    else:
        decided = [f"{name}. {reason}"]

    def told(steps: Sequence[str]) -> list[str]:
        return [step_words(step, plan, talk.case, None, today).note for step in steps]

    return {
        "call": call.number,
        "agent": call.agent,
        "begun": _moment(call.begun_at),
        "ended": _moment(now),
        "account": standing.asked_for,
        "is_checked": standing.proof is not None,
        "way_in": None if question else plan.way_in or plan.answer,
        "reported": [line.removeprefix("- ") for line in summary_of(talk.case).splitlines()[:-1]] or ["Nothing."],
        "checked": _checked(standing, call, approved_by),
        "decided": decided,
        "done": told(done) or ["Nothing."],
        "to_do": told(left) or ["Nothing."],
    }


def in_plain_text(note: Mapping[str, Any]) -> str:
    """Write the note for a ticket."""
    head = f"Call {note['call']}, {note['begun']} to {note['ended']} UTC, agent {note['agent']}"
    lines = [head, f"Account: {note['account'] or ('erased' if note.get('is_erased') else 'not named')}"]
    for part, title in _TITLES.items():
        lines += ["", title, *(f"- {line}" for line in note[part])]
    return "\n".join(lines) + "\n"


def _checked(standing: Standing, call: Call, approved_by: str | None) -> list[str]:
    flags = [f"Red flag: {words('words')['flags'][flag]}." for flag in standing.flags]
    if approved_by:
        flags.append(f"A second agent looked at that and agreed: {approved_by}.")
    if standing.proof is None:
        return ["Who called was NOT checked.", *flags]
    how = words("words")["checked"][standing.proof.channel]
    return [f"Who called was checked at {_moment(standing.proof.proved_at)} by {standing.proof.by}: {how}.", *flags]


def _moment(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.timezone.utc).strftime("%Y-%m-%d %H:%M")
