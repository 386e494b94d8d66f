"""Beginning: an authenticator that waits for its first code, and a link to the page that shows it once."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.directory.people import Person
from bot.enrolment import authenticators as stored
from bot.enrolment.accounts import Account, changeable_account
from bot.enrolment.links import ENROL, NOT_ME, make_link, point_on
from bot.enrolment.means import Means, given
from bot.enrolment.notices import tell_with_a_way_to_stop
from bot.enrolment.standing import MOST_IN_A_ROW, standing_of
from bot.errors import ChangesStopped, SparekeyError, TooManyWrongCodes


def begin(means: Means, person: Person, conversation_id: str, proved: bool, secret: str, now: float) -> str:
    """See `Enrolment.begin`; `proved` is what the proof said."""
    with means.writing() as connection:
        account = _unbarred(connection, changeable_account(connection, person, proved))
        if isinstance(account, SparekeyError):
            means.refuse(connection, account, now, about=Account.of(person), why="begin", from_where=conversation_id)
            token: str | SparekeyError = account
        else:
            token = _begun(connection, means, account, conversation_id, secret, now)
    return given(token)


def _unbarred(connection: Connection, account: Account | SparekeyError) -> Account | SparekeyError:
    if isinstance(account, SparekeyError):
        return account
    standing = standing_of(connection, account.person_id)
    if standing.stopped_at is not None:
        return ChangesStopped(account.sign_in_name)
    return TooManyWrongCodes(account.sign_in_name) if standing.wrong_codes >= MOST_IN_A_ROW else account


def _begun(
    connection: Connection, means: Means, account: Account, conversation_id: str, secret: str, now: float
) -> str:
    older = stored.in_state(connection, means.keys, account.person_id, "pending")
    if older:
        stored.retire(connection, older.id, "begun_anew", now)
        means.record(
            connection, "enrolment_given_up", "begun_anew", now, about=account, why=older.id, from_where=conversation_id
        )
    new = stored.add_pending(connection, means.keys, account.person_id, secret, now)
    # One message for one set-up, however often its page is asked for.
    if not (older and point_on(connection, older.id, new.id, conversation_id, now)):
        tell_with_a_way_to_stop(connection, means, account, "set_up_begun", NOT_ME, new.id, conversation_id, now)
    means.record(connection, "enrolment_begun", "done", now, about=account, why=new.id, from_where=conversation_id)
    return make_link(connection, means.keys, ENROL, account.person_id, new.id, conversation_id, now)
