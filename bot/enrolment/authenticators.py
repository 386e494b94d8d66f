"""The rows of authenticators: one pending until its first code, one active, the rest retired; one change a function."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, RowMapping

from bot.database.second_factor import authenticators, links
from bot.enrolment.links import ENROL, NOT_ME, PAGE_LIVES
from bot.enrolment.means import Keys
from bot.errors import SealBroken

#: Why one was retired that may come back when "this was not me" is said of its successor.
REPLACED = "replaced"

_PURPOSE = "authenticator"
_COLUMNS = authenticators.c


@dataclass(frozen=True)
class Authenticator:
    """One authenticator of one person. `secret` is empty once it can never be used again."""

    id: str
    person_id: str
    state: str
    secret: str = field(repr=False)
    begun_at: float
    replaces: str | None
    retired_because: str | None
    last_step: int | None


def add_pending(connection: Connection, keys: Keys, person_id: str, secret: str, now: float) -> Authenticator:
    """Add an authenticator that waits for its first code. Raises `IntegrityError` while another one does."""
    name = secrets.token_hex(8)
    connection.execute(
        authenticators.insert().values(
            id=name,
            person_id=person_id,
            state="pending",
            # With its own name in the seal: moved into another row, it is worth nothing.
            secret=keys.seal(f"{name}:{secret}".encode(), _PURPOSE),
            label="authenticator app",
            begun_at=now,
        )
    )
    return Authenticator(name, person_id, "pending", secret, now, None, None, None)


def in_state(connection: Connection, keys: Keys, person_id: str, state: str) -> Authenticator | None:
    """Give the person's authenticator that is `active`, or `pending`; None when there is none."""
    theirs = select(authenticators).where(_COLUMNS.person_id == person_id, _COLUMNS.state == state)
    return _read(keys, connection.execute(theirs).mappings().first())


def by_id(connection: Connection, keys: Keys, name: str | None) -> Authenticator | None:
    """Give the authenticator of this name; None when there is none."""
    return _read(keys, connection.execute(select(authenticators).where(_COLUMNS.id == name)).mappings().first())


def activate(connection: Connection, name: str, step: int, replaces: str | None, now: float) -> None:
    """Make a pending one the active one; `step` is the step of its first code, which is used with that."""
    _change(connection, name, state="active", proved_at=now, last_step=step, replaces=replaces)


def retire(connection: Connection, name: str, because: str, now: float) -> None:
    """Retire one; unless it was replaced, and may have to come back, its secret is erased."""
    erased = {} if because == REPLACED else {"secret": b""}
    _change(connection, name, state="retired", retired_at=now, retired_because=because, **erased)


def bring_back(connection: Connection, name: str) -> None:
    """Make one active again that was replaced."""
    _change(connection, name, state="active", retired_at=None, retired_because=None)


def note_step(connection: Connection, name: str, step: int) -> None:
    """Keep the step of a code that was accepted, so that neither it nor an earlier one is again."""
    _change(connection, name, last_step=step)


def take_out_of_line(connection: Connection, name: str, replaces: str | None) -> str | None:
    """Let what replaced this one replace instead what this one replaced; give that successor, None: there is none."""
    _change(connection, name, replaces=None)
    successor: str | None = connection.execute(select(_COLUMNS.id).where(_COLUMNS.replaces == name)).scalar()
    if successor is not None:
        _change(connection, successor, replaces=replaces)
    return successor


def forget_replaced(connection: Connection, person_id: str, because: str) -> None:
    """Erase the secrets of all that were replaced: none of them comes back."""
    replaced = (_COLUMNS.person_id == person_id, _COLUMNS.state == "retired", _COLUMNS.retired_because == REPLACED)
    connection.execute(update(authenticators).where(*replaced).values(secret=b"", retired_because=because))


def forget_past_recall(connection: Connection, now: float) -> int:
    """Erase secrets of replaced ones once no "this was not me" could bring them back; give how many."""
    still_open = select(links.c.person_id).where(links.c.purpose == NOT_ME, links.c.expires_at > now)
    past = (_COLUMNS.state == "retired", _COLUMNS.secret != b"", _COLUMNS.person_id.not_in(still_open))
    return int(connection.execute(update(authenticators).where(*past).values(secret=b"")).rowcount)


def is_proved_in(connection: Connection, conversation_id: str) -> bool:
    """Tell whether an active authenticator came of a page that was asked for in this conversation."""
    theirs = select(links.c.digest).where(
        links.c.conversation_id == conversation_id,
        links.c.purpose == ENROL,
        links.c.subject == authenticators.c.id,
        authenticators.c.state == "active",
    )
    return connection.execute(theirs).first() is not None


def pending_in(connection: Connection, conversation_id: str) -> list[tuple[str, str]]:
    """Give those that wait for a first code on a page that was asked for in this conversation: id, and whose."""
    theirs = (links.c.conversation_id == conversation_id, links.c.purpose == ENROL, links.c.subject == _COLUMNS.id)
    waiting = select(_COLUMNS.id, _COLUMNS.person_id).where(*theirs, _COLUMNS.state == "pending")
    return [(row.id, row.person_id) for row in connection.execute(waiting)]


def overdue(connection: Connection, now: float) -> list[tuple[str, str]]:
    """Give those that still wait for a first code when their page has long expired: their ids, and whose they are."""
    waiting = (_COLUMNS.state == "pending", _COLUMNS.begun_at < now - 2 * PAGE_LIVES)
    return [(row.id, row.person_id) for row in connection.execute(select(authenticators).where(*waiting))]


def _change(connection: Connection, name: str, **values: object) -> None:
    connection.execute(update(authenticators).where(_COLUMNS.id == name).values(**values))


def _read(keys: Keys, row: RowMapping | None) -> Authenticator | None:
    if row is None:
        return None
    name, _, secret = (
        keys.unseal(row["secret"], _PURPOSE).decode().partition(":") if row["secret"] else (row["id"], "", "")
    )
    if name != row["id"]:
        raise SealBroken(_PURPOSE)
    return Authenticator(
        id=row["id"],
        person_id=row["person_id"],
        state=row["state"],
        secret=secret,
        begun_at=row["begun_at"],
        replaces=row["replaces"],
        retired_because=row["retired_because"],
        last_step=row["last_step"],
    )
