"""The accounts of agents: made at the machine, signed in with a password and a second factor, throttled."""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine, Row

from bot import authenticator
from bot.audit import Audit
from bot.database.desk import agent_recovery_codes, agents, removed_agents
from bot.database.engine import reading
from bot.enrolment.recovery import new_recovery_codes
from bot.errors import AgentRefused
from bot.keys import Keys
from bot.proof.throttle import HOUR, LIMITS, Limit, Throttle

AGENT, SUPERVISOR = "agent", "supervisor"
ROLES = (AGENT, SUPERVISOR)

#: Beside those of the proof: rows are thrown away by the longest of all that are counted in one table.
SIGN_IN_LIMITS: Mapping[str, Limit] = {
    **LIMITS,
    "sign_in_of_agent": Limit(10, HOUR, "who mistypes ten times an hour is better off with a supervisor"),
    "sign_in_from_address": Limit(60, HOUR, "an office of agents sits behind one address"),
}
#: What names may be: they stand in the audit and on pages.
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_LONGEST_PASSWORD = 200
_SEAL = "agent second factor"
_ALPHABET = string.ascii_lowercase.replace("l", "") + "23456789"


@dataclass(frozen=True)
class Agent:
    """Somebody who may sit at the desk; `role` is agent or supervisor."""

    name: str
    role: str


@dataclass(frozen=True)
class FirstSignIn:
    """What a new agent is told once: nothing of it can be read again."""

    name: str
    role: str
    password: str
    key: str
    recovery_codes: tuple[str, ...]


class Agents:
    """The accounts in this database. Who is none of them is no agent, whatever is said anywhere (R18)."""

    def __init__(self, engine: Engine, keys: Keys, audit: Audit) -> None:
        self._engine = engine
        self._keys = keys
        self._audit = audit
        self._throttle = Throttle(engine, keys, SIGN_IN_LIMITS)

    def make(self, name: str, role: str, by: str, now: float) -> FirstSignIn:
        """Make an account and give its first sign-in. Raises `AgentRefused` for a name that is taken, or none."""
        if not _NAME.fullmatch(name):
            raise AgentRefused(f"{name!r} is no name: 2 to 40 of a-z, 0-9, dot, dash and underscore")
        if role not in ROLES:
            raise AgentRefused(f"{role!r} is no role")
        password = new_password()
        key, codes = authenticator.new_secret(), new_recovery_codes()
        hashed = hash_of(password)
        with self._engine.begin() as connection:
            if connection.execute(select(agents.c.name).where(agents.c.name == name)).first():
                raise AgentRefused(f"there is an agent {name} already, or was one")
            values = {"name": name, "role": role, "password": hashed, "totp": sealed(self._keys, key)}
            connection.execute(agents.insert().values(**values, made_at=now, made_by=by))
            kept = [{"agent": name, "digest": digest_of_code(self._keys, name, code)} for code in codes]
            connection.execute(agent_recovery_codes.insert(), kept)
            self._audit.write(connection, now=now, who=by, what="agent_made", result=f"{name}, {role}")
        return FirstSignIn(name, role, password, key, codes)

    def sign_in(self, name: str, password: str, code: str, address: str | None, now: float) -> Agent | None:
        """
        Give the agent whose password and second factor these are; None whatever of it was wrong.

        `code` is of the authenticator, or a recovery code, which is then used up. An unknown name, a wrong
        password, a wrong code and too many tries all take the same work.
        """
        name = name.strip().lower()
        subjects = {"sign_in_of_agent": name, **({"sign_in_from_address": address} if address else {})}
        with self._engine.begin() as connection:
            is_in_time = self._throttle.allow_all(connection, subjects, now)
            row = row_of(connection, name)
        # The slow part, outside any transaction: nobody else waits for it.
        fits = _fits(row.password if row else _nobodys(), password)
        with self._engine.begin() as connection:
            row = row_of(connection, name)
            is_second = self._second_factor(connection, row, code, now, spend=fits and is_in_time)
            is_right = row is not None and is_in_time and fits and is_second
            who = f"agent {name}" if row else "person"
            what, result = ("agent_signed_in", "right") if is_right else ("refused", "sign_in_of_agent")
            self._audit.write(connection, now=now, who=who, what=what, result=result, from_where=address)
        return Agent(row.name, row.role) if row is not None and is_right else None

    def is_agent(self, name: str) -> bool:
        """Tell whether there is an agent of this name."""
        return self.named(name) is not None

    def named(self, name: str) -> Agent | None:
        """Give the agent of this name."""
        with reading(self._engine) as connection:
            row = row_of(connection, name)
        return Agent(row.name, row.role) if row else None

    def all(self) -> list[Agent]:
        """Give all agents, by name."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(agents.c.name, agents.c.role).where(is_kept()).order_by(agents.c.name))
            return [Agent(*row) for row in rows]

    def _second_factor(self, connection: Connection, row: Row | None, code: str, now: float, *, spend: bool) -> bool:
        """A code is spent only by who had the password right: else anybody could use up what is not theirs."""
        key = self._keys.unseal(row.totp, _SEAL).decode() if row else authenticator.new_secret()
        check = authenticator.check(key, code, now, row.last_step if row else None)
        name = row.name if row else ""
        codes = agent_recovery_codes
        found = (
            (codes.c.agent == name)
            & (codes.c.digest == digest_of_code(self._keys, name, code))
            & codes.c.used_at.is_(None)
        )
        recovery_code = connection.execute(select(codes.c.id).where(found)).scalars().first()
        if spend and check.state == "right":
            connection.execute(agents.update().where(agents.c.name == name).values(last_step=check.step))
        elif spend and recovery_code is not None:
            connection.execute(codes.update().where(codes.c.id == recovery_code).values(used_at=now))
        return check.state == "right" or recovery_code is not None


def row_of(connection: Connection, name: str) -> Row | None:
    """Give the account of this name; None for one that is none, or was removed."""
    return connection.execute(select(agents).where((agents.c.name == name) & is_kept())).one_or_none()


def is_kept() -> Any:
    """Say of an account, in a query, that it was not removed."""
    return agents.c.name.not_in(select(removed_agents.c.agent))


def new_password() -> str:
    """Give a password that can be read out and typed: 100 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))


def hash_of(password: str) -> str:
    return _hasher().hash(password)


def sealed(keys: Keys, key: str) -> bytes:
    """Give the key of a second factor as the database keeps it."""
    return keys.seal(key.encode(), _SEAL)


def digest_of_code(keys: Keys, name: str, code: str) -> bytes:
    """Give what is kept of a recovery code; how it is written does not count."""
    typed = "".join(c for c in code.upper() if c.isascii() and c.isalnum())
    return keys.digest("agent recovery code", f"{name}:{typed}")


def _fits(hashed: str, password: str) -> bool:
    try:
        return _hasher().verify(hashed, password[:_LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    """RFC 9106, 4: the second recommended choice, for machines with little memory."""
    return PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """What the password of a name that is not there is compared with, so that it takes as long."""
    return _hasher().hash(secrets.token_hex(16))
