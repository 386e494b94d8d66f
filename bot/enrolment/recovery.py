"""Recovery codes: ten, made with a new authenticator, shown once, each good for one sign-in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from bot.database.second_factor import recovery_codes
from bot.enrolment.means import Keys

HOW_MANY = 10
#: So many left, or fewer, and people are warned.
FEW = 3

#: Of what looks alike (0 O D Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V) at most one: 25 letters and digits.
ALPHABET = "ABCDEFGHJKMNPRSTVWXYZ3479"
#: What somebody may read in its place.
_LOOKS_LIKE = str.maketrans("0OQ2568U", "DDDZSGBV")
#: Three groups of six: 83 bits; NIST SP 800-63B-4, 4.2 asks for 64.
_GROUPS, _GROUP = 3, 6

_COLUMNS = recovery_codes.c


def new_recovery_codes(choose: Callable[[str], str] = secrets.choice) -> tuple[str, ...]:
    """Make ten codes, all different, like "KMR7WT-9HJXPA-CDEF34"; `choose` picks one letter of many."""
    codes: dict[str, None] = {}
    while len(codes) < HOW_MANY:
        codes["-".join("".join(choose(ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))] = None
    return tuple(codes)


def keep_codes(
    connection: Connection, keys: Keys, person_id: str, authenticator_id: str, codes: Sequence[str], now: float
) -> None:
    """Keep digests of these codes; those made before are void from now on."""
    earlier = (_COLUMNS.person_id == person_id, _COLUMNS.voided_at.is_(None))
    connection.execute(update(recovery_codes).where(*earlier).values(voided_at=now, voided_by=authenticator_id))
    for code in codes:
        connection.execute(
            recovery_codes.insert().values(
                person_id=person_id,
                authenticator_id=authenticator_id,
                digest=_digest(keys, person_id, code),
                made_at=now,
            )
        )


def use_code(connection: Connection, keys: Keys, person_id: str, code: str, now: float) -> bool:
    """Use up this code; give whether it was good: one of theirs, not used, not void."""
    good = (_COLUMNS.used_at.is_(None), _COLUMNS.voided_at.is_(None), _COLUMNS.person_id == person_id)
    used = update(recovery_codes).where(*good, _COLUMNS.digest == _digest(keys, person_id, code)).values(used_at=now)
    return bool(connection.execute(used).rowcount)


def codes_left(connection: Connection, person_id: str) -> int:
    """Give how many codes are still good."""
    good = (_COLUMNS.person_id == person_id, _COLUMNS.used_at.is_(None), _COLUMNS.voided_at.is_(None))
    return int(connection.execute(select(func.count()).select_from(recovery_codes).where(*good)).scalar_one())


def void_all(connection: Connection, person_id: str, now: float) -> None:
    """Void every code of this person, for good."""
    connection.execute(
        update(recovery_codes)
        .where(_COLUMNS.person_id == person_id)
        .values(voided_at=func.coalesce(_COLUMNS.voided_at, now), voided_by=None)
    )


def take_back(connection: Connection, authenticator_id: str, successor: str | None, now: float) -> None:
    """
    Void the codes that were made with this authenticator, for good.

    Those that had to give way to them are good again; or, when others took their place since, void because of those.
    """
    made_with = update(recovery_codes).where(_COLUMNS.authenticator_id == authenticator_id)
    connection.execute(made_with.values(voided_at=func.coalesce(_COLUMNS.voided_at, now), voided_by=None))
    gave_way = update(recovery_codes).where(_COLUMNS.voided_by == authenticator_id)
    connection.execute(gave_way.values(voided_by=successor, voided_at=_COLUMNS.voided_at if successor else None))


def _digest(keys: Keys, person_id: str, code: str) -> bytes:
    # Keyed and of 83 random bits: nothing to guess, so nothing slow is needed.
    typed = "".join(c for c in code.upper() if c.isascii() and c.isalnum())
    return keys.digest("recovery code", f"{person_id}:{typed.translate(_LOOKS_LIKE)}")
