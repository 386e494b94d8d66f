"""A row of the audit, the digests that chain it to the row before, and the seal over the end of the chain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection, Engine

from bot.database.engine import reading
from bot.keys import Keys

#: What stands before the first row.
BEGINNING = ""
#: The row that says which rows were blanked; its result names them, as in "1-4,7".
ERASED = "erased"

_COLUMNS = "number, at, who, what, result, person_id, personal, personal_digest, previous, digest"


@dataclass(frozen=True)
class Row:
    """
    One row as it is stored. `at` is in seconds since 1970, UTC.

    `personal` is JSON text: for whom, why, from where, and a salt, without which a name could be
    guessed from the digest that stays. It and `person_id` are None once they were erased.
    """

    number: int
    at: float
    who: str
    what: str
    result: str
    person_id: str | None
    personal: str | None
    personal_digest: str
    previous: str
    digest: str

    @property
    def details(self) -> dict[str, Any]:
        """Give what is personal: for_whom, why, from_where; empty once it was erased."""
        try:
            details = json.loads(self.personal or "{}")
        except ValueError:
            return {"why": self.personal}
        return details if isinstance(details, dict) else {"why": self.personal}


@dataclass(frozen=True)
class Head:
    """How many rows there are, and the digest of the last one, sealed with the key."""

    count: int
    digest: str
    seal: str


def digest_of_row(keys: Keys, row: Row) -> str:
    """Give the digest that the row must have: over all of it but what may be erased, and over the row before."""
    parts = (row.number, row.at, row.who, row.what, row.result, row.personal_digest, row.previous)
    return _digest(keys, "audit row", parts)


def digest_of_personal(keys: Keys, person_id: str | None, personal: str | None) -> str:
    return _digest(keys, "audit personal", (person_id, personal))


def seal_of_head(keys: Keys, count: int, digest: str) -> str:
    return _digest(keys, "audit head", (count, digest))


def _digest(keys: Keys, purpose: str, parts: Iterable[object]) -> str:
    # Only somebody who tampers puts bytes there; they must not pass for the text that they spell.
    text = json.dumps(list(parts), default=lambda value: {"not text": repr(value)})
    return keys.digest(purpose, text).hex()


@contextmanager
def as_stored(engine: Engine) -> Iterator[Connection]:
    """Give a connection that reads rows also when somebody put into them what is no text."""
    with reading(engine) as connection:
        # Such bytes would stop the reading; so they pass as lone surrogates, which no real row has.
        driver = connection.connection.dbapi_connection
        driver.text_factory = lambda stored: stored.decode("utf-8", "surrogateescape")
        yield connection


def rows(connection: Connection) -> Iterator[Row]:
    """Give all rows in their order."""
    for values in connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM audit ORDER BY number"):
        yield Row(*values)


def head(connection: Connection) -> Head | None:
    """Give the head; None when there is none yet."""
    found = connection.exec_driver_sql("SELECT count, digest, seal FROM audit_head WHERE id = 1").first()
    return Head(*found) if found else None


def in_ranges(numbers: Iterable[int]) -> str:
    """Write ascending numbers as "1-4,7"."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def from_ranges(text: str) -> Iterator[range]:
    """Read numbers that were written as "1-4,7"."""
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield range(int(first), int(last or first) + 1)
