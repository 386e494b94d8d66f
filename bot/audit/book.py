"""The audit as the other rooms see it: write a row, verify them all, hand them out, erase what is personal."""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from sqlalchemy.engine import Connection, Engine

from bot.audit import erasing, export
from bot.audit.chain import append
from bot.audit.row import ERASED, as_stored, head
from bot.audit.text import visible, without_secrets
from bot.audit.verifying import findings
from bot.keys import Keys

#: Everything that can stand in the audit.
WHAT = (
    "look_up",
    "code_sent",
    "code_not_delivered",
    "code_tried",
    "proved",
    "told_methods",
    "refused",
    "enrolment_begun",
    "enrolment_shown",
    "enrolment_tried",
    "enrolment_finished",
    "enrolment_given_up",
    "authenticator_retired",
    "recovery_codes_made",
    "recovery_code_used",
    "stopped_by_person",
    "notified",
    "not_notified",
    "script_shown",
    "agent_verified",
    "agent_made",
    "agent_changed",
    "agent_removed",
    "agent_signed_in",
    "agent_signed_out",
    "desk_call",
    "desk_approval",
    "desk_note",
    "desk_change",
    "restored",
    ERASED,
)

_SALT_BYTES = 16


class Audit:
    """
    The append-only, hash-chained audit of this database (R21).

    Each row is digested with the key, together with the row before it: somebody who has the file
    and not the key can change nothing unnoticed. `salt` gives that many random bytes.

    What it cannot notice is an older copy of the whole file in the place of the file; for that, keep
    `end` elsewhere and give it to `verify`.
    """

    def __init__(self, engine: Engine, keys: Keys, salt: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._engine = engine
        self._keys = keys
        self._salt = salt

    def write(
        self,
        connection: Connection | None,
        *,
        now: float,
        who: str,
        what: str,
        result: str,
        person_id: str | None = None,
        for_whom: str | None = None,
        why: str | None = None,
        from_where: str | None = None,
    ) -> int:
        """
        Append a row and give its number: in the transaction of `connection`, or in one of its own when that is None.

        `now` is in seconds since 1970, UTC. `who` acted: person, assistant, "agent <id>"; it and `result` are
        never erased, so nothing personal of the locked-out person belongs there. `person_id` is the account
        that it is about, `for_whom` how that was named (a sign-in name), `why` a reason, `from_where` an
        address or conversation. Raises `ValueError` for a `what` that is not in `WHAT`, `AuditBroken`
        when the end of the audit was tampered with: then nothing may be changed that it cannot record.
        """
        if what not in WHAT or what == ERASED:
            raise ValueError(f"{what!r} is nothing that is written to the audit")
        if not math.isfinite(now):
            raise ValueError(f"now cannot be {now!r}")
        personal = {
            "for_whom": None if for_whom is None else without_secrets(for_whom),
            "why": None if why is None else without_secrets(why),
            "from_where": None if from_where is None else visible(from_where),
            "salt": self._salt(_SALT_BYTES).hex(),
        }
        row = (now, visible(who), what, without_secrets(result))
        account = None if person_id is None else visible(person_id)
        if connection is not None:
            return append(connection, self._keys, *row, account, json.dumps(personal))
        with self._engine.begin() as own:
            return append(own, self._keys, *row, account, json.dumps(personal))

    def verify(self, end: tuple[int, str] | None = None) -> list[str]:
        """
        Say what does not hold, each in a line that names the row; empty when all holds.

        `end` is what `Audit.end` gave at an earlier time: the row of that number must still have that digest.
        """
        with as_stored(self._engine) as connection:
            return findings(connection, self._keys, end)

    def end(self) -> tuple[int, str]:
        """Give the number of rows and the digest of the last one, to be kept where nobody can reach both."""
        with as_stored(self._engine) as connection:
            found = head(connection)
            return (found.count, found.digest) if found else (0, "")

    def export_json_lines(self, target: Path | TextIO) -> int:
        """Write each row as a line of JSON; give how many. A file is made for this user alone."""
        with as_stored(self._engine) as connection, export.opened(target) as stream:
            return export.json_lines(connection, stream)

    def export_csv(self, target: Path | TextIO) -> int:
        """Write the rows as CSV in which no cell is a formula (R23); give how many. A file is for this user alone."""
        with as_stored(self._engine) as connection, export.opened(target) as stream:
            return export.csv_rows(connection, stream)

    def erase_person(self, person_id: str, now: float, who: str, names: Iterable[str] = ()) -> int:
        """
        Blank what is personal in every row about this person, and write a row that says so (R23).

        Rows are about them by `person_id`, or because `for_whom` is one of `names`, whatever the case:
        a look-up before any proof knows the sign-in name alone. Gives how many rows were blanked.
        """
        return erasing.erase(
            self._engine, self._keys, now, visible(who), erasing.about(visible(person_id), map(without_secrets, names))
        )

    def erase_older_than(self, seconds: float, now: float, who: str) -> int:
        """Blank what is personal in every row older than this many seconds, and write a row that says so."""
        return erasing.erase(self._engine, self._keys, now, visible(who), erasing.before(now - seconds))
