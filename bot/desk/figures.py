"""The supervisor's figures: how many calls there were, where they led and how long they took; no names in them."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.database.audit import audit as audit_rows
from bot.database.desk import desk_calls
from bot.database.engine import reading
from bot.desk.calls import CLOSED
from bot.proof.rules import DAY

#: So many days are counted, the last 24 hours among them.
WEEK = 7 * DAY


@dataclass(frozen=True)
class Figure:
    """One count: its group, what it is of, within the last 24 hours, within the last seven days."""

    group: str
    name: str
    day: float
    week: float


def figures(engine: Engine, now: float) -> list[Figure]:
    """Give the figures of this moment."""
    day, week = _counted(engine, now - DAY), _counted(engine, now - WEEK)
    return [Figure(*key, day.get(key, 0), week[key]) for key in sorted(week)]


def as_csv(found: Sequence[Figure]) -> str:
    """Write them as a table for a spreadsheet; every name in it is ours, so none is a formula."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(("group", "name", "last 24 hours", "last 7 days"))
    writer.writerows((one.group, one.name, one.day, one.week) for one in found)
    return table.getvalue()


def _counted(engine: Engine, since: float) -> dict[tuple[str, str], float]:
    with reading(engine) as connection:
        calls = connection.execute(select(desk_calls).where(desk_calls.c.begun_at > since)).all()
        c = audit_rows.c
        by_agents = (c.at > since) & (c.what == "refused") & c.who.like("agent %")
        refused = int(connection.execute(select(func.count()).where(by_agents)).scalar_one())
    ended = [call for call in calls if call.state == CLOSED and call.note]
    notes = [json.loads(call.note) for call in ended]
    counts: dict[tuple[str, str], float] = {
        ("calls", "begun"): len(calls),
        ("calls", "ended"): len(ended),
        ("calls", "ended with the caller checked"): sum(bool(note.get("is_checked")) for note in notes),
        ("calls", "ended before anything was decided"): sum(note["way_in"] is None for note in notes),
        ("minutes", "median of an ended call"): round(median(_minutes(ended)), 1) if ended else 0,
        ("refusals", "by the desk"): refused,
    }
    ways = Counter(str(note["way_in"]) for note in notes if note["way_in"])
    return {**counts, **{("ways in", way): times for way, times in ways.items()}}


def _minutes(calls: Sequence[object]) -> list[float]:
    return [(call.ended_at - call.begun_at) / 60 for call in calls]  # type: ignore[attr-defined]
