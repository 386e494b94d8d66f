"""The page with the QR code: opened once, and then it shows its key no more."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from bot.authenticator import grouped, provisioning_uri
from bot.enrolment import authenticators as stored
from bot.enrolment.accounts import Account, account_on_file
from bot.enrolment.authenticators import Authenticator
from bot.enrolment.links import ENROL, PAGE_LIVES, Link, change_link, find_link
from bot.enrolment.means import Means, given
from bot.enrolment.outcomes import EnrolmentPage
from bot.errors import (
    AccountClosed,
    LinkCancelled,
    LinkExpired,
    LinkOpened,
    LinkUnknown,
    LinkUsed,
    SparekeyError,
)
from bot.qr import qr_png


@dataclass(frozen=True)
class PageInHand:
    """The link of a page with what it is about, both as they are in this transaction."""

    link: Link
    authenticator: Authenticator
    account: Account


def page_in_hand(connection: Connection, means: Means, token: str, now: float) -> PageInHand | SparekeyError:
    """Give what this token's page is about, opened or not, or why it is good for nothing any more."""
    link = find_link(connection, means.keys, ENROL, token)
    authenticator = stored.by_id(connection, means.keys, link.subject) if link else None
    if link is None or authenticator is None:
        return LinkUnknown(ENROL)
    if link.used_at is not None:
        return LinkUsed(ENROL)
    if authenticator.state != "pending":
        return LinkCancelled(ENROL)
    if now >= link.expires_at:
        return LinkExpired(ENROL)
    account = account_on_file(connection, link.person_id)
    if account is None:
        return AccountClosed(link.person_id)
    return account.refusal() or PageInHand(link, authenticator, account)


def open_page(means: Means, token: str, now: float) -> EnrolmentPage:
    """See `Enrolment.open_page`."""
    with means.writing() as connection:
        page = page_in_hand(connection, means, token, now)
        if isinstance(page, PageInHand) and page.link.opened_at is not None:
            page = LinkOpened(ENROL)
        if isinstance(page, PageInHand):
            change_link(connection, page.link, opened_at=now, expires_at=now + PAGE_LIVES)
            conversation = page.link.conversation_id
            means.record(connection, "enrolment_shown", "done", now, about=page.account, from_where=conversation)
        else:
            refuse_link(connection, means, find_link(connection, means.keys, ENROL, token), page, now)
    # Drawn when the transaction is over, so that nobody waits for the drawing.
    return _shown(given(page), now)


def refuse_link(connection: Connection, means: Means, link: Link | None, refusal: SparekeyError, now: float) -> None:
    """Record that a link was refused; a token that never was one (None) is nobody's, and not worth a row."""
    if link is not None:
        why, conversation = f"link {link.purpose}", link.conversation_id
        means.refuse(connection, refusal, now, about=link.person_id, why=why, from_where=conversation)


def _shown(page: PageInHand, now: float) -> EnrolmentPage:
    secret, account = page.authenticator.secret, page.account
    return EnrolmentPage(
        account=account.sign_in_name,
        issuer=account.organisation,
        until=now + PAGE_LIVES,
        picture=qr_png(provisioning_uri(secret, account.sign_in_name, account.organisation)),
        key=grouped(secret),
    )
