"""Wrong codes in a row against one account, whatever the conversation and however many codes it had (R5)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from bot.database.tables import failures

#: NIST SP 800-63B-4, 3.2.2: no more than 100 in a row, and a new code does not reset the count.
MOST_IN_A_ROW = 100


def is_blocked(connection: Connection, account: str | None) -> bool:
    """Tell whether so many wrong codes in a row were entered for this account that none is taken any more."""
    in_a_row = connection.execute(select(failures.c.in_a_row).where(failures.c.account == account))
    return int(in_a_row.scalar_one_or_none() or 0) >= MOST_IN_A_ROW


def count_one(connection: Connection, account: str | None, now: float) -> None:
    """Count one wrong code; None is nobody's account."""
    if account is None:
        return
    first = insert(failures).values(account=account, in_a_row=1, last_at=now)
    one_more = {"in_a_row": failures.c.in_a_row + 1, "last_at": now}
    connection.execute(first.on_conflict_do_update(index_elements=["account"], set_=one_more))


def forgive(connection: Connection, account: str | None) -> None:
    """Begin to count anew: the person was there."""
    connection.execute(failures.delete().where(failures.c.account == account))
