"""What the directory can state about a person, as facts of a case, so that fewer questions are asked."""

from __future__ import annotations

import datetime as dt

from bot.case import METHODS, Case
from bot.directory.people import Person


def facts_of(person: Person, resetters: tuple[Person, ...] | None, today: dt.date) -> dict[str, object]:
    """
    Give the facts of `bot.case.Case` that the directory knows of this person, by their names there.

    `resetters` is what `Directory.who_can_reset` gave; None: not known. `today` decides what still
    lets in. A fact that the directory does not know is not in the answer, never a guess (R44).
    """
    stated: dict[str, object] = {"account_type": person.tenant.kind}
    methods = _methods_that_let_in(person, today)
    if methods or not _may_have_the_app_elsewhere(person):
        stated["other_methods"] = methods
    if person.tenant.kind == "personal":
        # A personal account has no administrators, and nothing is said about them.
        return stated
    if person.tenant.second_factor == "helpdesk":
        stated["has_own_second_factor"] = True
    stated["is_admin"] = person.is_admin
    if resetters is not None:
        stated["has_other_admin"] = bool(resetters)
    if person.tenant.has_partner is not None:
        stated["has_partner"] = person.tenant.has_partner
    return stated


def _methods_that_let_in(person: Person, today: dt.date) -> tuple[str, ...]:
    """What only resets a password lets nobody in, and the lost authenticator is no other method."""
    registered = tuple(entry.method for entry in person.methods if entry.method in METHODS)
    return Case(account_type=person.tenant.kind, other_methods=registered).methods_that_let_in(today)


def _may_have_the_app_elsewhere(person: Person) -> bool:
    """Two authenticators: which of them is lost, the directory cannot tell; so it does not say that none is left."""
    return sum(entry.method == "authenticator" for entry in person.methods) > 1
