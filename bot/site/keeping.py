"""The page to keep after the case: the plan against the next lockout, its reminder, and whether this was any help."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.case import Case
from bot.plan import plan_for
from bot.questions import next_question
from bot.site.bubbles import bubble
from bot.site.rendering import Page, render
from bot.written import mapping_in

#: Days from one look at the plan to the next.
EVERY = 90
#: A line of a calendar file holds at most so many bytes: RFC 5545, 3.1.
_LONGEST_LINE = 75


def keep_page(slots: Mapping[str, Any], today: dt.date, form_token: str, is_told: bool = False) -> Page:
    """Show the plan for this case; of a case that was never told, what is for everybody. `is_told`: it was any help."""
    words, case = _words(), Case.from_slots(slots)
    steps = [step for group in _groups(case) for step in words["plan"][group]]
    return Page(
        render(
            "keep.html",
            steps=[(bubble(step["do"], "").body, step["why"]) for step in steps],
            every=words["every_90_days"],
            days=EVERY,
            today=today,
            next_look=today + dt.timedelta(EVERY),
            helped=words["helped"],
            form_token=form_token,
            is_told=is_told,
        )
    )


def reminder(today: dt.date) -> str:
    """Give the reminder as a file for a calendar (RFC 5545); it knows nothing of whose it is."""
    first, words = today + dt.timedelta(EVERY), _words()["reminder"]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sparekey//The plan against the next lockout//EN",
        "BEGIN:VEVENT",
        f"UID:{first:%Y%m%d}-next-lockout@sparekey.invalid",
        f"DTSTAMP:{today:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{first + dt.timedelta(1):%Y%m%d}",
        f"RRULE:FREQ=DAILY;INTERVAL={EVERY}",
        f"SUMMARY:{_escaped(words['title'])}",
        f"DESCRIPTION:{_escaped(words['text'])}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def answers() -> frozenset[str]:
    """Give the answers that can be given to the one question."""
    return frozenset(_words()["helped"]["answers"])


def way_in_of(slots: Mapping[str, Any], today: dt.date) -> str:
    """Name what this case led to; `none` when it led nowhere yet."""
    case = Case.from_slots(slots)
    if case == Case() or next_question(case, today):
        return "none"
    plan = plan_for(case, today)
    return plan.way_in or plan.answer or "none"


def _groups(case: Case) -> tuple[str, ...]:
    if case.is_personal:
        return ("all", "personal")
    if case.is_admin:
        return ("all", "work", "admin")
    return ("all", "work") if case.is_work_or_school else ("all", "work", "personal")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Our lines are ASCII, so that letters are bytes."""
    parts = [line[:_LONGEST_LINE], *_rest(line[_LONGEST_LINE:])]
    return "\r\n ".join(parts)


def _rest(line: str) -> list[str]:
    room = _LONGEST_LINE - 1
    return [line[start : start + room] for start in range(0, len(line), room)]


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return mapping_in(Path(__file__).with_name("keep.yml"))
