"""The red flags of a call: what makes a second agent necessary before anybody is checked (R19). Pure."""

from __future__ import annotations

from collections.abc import Collection

from bot.desk.talk import Talk
from bot.directory.people import Person
from bot.proof.rules import NEW_CONTACTS_REST

#: So many calls or talks about one account within a day are a red flag, this one among them.
MANY_LOOK_UPS = 3


def red_flags(
    person: Person,
    look_ups: int,
    now: float,
    talk: Talk,
    *,
    is_stopped: bool = False,
    is_refused: bool = False,
    asked_about: Collection[str] = (),
) -> tuple[str, ...]:
    """
    Name what makes a second agent necessary (R19): only what the server knows, or what the agent noted.

    `look_ups` counts the calls and talks about this account within a day, `is_refused` says that a second agent
    said no. `asked_about` are the flags that a second agent was asked about in this call: what the agent noted of
    the caller stays from then on.
    """
    changed = [contact.changed_at for contact in person.contacts if contact.changed_at is not None]
    flags = {
        "second_said_no": is_refused,
        "administrator": bool(person.roles),
        "roles_not_known": person.roles is None,
        "contact_changed": any(at > now - NEW_CONTACTS_REST for at in changed),
        "third_look_up": look_ups >= MANY_LOOK_UPS,
        "changes_stopped": is_stopped,
        "both_at_once": talk.asks_for_both or "both_at_once" in asked_about,
        "pressing": talk.is_pressing or "pressing" in asked_about,
    }
    return tuple(name for name, holds in flags.items() if holds)
