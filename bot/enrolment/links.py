"""Links that work once: the page with the QR code, and "this was not me". Of each token only a digest is kept."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.database.second_factor import links
from bot.enrolment.means import Keys

ENROL = "enrol"
#: "This was not me", about an authenticator that was begun or set up ...
NOT_ME = "not_me"
#: ... and about one that was reported stolen.
NOT_STOLEN = "not_stolen"
#: Ten minutes to open the page, and ten from then on to type the first code; NIST SP 800-63B-4 gives no
#: code that binds an authenticator more.
PAGE_LIVES = 600.0
#: Three days to say that it was somebody else.
NOT_ME_LIVES = 72 * 3600.0

#: Pages asked for again within an hour belong to one set-up, of which people are told once.
ONE_SET_UP = 3600.0


@dataclass(frozen=True)
class Link:
    """One link. `subject` is the authenticator that it is about; times are in seconds since 1970, UTC."""

    digest: bytes
    purpose: str
    person_id: str
    subject: str
    conversation_id: str | None
    made_at: float
    expires_at: float
    opened_at: float | None
    used_at: float | None
    tries: int


def make_link(
    connection: Connection,
    keys: Keys,
    purpose: str,
    person_id: str,
    subject: str,
    conversation_id: str | None,
    now: float,
) -> str:
    """Make a link and give its token, which is not kept."""
    token = keys.new_token()
    connection.execute(
        links.insert().values(
            digest=_digest(keys, purpose, token),
            purpose=purpose,
            person_id=person_id,
            subject=subject,
            conversation_id=conversation_id,
            made_at=now,
            expires_at=now + (PAGE_LIVES if purpose == ENROL else NOT_ME_LIVES),
        )
    )
    return token


def find_link(connection: Connection, keys: Keys, purpose: str, token: str) -> Link | None:
    """Give the link of this token for this purpose; None when there never was one."""
    theirs = select(links).where(links.c.digest == _digest(keys, purpose, token), links.c.purpose == purpose)
    row = connection.execute(theirs).mappings().first()
    return Link(**row) if row else None


def change_link(connection: Connection, link: Link, **values: object) -> None:
    """Change what happened to a link: opened_at, used_at, expires_at, tries."""
    connection.execute(update(links).where(links.c.digest == link.digest).values(**values))


def is_begun_in(connection: Connection, subject: str, conversation_id: str) -> bool:
    """Tell whether the page of this authenticator was asked for in this conversation."""
    theirs = select(links.c.digest).where(
        links.c.purpose == ENROL, links.c.subject == subject, links.c.conversation_id == conversation_id
    )
    return connection.execute(theirs).first() is not None


def point_on(connection: Connection, before: str, after: str, conversation_id: str, now: float) -> bool:
    """
    Let "this was not me" follow a set-up that was begun anew in the same conversation within the hour.

    Gives False when nobody was told of that set-up, or so long ago that they have to be told again.
    """
    told = (links.c.purpose == NOT_ME, links.c.subject == before, links.c.conversation_id == conversation_id)
    still = (links.c.used_at.is_(None), links.c.made_at > now - ONE_SET_UP)
    return bool(connection.execute(update(links).where(*told, *still).values(subject=after)).rowcount)


def _digest(keys: Keys, purpose: str, token: str) -> bytes:
    return keys.digest(f"link {purpose}", token)
