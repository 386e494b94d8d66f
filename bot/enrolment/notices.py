"""Telling everybody registered for an account, with a way to say "this was not me"."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.enrolment.accounts import Account
from bot.enrolment.links import NOT_ME_LIVES, make_link
from bot.enrolment.means import Means
from bot.enrolment.messages import moment
from bot.enrolment.outbox import tell_all


def tell_with_a_way_to_stop(
    connection: Connection,
    means: Means,
    account: Account,
    template: str,
    purpose: str,
    subject: str,
    conversation_id: str | None,
    now: float,
) -> None:
    """
    Queue a message to every contact, with one link that stops what it tells of (NIST SP 800-63B-4, 4.6).

    `purpose` and `subject` are those of the link: what may be denied, about which authenticator.
    """
    token = make_link(connection, means.keys, purpose, account.person_id, subject, conversation_id, now)
    tell_all(
        connection,
        means.keys,
        account,
        template,
        now,
        when=moment(now),
        until=moment(now + NOT_ME_LIVES),
        link=means.stop_link(token),
    )
