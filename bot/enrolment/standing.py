"""How a person stands: wrong codes in a row, whatever authenticators come and go, and whether changes were stopped."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from bot.database.second_factor import standings

#: NIST SP 800-63B-4, 3.2.2: no more than 100 wrong ones in a row on one account.
MOST_IN_A_ROW = 100


@dataclass(frozen=True)
class Standing:
    """`stopped_at` is when somebody said "this was not me", and no agent lifted it since; None: nobody did."""

    wrong_codes: int = 0
    wrong_recovery_codes: int = 0
    stopped_at: float | None = None

    @property
    def barred(self) -> str | None:
        """Name what an agent has to lift, `changes_stopped` or `too_many_wrong_codes`; None when it is nothing."""
        if self.stopped_at is not None:
            return "changes_stopped"
        is_guessed_at = max(self.wrong_codes, self.wrong_recovery_codes) >= MOST_IN_A_ROW
        return "too_many_wrong_codes" if is_guessed_at else None


def standing_of(connection: Connection, person_id: str) -> Standing:
    """Give how this person stands."""
    columns = (standings.c.wrong_codes, standings.c.wrong_recovery_codes, standings.c.stopped_at)
    row = connection.execute(select(*columns).where(standings.c.person_id == person_id)).first()
    return Standing(*row) if row else Standing()


def set_standing(connection: Connection, person_id: str, **values: object) -> None:
    """Change how this person stands."""
    made = insert(standings).values(person_id=person_id, **values)
    connection.execute(made.on_conflict_do_update(index_elements=["person_id"], set_=values))
