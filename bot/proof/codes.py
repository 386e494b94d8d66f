"""One-time codes: issued, tried, used up. Kept as digests that hold for one person, purpose and conversation (R10)."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.database.tables import codes
from bot.directory.people import Contact
from bot.keys import Keys
from bot.proof import failures
from bot.proof.shape import Randbelow, code_in, draw_to_send

#: In seconds, by channel. NIST SP 800-63B-4, 4.2: ten minutes by text message or voice; by e-mail up to 24 hours.
LIFETIMES: Mapping[str, float] = {"sms": 600.0, "voice": 600.0, "email": 3600.0}
#: How long wrong codes are answered as wrong, also for a code that held less long, or that nobody ever got: who does
#: not have the code must not learn from the answer by which channel it went, or whether (R1).
WINDOW = max(LIFETIMES.values())
TRIES = 5

#: A code that could not be delivered may have arrived after all; who has it can read that mailbox.
_CAN_BE_ENTERED = ("open", "not_delivered")


class Outcome(str, Enum):
    """What became of a code that somebody entered."""

    right = "right"
    wrong = "wrong"
    expired = "expired"
    used_up = "used_up"
    none_open = "none_open"
    account_blocked = "account_blocked"


@dataclass(frozen=True)
class Recipient:
    """Who is to get a code, and where."""

    person_id: str
    contact: Contact


@dataclass(frozen=True)
class Code:
    """A code as it is kept; see `bot.database.tables.codes`. Without a person it is one that nobody can know."""

    id: int
    conversation_id: str
    account: str | None
    person_id: str | None
    purpose: str
    contact_id: str | None
    channel: str | None
    digest: bytes
    issued_at: float
    expires_at: float
    tries_left: int
    state: str


class Codes:
    """Issues and checks codes, each step inside a transaction of the caller's. `randbelow` draws the codes."""

    def __init__(self, keys: Keys, randbelow: Randbelow = secrets.randbelow) -> None:
        self._keys = keys
        self._randbelow = randbelow

    def issue(
        self,
        connection: Connection,
        conversation_id: str,
        purpose: str,
        recipient: Recipient | None,
        now: float,
        *,
        account: str | None,
    ) -> tuple[int, str]:
        """
        Issue the one open code of this conversation, in place of the one before; give its row and the code itself.

        `account` is the digest that wrong tries count to; None: to nobody's. Without a recipient it
        is a code that nobody can know, tried and used up like any other.
        """
        close_all(connection, conversation_id, "replaced")
        code = draw_to_send(self._randbelow)
        person_id = recipient.person_id if recipient else None
        channel = recipient.contact.channel if recipient else None
        row = codes.insert().values(
            conversation_id=conversation_id,
            account=account,
            person_id=person_id,
            purpose=purpose,
            contact_id=recipient.contact.id if recipient else None,
            channel=channel,
            digest=self._digest(conversation_id, person_id, purpose, code if recipient else self._keys.new_token()),
            issued_at=now,
            expires_at=now + (LIFETIMES[channel] if channel else WINDOW),
            tries_left=TRIES,
            state="open",
        )
        return int(connection.execute(row).inserted_primary_key[0]), code

    def check(self, connection: Connection, conversation_id: str, text: str, now: float) -> tuple[Outcome, Code | None]:
        """
        Try what somebody entered against the newest code of this conversation; give what became of it, and the code.

        A right one is used up by this, a wrong one costs a try; text that cannot be a code costs
        none. The code is None when there never was one.
        """
        code = newest(connection, conversation_id)
        if code is None or code.state in ("used", "replaced"):
            return Outcome.none_open, code
        if failures.is_blocked(connection, code.account):
            return Outcome.account_blocked, code
        if code.state == "used_up":
            return Outcome.used_up, code
        if code.state == "expired" or now >= code.issued_at + WINDOW:
            return _close(connection, code, Outcome.expired), code
        entered = code_in(text)
        if entered is None:
            return Outcome.wrong, code
        digest = self._digest(conversation_id, code.person_id, code.purpose, entered)
        if hmac.compare_digest(code.digest, digest) and code.person_id is not None:
            return _take(connection, code, now), code
        return _count_wrong(connection, code, now), code

    def _digest(self, conversation_id: str, person_id: str | None, purpose: str, code: str) -> bytes:
        return self._keys.digest("code", "\0".join((conversation_id, person_id or "", purpose, code)))


def newest(connection: Connection, conversation_id: str) -> Code | None:
    """Give the newest code of this conversation, whatever became of it, or None."""
    mine = select(codes).where(codes.c.conversation_id == conversation_id)
    row = connection.execute(mine.order_by(codes.c.id.desc()).limit(1)).one_or_none()
    return Code(**row._mapping) if row else None


def last_contact(connection: Connection, conversation_id: str, purpose: str) -> str | None:
    """Name the contact that got the newest code of this conversation for this purpose, or None."""
    sent = (codes.c.conversation_id == conversation_id) & (codes.c.purpose == purpose) & codes.c.contact_id.isnot(None)
    newest_first = select(codes.c.contact_id).where(sent).order_by(codes.c.id.desc()).limit(1)
    contact_id: str | None = connection.execute(newest_first).scalar_one_or_none()
    return contact_id


def can_be_entered(connection: Connection, conversation_id: str, now: float) -> bool:
    """Tell whether there is a code, one that somebody got or not, that can still be tried."""
    code = newest(connection, conversation_id)
    return code is not None and code.state in _CAN_BE_ENTERED and now < code.issued_at + WINDOW


def close_all(connection: Connection, conversation_id: str, state: str) -> None:
    """Let no code of this conversation be entered any more, for this reason."""
    open_here = (codes.c.conversation_id == conversation_id) & codes.c.state.in_(_CAN_BE_ENTERED)
    connection.execute(codes.update().where(open_here).values(state=state))


def mark_not_delivered(connection: Connection, code_id: int) -> None:
    """Note that a code, if it is still open, did not go out."""
    still_open = (codes.c.id == code_id) & (codes.c.state == "open")
    connection.execute(codes.update().where(still_open).values(state="not_delivered"))


def _take(connection: Connection, code: Code, now: float) -> Outcome:
    # Only who has the code learns that it came too late.
    if now >= code.expires_at:
        return _close(connection, code, Outcome.expired)
    failures.forgive(connection, code.account)
    return _close(connection, code, Outcome.right)


def _count_wrong(connection: Connection, code: Code, now: float) -> Outcome:
    failures.count_one(connection, code.account, now)
    left = code.tries_left - 1
    connection.execute(codes.update().where(codes.c.id == code.id).values(tries_left=left))
    return Outcome.wrong if left else _close(connection, code, Outcome.used_up)


def _close(connection: Connection, code: Code, outcome: Outcome) -> Outcome:
    state = "used" if outcome is Outcome.right else outcome.value
    connection.execute(codes.update().where(codes.c.id == code.id).values(state=state))
    return outcome
