"""A stolen phone: its authenticator is retired at once, and nothing brings it back."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.directory.people import Person
from bot.enrolment import authenticators as stored
from bot.enrolment.accounts import Account, changeable_account
from bot.enrolment.authenticators import Authenticator
from bot.enrolment.links import NOT_STOLEN, is_begun_in
from bot.enrolment.means import Means, given
from bot.enrolment.notices import tell_with_a_way_to_stop
from bot.enrolment.recovery import void_all
from bot.errors import SparekeyError

STOLEN = "stolen"
#: In seconds: who set up a new phone and then says that the old one was stolen does not mean the new one.
JUST_SET_UP = 3600.0


def report_stolen(
    means: Means, person: Person, conversation_id: str, proved: bool, recovery_codes_too: bool, now: float
) -> bool:
    """See `Enrolment.report_stolen`; `proved` is what the proof said."""
    with means.writing() as connection:
        account = changeable_account(connection, person, proved)
        if isinstance(account, SparekeyError):
            means.refuse(connection, account, now, about=Account.of(person), why="stolen", from_where=conversation_id)
            stolen: str | SparekeyError | None = account
        else:
            stolen = _retired(connection, means, account, conversation_id, now)
            if recovery_codes_too:
                void_all(connection, person.id, now)
    return given(stolen) is not None


def _retired(connection: Connection, means: Means, account: Account, conversation_id: str, now: float) -> str | None:
    """Retire the active one; give its id, None when there is none on the stolen phone."""
    stored.forget_replaced(connection, account.person_id, STOLEN)
    active = stored.in_state(connection, means.keys, account.person_id, "active")
    stolen = active.id if active and not _is_new(connection, active, conversation_id, now) else None
    result = STOLEN if stolen else "stolen, none in use"
    means.record(
        connection, "authenticator_retired", result, now, about=account, why=stolen, from_where=conversation_id
    )
    if stolen:
        stored.retire(connection, stolen, STOLEN, now)
        tell_with_a_way_to_stop(connection, means, account, "reported_stolen", NOT_STOLEN, stolen, conversation_id, now)
    return stolen


def _is_new(connection: Connection, active: Authenticator, conversation_id: str, now: float) -> bool:
    return now - active.begun_at < JUST_SET_UP and is_begun_in(connection, active.id, conversation_id)
