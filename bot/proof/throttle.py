"""How often something may be asked: counted in the database, so that no restart gives a fresh start (R3)."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

from bot.database.tables import throttles
from bot.keys import Keys

MINUTE = 60.0
HOUR = 3600.0

#: How what is counted by the address of a visitor is named.
_OF_AN_ADDRESS = "_from_address"


@dataclass(frozen=True)
class Limit:
    """At most so many within so many seconds, whatever the moment at which one begins to count; and why."""

    most: int
    within: float
    why: str


LIMITS: Mapping[str, Limit] = {
    "look_up_in_conversation": Limit(5, 15 * MINUTE, "nobody has that many accounts; a list of names does"),
    "look_up_from_address": Limit(20, 15 * MINUTE, "an office sits behind one address, a list of names too"),
    "look_up_of_sign_in_name": Limit(5, 15 * MINUTE, "whatever the name is, so that nothing can be learnt of it"),
    "hand_over_from_address": Limit(10, HOUR, "an office sits behind one address; more would hide who really waits"),
    "code_sent_to_account": Limit(5, HOUR, "25 guesses an hour, and nobody's telephone rings all night"),
    "code_sent_in_conversation": Limit(5, HOUR, "who got none of five codes is better off with a human"),
}


class Throttle:
    """
    Counts what was asked for, and decides. Who or what it was about is kept as a keyed digest only.

    Only what was allowed counts: who waits is let in again, however often they tried in between.
    """

    def __init__(self, engine: Engine, keys: Keys, limits: Mapping[str, Limit] = LIMITS) -> None:
        self._engine = engine
        self._keys = keys
        self._limits = limits
        self._longest = max(limit.within for limit in limits.values())

    def allow(self, what: str, subject: str, now: float) -> bool:
        """
        Tell whether one more of this is allowed for this subject now, and count it if so.

        `what` is a name in `LIMITS`, `KeyError` else. How to refuse is for the caller to say, and
        the same for all.
        """
        with self._engine.begin() as connection:
            return self.allow_all(connection, {what: subject}, now)

    def allow_all(self, connection: Connection, subjects: Mapping[str, str], now: float) -> bool:
        """Tell whether all of these are allowed, each for its subject; only then does any of them count."""
        connection.execute(throttles.delete().where(throttles.c.at <= now - self._longest))
        digests = {what: self._digest(what, subject) for what, subject in subjects.items()}
        if any(self._is_used_up(connection, what, digest, now) for what, digest in digests.items()):
            return False
        rows = [{"what": what, "subject": digest, "at": now} for what, digest in digests.items()]
        if rows:
            connection.execute(throttles.insert(), rows)
        return True

    def _digest(self, what: str, subject: str) -> str:
        counted = line_of(subject) if what.endswith(_OF_AN_ADDRESS) else subject
        return self._keys.digest(f"throttle {what}", counted).hex()

    def _is_used_up(self, connection: Connection, what: str, digest: str, now: float) -> bool:
        limit = self._limits[what]
        of_subject = (throttles.c.what == what) & (throttles.c.subject == digest)
        recent = select(func.count()).where(of_subject & (throttles.c.at > now - limit.within))
        return int(connection.execute(recent).scalar_one()) >= limit.most


def line_of(address: str) -> str:
    """
    Give what one visitor's line has in common: of IPv6 the first half, as one line has that many addresses (RFC 6177).

    An IPv4 address, also one written as IPv6, is its own line; so is what is no address.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))
