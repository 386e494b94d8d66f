"""Messages that have to reach people: queued with the change they tell of, sent later, tried again when that fails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.database.second_factor import outbox
from bot.directory.people import Contact
from bot.enrolment.accounts import Account
from bot.enrolment.means import Keys, Means
from bot.enrolment.messages import message
from bot.errors import NotDelivered, SealBroken

#: Seconds until the next try, after the first, second, ... that failed; the last one holds from then on.
PAUSES = (60.0, 300.0, 900.0, 3600.0, 4 * 3600.0, 12 * 3600.0)
#: Seconds after which nobody tries any more.
GIVE_UP_AFTER = 5 * 86400.0

_PURPOSE = "outbox"


class Delivery(Protocol):
    """One way to reach people."""

    def send(self, contact: Contact, text: str) -> object:
        """Send the text. Raises `NotDelivered` when it could not be."""


@dataclass(frozen=True)
class Sent:
    """What one round did: messages sent, put off, and given up."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0


def tell_all(connection: Connection, keys: Keys, account: Account, template: str, now: float, **values: object) -> None:
    """
    Queue a message to every contact on file, in the transaction of what it tells of.

    The address goes with it: who takes a contact off the file afterwards does not silence the message.
    """
    for contact in account.contacts:
        filled = {"organisation": account.organisation, "account": account.sign_in_name, **values}
        content = json.dumps({"contact": asdict(contact), "values": filled})
        connection.execute(
            outbox.insert().values(
                person_id=account.person_id,
                contact_id=contact.id,
                template=template,
                content=keys.seal(content.encode(), _PURPOSE),
                queued_at=now,
                due_at=now,
            )
        )


def send_due(means: Means, deliveries: Mapping[str, Delivery], now: float) -> Sent:
    """
    Send what is due, through the delivery of each contact's channel (sms, voice, email).

    What fails is tried again after a pause that grows, up to five days, and everything that came of it is
    in the audit. A message goes out twice rather than never: when this process dies between sending
    and writing that down, it is tried again. Raises `DatabaseUnavailable`.
    """
    results = [_deliver(means, deliveries, row, now) for row in _taken(means, now)]
    return Sent(*(results.count(result) for result in ("sent", "put off", "given up")))


def _taken(means: Means, now: float) -> list[Any]:
    """Take what is due, and put it off at once, so that nobody else sends it meanwhile."""
    with means.writing() as connection:
        still = (outbox.c.sent_at.is_(None), outbox.c.given_up_at.is_(None))
        rows = connection.execute(select(outbox).where(*still, outbox.c.due_at <= now).order_by(outbox.c.id)).all()
        for row in rows:
            pause = PAUSES[min(row.tries, len(PAUSES) - 1)]
            _change(connection, row.id, tried_at=now, tries=row.tries + 1, due_at=now + pause)
    return list(rows)


def _deliver(means: Means, deliveries: Mapping[str, Delivery], row: Any, now: float) -> str:
    why = None
    try:
        content = json.loads(means.keys.unseal(row.content, _PURPOSE))
        contact = Contact(**content["contact"])
        if contact.channel not in deliveries:
            raise NotDelivered(f"there is no delivery by {contact.channel}")
        deliveries[contact.channel].send(contact, message(row.template, **content["values"]))
        result = "sent"
    except Exception as error:
        # Whatever a delivery does to one message, the others still go out, and this one is tried again.
        why = str(error) if isinstance(error, NotDelivered | SealBroken) else type(error).__name__
        result = "given up" if now >= row.queued_at + GIVE_UP_AFTER else "put off"
    with means.writing() as connection:
        _write_down(connection, means, row, result, why, now)
    return result


def _write_down(connection: Connection, means: Means, row: Any, result: str, why: str | None, now: float) -> None:
    if result == "sent":
        _change(connection, row.id, sent_at=now, content=b"")
    if result == "given up":
        _change(connection, row.id, given_up_at=now, content=b"")
    means.record(
        connection,
        "notified" if result == "sent" else "not_notified",
        result,
        now,
        about=row.person_id,
        who="assistant",
        why=f"{row.template}, contact {row.contact_id}" + (f": {why}" if why else ""),
    )


def _change(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(outbox).where(outbox.c.id == number).values(**values))
