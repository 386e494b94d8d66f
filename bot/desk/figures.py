"""The supervisor's figures: talks and calls, where they led, how long they took, where people get stuck; no names."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.back_office import BackOffice
from bot.database.audit import audit as audit_rows
from bot.database.desk import desk_calls
from bot.database.engine import reading
from bot.desk.calls import CLOSED
from bot.desk.chat_figures import ChatTalk, talks_since
from bot.proof.rules import DAY

#: So many days are counted, the last 24 hours among them.
DAYS = 7
WEEK = DAYS * DAY

Counts = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Figure:
    """One count: its group, what it is of, within the last 24 hours, within the last seven days."""

    group: str
    name: str
    day: float
    week: float


@dataclass(frozen=True)
class OneDay:
    """How many talks and calls began on a day, UTC."""

    day: dt.date
    talks: int
    calls: int


@dataclass(frozen=True)
class Figures:
    """All of it at one moment; `has_chat` is false while the talks of the chat cannot be read."""

    counts: Sequence[Figure]
    days: Sequence[OneDay]
    has_chat: bool

    def of(self, group: str) -> list[Figure]:
        """Give the counts of a group, the most frequent of the week first."""
        return sorted((one for one in self.counts if one.group == group), key=lambda one: (-one.week, one.name))

    def one(self, group: str, name: str) -> Figure:
        """Give one count; nothing of it is zero."""
        return next((one for one in self.counts if (one.group, one.name) == (group, name)), Figure(group, name, 0, 0))


def figures(office: BackOffice) -> Figures:
    """Give the figures of this moment."""
    now = office.now()
    calls, talks = _calls(office.engine, now - WEEK), talks_since(office.settings.database, now - WEEK)
    week = {**_of_calls(calls), **_refusals(office.engine, now - WEEK), **_of_talks(talks or [])}
    recent = [talk for talk in talks or [] if talk.ended_at > now - DAY]
    of_day = [call for call in calls if call.begun_at > now - DAY]
    day = {**_of_calls(of_day), **_refusals(office.engine, now - DAY), **_of_talks(recent)}
    hidden = () if talks is not None else ("chat", "ways in of the chat", "stuck at")
    counts = [Figure(*key, day.get(key, 0), week[key]) for key in sorted(week) if key[0] not in hidden]
    return Figures(counts, _by_day(now, talks or [], calls), talks is not None)


def as_csv(found: Sequence[Figure]) -> str:
    """Write them as a table for a spreadsheet; every name in it is ours, so none is a formula."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(("group", "name", "last 24 hours", "last 7 days"))
    writer.writerows((one.group, one.name, one.day, one.week) for one in found)
    return table.getvalue()


def _calls(engine: Engine, since: float) -> Sequence[Any]:
    with reading(engine) as connection:
        return list(connection.execute(select(desk_calls).where(desk_calls.c.begun_at > since)).all())


def _of_calls(calls: Sequence[Any]) -> Counts:
    ended = [call for call in calls if call.state == CLOSED and call.note]
    notes = [json.loads(call.note) for call in ended]
    minutes = [(call.ended_at - call.begun_at) / 60 for call in ended]
    counts: Counts = {
        ("calls", "begun"): len(calls),
        ("calls", "ended"): len(ended),
        ("calls", "ended with the caller checked"): sum(bool(note.get("is_checked")) for note in notes),
        ("calls", "ended before anything was decided"): sum(note["way_in"] is None for note in notes),
        ("minutes", "median of an ended call"): _median(minutes),
    }
    ways = Counter(str(note["way_in"]) for note in notes if note["way_in"])
    return {**counts, **{("ways in", way): times for way, times in ways.items()}}


def _of_talks(talks: Sequence[ChatTalk]) -> Counts:
    """A talk that is solved, and never needed a person of the helpdesk, is what the chat is for."""
    led = [talk for talk in talks if talk.presented]
    counts: Counts = {
        ("chat", "talks"): len(talks),
        ("chat", "came to a way in or an answer"): len(led),
        ("chat", "solved without hand-over"): sum(talk.is_solved and not talk.is_handed_over for talk in talks),
        ("chat", "handed over"): sum(talk.is_handed_over for talk in talks),
        ("chat", "median questions"): _median([talk.asked for talk in led]),
        ("chat", "median minutes"): _median([(talk.ended_at - talk.begun_at) / 60 for talk in led]),
    }
    ways = Counter(str(talk.presented).removeprefix("way_in_").removeprefix("answer_") for talk in led)
    stuck = Counter(step for talk in talks for step in talk.stuck_at)
    counts |= {("ways in of the chat", way): times for way, times in ways.items()}
    return counts | {("stuck at", step): times for step, times in stuck.items()}


def _refusals(engine: Engine, since: float) -> Counts:
    c = audit_rows.c
    refused = select(c.who.like("agent %"), func.count()).where((c.at > since) & (c.what == "refused"))
    with reading(engine) as connection:
        found = {
            bool(by_agent): times for by_agent, times in connection.execute(refused.group_by(c.who.like("agent %")))
        }
    return {("refusals", "by the desk"): found.get(True, 0), ("refusals", "in the chat"): found.get(False, 0)}


def _by_day(now: float, talks: Sequence[ChatTalk], calls: Sequence[Any]) -> list[OneDay]:
    today = _day(now)
    of_talks, of_calls = Counter(_day(one.begun_at) for one in talks), Counter(_day(one.begun_at) for one in calls)
    days = [today - dt.timedelta(days=back) for back in reversed(range(DAYS))]
    return [OneDay(day, of_talks[day], of_calls[day]) for day in days]


def _day(at: float) -> dt.date:
    return dt.datetime.fromtimestamp(at, dt.timezone.utc).date()


def _median(values: Sequence[float]) -> float:
    return round(float(median(values)), 1) if values else 0
