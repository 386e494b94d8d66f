"""Hands the audit out: as JSON Lines for machines, as CSV in which no spreadsheet finds a formula."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy.engine import Connection

from bot.audit.row import Row, rows

FIELDS = ("number", "time", "who", "what", "result", "person_id", "for_whom", "why", "from_where", "erased", "digest")

#: A cell that begins so is run by spreadsheets (OWASP, "CSV Injection"); the wide ones are taken for the narrow.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@contextmanager
def opened(target: Path | TextIO) -> Iterator[TextIO]:
    """Open a path for writing, for this user alone; a stream is taken as it is."""
    if not isinstance(target, Path):
        yield target
        return
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(descriptor, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
        yield stream


def json_lines(connection: Connection, stream: TextIO) -> int:
    count = 0
    for row in rows(connection):
        # Plain ASCII: no reader splits a line at what else may count as a line end.
        stream.write(json.dumps(_fields(row), default=str) + "\n")
        count += 1
    return count


def csv_rows(connection: Connection, stream: TextIO) -> int:
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(FIELDS)
    count = 0
    for row in rows(connection):
        writer.writerow([_cell(value) for value in _fields(row).values()])
        count += 1
    return count


def _fields(row: Row) -> dict[str, Any]:
    details = row.details
    values = {
        "number": row.number,
        "time": _time(row.at),
        "who": row.who,
        "what": row.what,
        "result": row.result,
        "person_id": row.person_id,
        "for_whom": details.get("for_whom"),
        "why": details.get("why"),
        "from_where": details.get("from_where"),
        "erased": row.personal is None,
        "digest": row.digest,
    }
    return {name: values[name] for name in FIELDS}


def _time(at: float) -> str:
    """Write a time as RFC 3339, UTC; what is no time, because somebody broke it, as it is."""
    try:
        return dt.datetime.fromtimestamp(at, dt.timezone.utc).isoformat(timespec="milliseconds")
    except (TypeError, ValueError, OverflowError, OSError):
        return repr(at)


def _cell(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    # A broken row may hold what is no text; it must not stop the export of the others.
    text = str(value).encode("utf-8", "backslashreplace").decode("utf-8")
    return f"'{text}" if text.lstrip(" '\"").startswith(_FORMULA) else text
