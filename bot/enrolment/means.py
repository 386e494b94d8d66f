"""What this room works with: the database, the keys, the audit, and who says whether somebody may change something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError, IntegrityError

from bot.database.engine import reading
from bot.directory.people import Person
from bot.enrolment.accounts import Account
from bot.errors import DatabaseUnavailable, SparekeyError

T = TypeVar("T")

#: Whether this conversation proved enough, for this person, at this moment: bot/proof knows.
MayChange = Callable[[Person, str, float], bool]


class Keys(Protocol):
    """The keys of the installation, see `bot.keys.Keys`."""

    def digest(self, purpose: str, text: str) -> bytes: ...

    def seal(self, data: bytes, purpose: str) -> bytes: ...

    def unseal(self, sealed: bytes, purpose: str) -> bytes: ...

    def new_token(self) -> str: ...


class Audit(Protocol):
    """The audit, see `bot.audit`; with a connection it writes in that transaction."""

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
    ) -> object: ...


@dataclass(frozen=True)
class Means:
    """
    What every act of this room needs.

    `stop_link` makes the address of the page "this was not me" for a token: its host comes from the
    settings, never from a request (OWASP Forgot Password Cheat Sheet).
    """

    engine: Engine
    keys: Keys
    audit: Audit
    stop_link: Callable[[str], str]

    def record(
        self,
        connection: Connection,
        what: str,
        result: str,
        now: float,
        *,
        about: Account | str,
        who: str = "person",
        why: str | None = None,
        from_where: str | None = None,
    ) -> None:
        """
        Write into the audit, in the same transaction; `about` is the account, or the id of a person.

        `from_where` is the conversation, which is named by a digest as bot/proof does: its id opens it.
        """
        self.audit.write(
            connection,
            now=now,
            who=who,
            what=what,
            result=result,
            person_id=about if isinstance(about, str) else about.person_id,
            for_whom=None if isinstance(about, str) else about.sign_in_name,
            why=why,
            from_where=from_where and f"conversation {self.keys.digest('conversation', from_where).hex()[:16]}",
        )

    def refuse(
        self,
        connection: Connection,
        refusal: SparekeyError,
        now: float,
        *,
        about: Account | str,
        why: str,
        from_where: str | None,
    ) -> None:
        """Write a refusal into the audit, in the same transaction; `why` is what was wanted."""
        name = type(refusal).__name__
        self.record(connection, "refused", name, now, about=about, why=why, from_where=from_where)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """
        Give one transaction: all that is done in it is written, or nothing.

        Raises `DatabaseUnavailable` when the database is locked, full, read-only or broken; then nothing was.
        """
        with _usable(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that changes nothing and holds up no writer. Raises as `writing` does."""
        with _usable(), reading(self.engine) as connection:
            yield connection


@contextmanager
def _usable() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        # A mistake of ours, not a state of the world.
        raise
    except DatabaseError as error:
        raise DatabaseUnavailable(error.orig) from error


def given(result: T | SparekeyError) -> T:
    """Give the result, or raise the refusal that it is: after the transaction, which keeps the record of it."""
    if isinstance(result, SparekeyError):
        raise result
    return result
