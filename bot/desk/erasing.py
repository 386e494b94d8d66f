"""Erasing at the desk: what names a locked-out person goes, by person and by age; what was done in a call stays."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.engine import Connection, Engine

from bot.audit.erasing import as_compared, empty_the_log
from bot.database.desk import desk_approvals, desk_calls, desk_hand_overs
from bot.desk.handing_over import KEPT
from bot.proof import conversations


def erase_person(engine: Engine, person_id: str, names: Iterable[str]) -> int:
    """
    Take this person out of every case note, and forget their hand-overs, look-ups and requests for a second agent.

    They are found by id, or by one of these sign-in names, however it was typed. Gives how many notes and talks it was.
    """
    called = {as_compared(name) for name in names if name}
    with engine.begin() as connection:
        notes = _erase_notes(connection, lambda account, _: as_compared(account) in called)
        talks = [
            row.id
            for row in connection.execute(select(desk_hand_overs))
            if as_compared(row.sign_in_name or "") in called or _is_named_in([json.loads(row.case)], called)
        ]
        connection.execute(desk_hand_overs.delete().where(desk_hand_overs.c.id.in_(talks)))
        looked_up = conversations.about(connection, person_id, lambda name: as_compared(name) in called)
        for conversation_id in looked_up:
            conversations.forget(connection, conversation_id)
        _erase_details(connection, called, looked_up)
        c = desk_approvals.c
        theirs = or_(c.person_id == person_id, c.call_id.in_([*notes, *looked_up]))
        connection.execute(desk_approvals.delete().where(theirs))
    empty_the_log(engine)
    return len(notes) + len(talks) + len(looked_up)


def erase_older_than(engine: Engine, seconds: float, now: float) -> int:
    """Take the person out of the note of every call that ended longer ago than that; give how many notes it was."""
    with engine.begin() as connection:
        notes = _erase_notes(connection, lambda _, ended_at: ended_at < now - seconds)
    empty_the_log(engine)
    return len(notes)


def forget_old(engine: Engine, now: float) -> None:
    """Forget the hand-overs that nobody took, and requests for a second agent, after a day. To be called every hour."""
    with engine.begin() as connection:
        connection.execute(desk_hand_overs.delete().where(desk_hand_overs.c.at <= now - KEPT))
        # What was decided holds from then on: a no for a day.
        last = func.coalesce(desk_approvals.c.decided_at, desk_approvals.c.asked_at)
        connection.execute(desk_approvals.delete().where(last <= now - KEPT))


def _erase_details(connection: Connection, called: Collection[str], looked_up: Collection[str]) -> None:
    """A call that is still open goes on without the names that were typed in it."""
    c = desk_calls.c
    for row in connection.execute(select(c.id, c.talk, c.before).where(c.note.is_(None))).all():
        talks = [json.loads(row.talk), *json.loads(row.before)]
        if row.id in looked_up or _is_named_in(talks, called):
            talk, *before = ({**kept, "details": {}} for kept in talks)
            values = {"talk": json.dumps(talk), "before": json.dumps(before)}
            connection.execute(desk_calls.update().where(c.id == row.id).values(**values))


def _is_named_in(talks: Iterable[Mapping[str, Any]], called: Collection[str]) -> bool:
    names = (kept.get("details", {}).get("sign_in_name") for kept in talks)
    return any(as_compared(name) in called for name in names if name)


def _erase_notes(connection: Connection, chosen: Callable[[str, float], bool]) -> list[str]:
    """A note names whom the call was about, and nothing else of them. Gives the calls."""
    c = desk_calls.c
    calls = []
    for row in connection.execute(select(c.id, c.ended_at, c.note).where(c.note.isnot(None))).all():
        note = json.loads(row.note)
        if note["account"] and chosen(note["account"], row.ended_at):
            kept = json.dumps({**note, "account": None, "is_erased": True})
            connection.execute(desk_calls.update().where(c.id == row.id).values(note=kept))
            calls.append(row.id)
    return calls
