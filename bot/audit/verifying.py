"""Verifies the audit: every row, its place in the chain, what was blanked and by which row, and the end."""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from sqlalchemy.engine import Connection

from bot.audit.row import (
    BEGINNING,
    ERASED,
    Row,
    digest_of_personal,
    digest_of_row,
    from_ranges,
    head,
    rows,
    seal_of_head,
)
from bot.keys import Keys


def findings(connection: Connection, keys: Keys, end: tuple[int, str] | None = None) -> list[str]:
    """Say what does not hold, each in a line that names the row; `end` is a number and digest noted earlier."""
    found: list[str] = []
    blank: set[int] = set()
    erased: set[int] = set()
    number, digest = 0, BEGINNING
    digest_at_end = BEGINNING
    for row in rows(connection):
        found += _place(row, number, digest)
        found += _content(row, keys)
        if row.personal is None:
            blank.add(row.number)
        if row.what == ERASED and _is_ours(row, keys):
            erased.update(n for span in from_ranges(row.result) for n in span)
        number, digest = row.number, row.digest
        if end and row.number == end[0]:
            digest_at_end = row.digest
    found += [f"row {n}: what is personal was blanked, and no row says so" for n in sorted(blank - erased)]
    found += [f"row {n}: what is personal was erased, and is there again" for n in sorted(erased - blank)]
    found += _end(connection, keys, number, digest)
    if end and digest_at_end != end[1]:
        found.append(f"row {end[0]}: it is not the row that was noted")
    return found


def _place(row: Row, last: int, digest: str) -> Iterator[str]:
    """A row follows the one before it, by number and by digest."""
    if row.number == last + 1:
        if row.previous != digest:
            yield f"row {row.number}: it does not follow the row before it"
    elif row.number == last + 2:
        yield f"row {last + 1}: missing"
    elif row.number > last:
        yield f"rows {last + 1} to {row.number - 1}: missing"
    else:
        yield f"row {row.number}: no row has such a number"


def _content(row: Row, keys: Keys) -> Iterator[str]:
    if not _is_ours(row, keys):
        yield f"row {row.number}: it was changed, or is not ours"
    if row.personal is None:
        if row.person_id is not None:
            yield f"row {row.number}: what is personal was blanked in part"
    elif not _is_same(row.personal_digest, digest_of_personal(keys, row.person_id, row.personal)):
        yield f"row {row.number}: what is personal was changed"


def _end(connection: Connection, keys: Keys, last: int, digest: str) -> Iterator[str]:
    found = head(connection)
    if found is None:
        if last:
            yield f"row {last}: the record of the end is missing"
    elif not _is_same(found.seal, seal_of_head(keys, found.count, found.digest)):
        yield f"row {last}: the record of the end was changed, or is not ours"
    elif (found.count, found.digest) != (last, digest):
        yield f"row {last}: it is not the last one, which was row {found.count}"


def _is_ours(row: Row, keys: Keys) -> bool:
    return _is_same(row.digest, digest_of_row(keys, row))


def _is_same(stored: object, digest: str) -> bool:
    # What is stored may be anything, also what is no text.
    return isinstance(stored, str) and hmac.compare_digest(stored.encode("utf-8", "replace"), digest.encode())
