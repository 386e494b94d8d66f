"""Erases what is personal from rows of the audit; the rows stay, and a row says which ones were blanked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy.engine import Engine

from bot.audit.chain import append
from bot.audit.row import ERASED, Row, in_ranges, rows
from bot.database.audit import audit
from bot.directory.names import sign_in_key
from bot.keys import Keys

Choice = Callable[[Row], bool]

#: SQLite takes only so many values in one statement.
_AT_ONCE = 500


def about(person_id: str, names: Iterable[str]) -> Choice:
    """Choose the rows about this person, by id or by one of these names, however it was typed."""
    called = {as_compared(name) for name in names if name}
    return lambda row: row.person_id == person_id or as_compared(str(row.details.get("for_whom") or "")) in called


def as_compared(name: str) -> str:
    """Give a name in the form in which all ways to type it are one."""
    return sign_in_key(name) or name.casefold()


def before(at: float) -> Choice:
    """Choose the rows from before this time, in seconds since 1970."""
    return lambda row: row.at < at


def erase(engine: Engine, keys: Keys, now: float, who: str, chosen: Choice) -> int:
    """
    Blank the chosen rows that are not blank yet; give how many.

    The blanking and the row about it are one transaction. Afterwards the file holds nothing of it,
    not even in forgotten pages or in the write-ahead log.
    """
    with engine.begin() as connection:
        numbers = [
            row.number for row in rows(connection) if row.personal is not None and row.what != ERASED and chosen(row)
        ]
        if not numbers:
            return 0
        for start in range(0, len(numbers), _AT_ONCE):
            some = audit.c.number.in_(numbers[start : start + _AT_ONCE])
            connection.execute(audit.update().where(some).values(personal=None, person_id=None))
        append(connection, keys, now, who, ERASED, in_ranges(numbers))
    empty_the_log(engine)
    return len(numbers)


def empty_the_log(engine: Engine) -> None:
    """Let what was erased be in the write-ahead log no more."""
    with engine.connect() as connection:
        connection.connection.dbapi_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
