"""What every part of the proof works with: the database, the keys, the directory, the post, the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.engine import Connection, Engine

from bot.directory.directory import Directory
from bot.directory.names import sign_in_key
from bot.directory.people import Contact, Person
from bot.keys import Keys
from bot.proof.codes import Codes, Recipient
from bot.proof.conversations import Conversation
from bot.proof.noting import Notes
from bot.proof.sending import Letter, Post
from bot.proof.throttle import Throttle


@dataclass(frozen=True)
class Equipment:
    """The means of one process; everything that has to be remembered is in the database. `now` is in seconds."""

    engine: Engine
    keys: Keys
    directory: Directory
    issuer: Codes
    throttle: Throttle
    post: Post
    notes: Notes
    now: Callable[[], float]

    def account_of(self, sign_in_name: str) -> str:
        """Give the digest that stands for an account, whether there is one of this name or not."""
        return self.keys.digest("account", sign_in_key(sign_in_name) or sign_in_name).hex()

    def write_letter(
        self, connection: Connection, conversation: Conversation, purpose: str, person: Person, contact: Contact
    ) -> Letter:
        """Issue a code to this contact, and give the letter that takes it there."""
        code_id, code = self.issuer.issue(
            connection,
            conversation.id,
            purpose,
            Recipient(person.id, contact),
            self.now(),
            account=self.account_of(person.sign_in_name),
        )
        return Letter(code_id, code, purpose, person.id, contact, conversation)


def next_contact(contacts: tuple[Contact, ...], last: str | None) -> Contact | None:
    """Give the contact after the last one that was used, the first after the last of all; None when there is none."""
    ids = [contact.id for contact in contacts]
    place = ids.index(last) + 1 if last in ids else 0
    return contacts[place % len(contacts)] if contacts else None
