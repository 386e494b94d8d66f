"""Hand-over from the chat: whoever asks for a human there is found at the desk, and is not asked twice."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.engine import Engine, Row
from sqlalchemy.exc import SQLAlchemyError

from bot.audit import Audit
from bot.case import Case
from bot.database.desk import desk_hand_overs
from bot.database.engine import reading
from bot.desk.agents import Agent
from bot.desk.talk import Talk
from bot.errors import CallUnknown
from bot.keys import Keys
from bot.proof.rules import DAY
from bot.proof.throttle import Throttle

logger = logging.getLogger(__name__)

#: So many are listed; and so long one waits.
_LISTED = 30
KEPT = DAY


@dataclass(frozen=True)
class HandOver:
    """A talk of the chat that waits for an agent. What was proved there proves nothing on the phone."""

    id: int
    at: float
    sign_in_name: str | None
    talk: Talk

    @property
    def case(self) -> Case:
        """Give the facts that are known of them, whoever stated them."""
        return self.talk.case


def hand_over(
    engine: Engine,
    keys: Keys,
    conversation_id: str,
    sign_in_name: str | None,
    case: Case,
    now: float,
    address: str | None = None,
    on_file: Case | None = None,
) -> bool:
    """
    Let a talk wait for an agent, and give whether it does; once more, it keeps its place with what was told since.

    It does not when too many came from this address (None: not known), or when the database cannot be used just now:
    the person still has the summary, so nothing is raised. `on_file` is what the directory states of who proved in
    the chat who they are; None: nothing.
    """
    talk = keys.digest("hand over", conversation_id)
    c = desk_hand_overs.c
    # A page of the chat is no page of the desk: what lets somebody enrol there says nothing here.
    kept = json.dumps(Talk(case.with_facts(can_enrol_here=None), on_file=on_file or Case()).kept)
    told = {"sign_in_name": sign_in_name, "case": kept}
    subjects = {"hand_over_from_address": address} if address else {}
    try:
        with engine.begin() as connection:
            connection.execute(desk_hand_overs.delete().where(c.at <= now - KEPT))
            if connection.execute(desk_hand_overs.update().where(c.talk == talk).values(**told)).rowcount:
                return True
            if not Throttle(engine, keys).allow_all(connection, subjects, now):
                return False
            connection.execute(desk_hand_overs.insert().values(talk=talk, at=now, **told))
    except SQLAlchemyError:
        logger.exception("a talk could not be handed over; the person has the summary")
        return False
    return True


class HandOvers:
    """The talks that wait, and taking one."""

    def __init__(self, engine: Engine, audit: Audit) -> None:
        self._engine = engine
        self._audit = audit

    def waiting(self, now: float) -> list[HandOver]:
        """Give the talks that wait, the oldest first, so that who comes later hides nobody; so many as are listed."""
        c = desk_hand_overs.c
        found = select(desk_hand_overs).where(c.at > now - KEPT).order_by(c.at, c.id).limit(_LISTED)
        with reading(self._engine) as connection:
            return [_hand_over(row) for row in connection.execute(found)]

    def how_many(self, now: float) -> int:
        """Count all that wait, those that are not listed too."""
        found = select(func.count()).select_from(desk_hand_overs).where(desk_hand_overs.c.at > now - KEPT)
        with reading(self._engine) as connection:
            return int(connection.execute(found).scalar_one())

    def take(self, agent: Agent, hand_over_id: int, now: float) -> HandOver:
        """Take one, so that nobody else does. Raises `CallUnknown` when it waits no more."""
        one = desk_hand_overs.c.id == hand_over_id
        with self._engine.begin() as connection:
            row = connection.execute(select(desk_hand_overs).where(one)).one_or_none()
            if row is None:
                raise CallUnknown(hand_over_id)
            connection.execute(desk_hand_overs.delete().where(one))
            who = f"agent {agent.name}"
            self._audit.write(connection, now=now, who=who, what="desk_call", result="taken over from the chat")
            return _hand_over(row)


def _hand_over(row: Row) -> HandOver:
    return HandOver(row.id, row.at, row.sign_in_name, Talk.from_kept(json.loads(row.case)))
