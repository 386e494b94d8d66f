"""What the directory can state about a person, as facts of a case, so that fewer questions are asked."""

from __future__ import annotations

import datetime as dt
import logging

from bot.case import METHODS, Case
from bot.directory.directory import Directory
from bot.directory.people import Person
from bot.errors import DirectoryUnavailable

logger = logging.getLogger(__name__)


async def facts_from(directory: Directory, person: Person, talk: str, today: dt.date) -> dict[str, object]:
    """Give `facts_of` this person; where the directory cannot say now who else could reset them, that is not known."""
    try:
        resetters = await directory.who_can_reset(person, talk)
    except DirectoryUnavailable as error:
        logger.warning("who else could reset somebody is not known: %s", error)
        resetters = None
    return facts_of(person, resetters, today)


def facts_of(person: Person, resetters: tuple[Person, ...] | None, today: dt.date) -> dict[str, object]:
    """
    Give the facts of `bot.case.Case` that the directory knows of this person, by their names there.

    `resetters` is what `Directory.who_can_reset` gave; None: not known. `today` decides what still
    lets in. A fact that the directory does not know is not in the answer, never a guess (R44).
    """
    stated: dict[str, object] = {"account_type": person.tenant.kind}
    methods = _methods_that_let_in(person, today)
    if methods or _knows_that_nothing_is_left(person):
        stated["other_methods"] = methods
    if person.tenant.kind == "personal":
        # A personal account has no administrators, and nothing is said about them.
        return stated
    if person.tenant.second_factor == "helpdesk":
        stated["has_own_second_factor"] = True
    if person.roles is not None:
        stated["is_admin"] = person.is_admin
    if resetters is not None:
        stated["has_other_admin"] = bool(resetters)
    if person.tenant.has_partner is not None:
        stated["has_partner"] = person.tenant.has_partner
    return stated


def _methods_that_let_in(person: Person, today: dt.date) -> tuple[str, ...]:
    """What only resets a password lets nobody in, and the lost authenticator is no other method."""
    registered = tuple(entry.method for entry in person.methods or () if entry.method in METHODS)
    return Case(account_type=person.tenant.kind, other_methods=registered).methods_that_let_in(today)


def _knows_that_nothing_is_left(person: Person) -> bool:
    """Of two authenticators the directory cannot tell which is lost, nor of a method without a word what it does."""
    methods = [entry.method for entry in person.methods or ()]
    is_complete = person.methods is not None and person.shows_every_method
    return is_complete and methods.count("authenticator") <= 1 and "other" not in methods
