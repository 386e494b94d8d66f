""" "This was not me": what was begun or done is taken back, and nothing changes until an agent lifts that."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.directory.names import is_named
from bot.enrolment import authenticators as stored
from bot.enrolment.accounts import Account, account_on_file
from bot.enrolment.authenticators import REPLACED, Authenticator
from bot.enrolment.links import NOT_ME, NOT_STOLEN, Link, change_link, find_link
from bot.enrolment.means import Means, given
from bot.enrolment.messages import moment
from bot.enrolment.outbox import tell_all
from bot.enrolment.outcomes import NotMe, Stopped
from bot.enrolment.page import refuse_link
from bot.enrolment.recovery import take_back
from bot.enrolment.standing import set_standing
from bot.errors import ChangeNotProved, LinkExpired, LinkUnknown, LinkUsed, SparekeyError

NOT_THEIRS = "not_theirs"


def who_is_this_about(means: Means, token: str, now: float) -> NotMe:
    """See `Enrolment.who_is_this_about`."""
    with means.reading() as connection:
        return given(_asked(connection, means, token, now))[0]


def stop(means: Means, token: str, now: float) -> Stopped:
    """See `Enrolment.stop`."""
    with means.writing() as connection:
        asked = _asked(connection, means, token, now)
        if isinstance(asked, SparekeyError):
            refuse_link(connection, means, _link(connection, means, token), asked, now)
            stopped: Stopped | SparekeyError = asked
        else:
            stopped = _stopped(connection, means, *asked, now)
    return given(stopped)


def lift(means: Means, person_id: str, agent: str, why: str, now: float) -> None:
    """See `Enrolment.lift`."""
    with means.writing() as connection:
        account = account_on_file(connection, person_id)
        refused = account is None or is_named(agent, account.person_id, account.sign_in_name)
        if account and not refused:
            set_standing(connection, person_id, stopped_at=None, wrong_codes=0, wrong_recovery_codes=0)
            tell_all(connection, means.keys, account, "lifted", now, when=moment(now))
        result = "refused" if refused else "changes allowed again"
        means.record(
            connection, "agent_verified", result, now, about=account or person_id, who=f"agent {agent}", why=why
        )
    if refused:
        raise ChangeNotProved(person_id)


def _link(connection: Connection, means: Means, token: str) -> Link | None:
    return find_link(connection, means.keys, NOT_ME, token) or find_link(connection, means.keys, NOT_STOLEN, token)


def _asked(
    connection: Connection, means: Means, token: str, now: float
) -> tuple[NotMe, Link, Authenticator, Account] | SparekeyError:
    link = _link(connection, means, token)
    subject = stored.by_id(connection, means.keys, link.subject) if link else None
    account = account_on_file(connection, link.person_id) if link else None
    if link is None or subject is None or account is None:
        return LinkUnknown(NOT_ME)
    if link.used_at is not None:
        return LinkUsed(NOT_ME)
    if now >= link.expires_at:
        return LinkExpired(NOT_ME)
    stage = "stolen" if link.purpose == NOT_STOLEN else subject.state
    about = NotMe(account.sign_in_name, account.organisation, stage, subject.begun_at, link.expires_at)
    return about, link, subject, account


def _stopped(
    connection: Connection, means: Means, about: NotMe, link: Link, subject: Authenticator, account: Account, now: float
) -> Stopped:
    change_link(connection, link, used_at=now)
    set_standing(connection, link.person_id, stopped_at=now)
    pending = stored.in_state(connection, means.keys, link.person_id, "pending")
    if pending:
        stored.retire(connection, pending.id, NOT_THEIRS, now)
    earlier = _taken_back(connection, means, subject, now) if link.purpose == NOT_ME else None
    template = "stopped_after_theft" if link.purpose == NOT_STOLEN else "taken_back" if earlier else "stopped"
    means.record(
        connection, "stopped_by_person", template, now, about=account, why=subject.id, from_where=link.conversation_id
    )
    when, begun = moment(now), moment(subject.begun_at)
    tell_all(connection, means.keys, account, template, now, when=when, begun=begun)
    return Stopped(account.sign_in_name, account.organisation, about.stage, earlier is not None)


def _taken_back(connection: Connection, means: Means, subject: Authenticator, now: float) -> Authenticator | None:
    """Undo what this authenticator did; give the earlier one, which works again, None when none comes back."""
    stored.retire(connection, subject.id, NOT_THEIRS, now)
    successor = stored.take_out_of_line(connection, subject.id, subject.replaces)
    take_back(connection, subject.id, successor, now)
    earlier = stored.by_id(connection, means.keys, subject.replaces) if subject.state == "active" else None
    if earlier is None or earlier.retired_because != REPLACED or not earlier.secret:
        return None
    stored.bring_back(connection, earlier.id)
    return earlier
