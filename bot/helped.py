"""Whether it was any help: how many said so, by day and by way in, and nothing of who did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Engine

from bot.database.engine import reading
from bot.database.site import help_counts


def count(engine: Engine, day: dt.date, way_in: str, answer: str) -> None:
    """Count one answer. Raises `sqlalchemy.exc.DatabaseError` when the database cannot be used."""
    row = {"day": day.isoformat(), "way_in": way_in, "answer": answer, "times": 1}
    one_more = {"times": help_counts.c.times + 1}
    with engine.begin() as connection:
        connection.execute(
            insert(help_counts).values(row).on_conflict_do_update(["day", "way_in", "answer"], set_=one_more)
        )


def counted(engine: Engine) -> Sequence[tuple[str, str, str, int]]:
    """Give the day, the way in, the answer, and how many gave it; the oldest day first."""
    rows = select(help_counts).order_by(help_counts.c.day, help_counts.c.way_in, help_counts.c.answer)
    with reading(engine) as connection:
        return [(row.day, row.way_in, row.answer, row.times) for row in connection.execute(rows)]
