"""Appends a row to the audit, in somebody's transaction, and moves the head to it."""

from __future__ import annotations

import hmac
from dataclasses import asdict, replace

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.audit.row import BEGINNING, Head, Row, digest_of_personal, digest_of_row, head, seal_of_head
from bot.database.audit import audit, audit_head
from bot.errors import AuditBroken
from bot.keys import Keys


def append(
    connection: Connection,
    keys: Keys,
    at: float,
    who: str,
    what: str,
    result: str,
    person_id: str | None = None,
    personal: str = "{}",
) -> int:
    """Append a row whose texts are safe already, and give its number. Raises `AuditBroken`."""
    before = _trusted_head(connection, keys)
    row = Row(
        number=before.count + 1 if before else 1,
        at=float(at) + 0.0,  # minus zero would come back as zero
        who=who,
        what=what,
        result=result,
        person_id=person_id,
        personal=personal,
        personal_digest=digest_of_personal(keys, person_id, personal),
        previous=before.digest if before else BEGINNING,
        digest="",
    )
    row = replace(row, digest=digest_of_row(keys, row))
    connection.execute(audit.insert().values(asdict(row)))
    _move_head(connection, Head(row.number, row.digest, seal_of_head(keys, row.number, row.digest)), before)
    return row.number


def _trusted_head(connection: Connection, keys: Keys) -> Head | None:
    """
    Give the head, if it is sealed and fits the last row; None at the very beginning.

    A row written after a forged end would seal the forgery, so it is not written.
    """
    found = head(connection)
    last = connection.execute(select(audit.c.number, audit.c.digest).order_by(audit.c.number.desc()).limit(1)).first()
    if found is None and last is None:
        return None
    if found is None or not hmac.compare_digest(str(found.seal), seal_of_head(keys, found.count, found.digest)):
        raise AuditBroken("the record of its end is not ours")
    if last is None or tuple(last) != (found.count, found.digest):
        raise AuditBroken(f"it should end with row {found.count}")
    return found


def _move_head(connection: Connection, to: Head, before: Head | None) -> None:
    if before is None:
        connection.execute(audit_head.insert().values(id=1, **asdict(to)))
    else:
        connection.execute(audit_head.update().where(audit_head.c.id == 1).values(asdict(to)))
