"""
What every directory has to keep, whatever stands behind it.

A test class inherits from `DirectoryContract` and overrides its two fixtures; the tests come with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.directory.directory import Directory
from bot.directory.names import sign_in_key
from bot.directory.people import Person
from bot.errors import DirectoryUnavailable
from tests.bot.directory.cast import (
    AUTHENTICATION_ADMIN,
    CAST,
    DISABLED,
    DISABLED_ADMIN,
    ELSEWHERE,
    GLOBAL_ADMIN,
    MAIL_ADMIN,
    MIKA,
    PRIVILEGED,
    UMLAUT,
    UNREACHABLE,
)

ODD_NAMES = {
    "nothing": "",
    "a blank": " ",
    "an at sign": "@",
    "no domain": "mika@",
    "no name": "@contoso.example",
    "two at signs": "mika@contoso.example@contoso.example",
    "NUL": "mika\0@contoso.example",
    "NUL behind": "mika@contoso.example\0",
    "a lone surrogate": "mika\ud800@contoso.example",
    "a lone surrogate as domain": "mika@\udfff.example",
    "10,000 characters": "m" * 10_000,
    "a name of 10,000 characters": "m" * 10_000 + "@contoso.example",
    "a domain of 10,000 characters": "mika@" + "ä" * 10_000 + ".example",
    "a line break": "mika\n@contoso.example",
    "SQL": "' OR '1'='1'@contoso.example",
    "a wild card": "%@contoso.example",
    "a filter": "mika' or startswith(userPrincipalName,'m') or '@contoso.example",
    "a path": "../users/mika@contoso.example",
    "an empty label": "mika@contoso..example",
    "an emoji as domain": "mika@💩.example",
    "right to left": "\u202eelpmaxe.osotnoc@akim",
}


class DirectoryContract:
    """
    The tests. Each directory's own class gives `directory_of`, which makes one of these people, and `unavailable`.

    `unavailable` is one that cannot be asked now. Without them every test here fails, so none is passed over.
    """

    @pytest.fixture
    def directory_of(self) -> Callable[[tuple[Person, ...]], Directory]:
        raise NotImplementedError

    @pytest.fixture
    def unavailable(self) -> Directory:
        raise NotImplementedError

    @pytest.mark.parametrize("person", CAST, ids=lambda person: person.id)
    def test_person_is_found_with_what_is_known_of_them(self, directory_of, person):
        found = asyncio.run(directory_of(CAST).find(person.sign_in_name))
        assert (sign_in_key(found.sign_in_name), found.name) == (sign_in_key(person.sign_in_name), person.name)
        assert (found.roles, found.is_admin, found.is_enabled) == (person.roles, person.is_admin, person.is_enabled)
        assert (found.tenant.id, found.tenant.kind) == (person.tenant.id, person.tenant.kind)
        assert {contact.address for contact in found.contacts} == {contact.address for contact in person.contacts}
        # A number or an address on file is a sign-in method of its own to Microsoft, and none elsewhere.
        methods = {entry.method for entry in found.methods} - {"sms", "voice", "email"}
        assert methods == {entry.method for entry in person.methods}

    @pytest.mark.parametrize("typed", ["MIKA@CONTOSO.EXAMPLE", " mika@contoso.example\n", "Mika@contoso.example."])
    def test_person_is_found_however_they_type_their_name(self, directory_of, typed):
        assert asyncio.run(directory_of(CAST).find(typed)).id == self.found(directory_of, MIKA).id

    @pytest.mark.parametrize(
        "domain", ["möbel-contoso.example", "xn--mbel-contoso-4ib.example", "MÖBEL-Contoso.Example"]
    )
    def test_person_is_found_by_either_form_of_the_domain(self, directory_of, domain):
        assert asyncio.run(directory_of(CAST).find(f"olga@{domain}")).id == self.found(directory_of, UMLAUT).id

    def test_nobody_is_found_who_is_not_there(self, directory_of):
        directory = directory_of(CAST)
        for name in ("nobody@contoso.example", "mika@fabrikam.example", "mika@unknown.example", "mika"):
            assert asyncio.run(directory.find(name)) is None

    @pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES.keys())
    def test_nobody_is_found_by_an_odd_name_and_nothing_breaks(self, directory_of, name):
        assert asyncio.run(directory_of(CAST).find(name)) is None

    def test_id_of_a_person_and_of_their_contacts_stay_the_same(self, directory_of):
        directory = directory_of(CAST)
        first, second = (asyncio.run(directory.find(MIKA.sign_in_name)) for _ in range(2))
        assert first == second
        assert len({contact.id for contact in first.contacts}) == len(first.contacts)

    def test_member_can_be_reset_by_whoever_has_the_role_for_it(self, directory_of):
        assert self.resetters(directory_of, MIKA) == self.names(GLOBAL_ADMIN, PRIVILEGED, AUTHENTICATION_ADMIN)

    def test_disabled_member_can_be_reset_as_well(self, directory_of):
        assert self.resetters(directory_of, DISABLED) == self.names(GLOBAL_ADMIN, PRIVILEGED, AUTHENTICATION_ADMIN)

    def test_administrator_can_be_reset_by_the_two_highest_roles_only(self, directory_of):
        assert self.resetters(directory_of, MAIL_ADMIN) == self.names(GLOBAL_ADMIN, PRIVILEGED)
        assert self.resetters(directory_of, AUTHENTICATION_ADMIN) == self.names(GLOBAL_ADMIN, PRIVILEGED)

    def test_administrator_cannot_reset_themselves(self, directory_of):
        assert self.resetters(directory_of, GLOBAL_ADMIN) == self.names(PRIVILEGED)

    def test_sole_administrator_can_be_reset_by_nobody(self, directory_of):
        sole = (MIKA, GLOBAL_ADMIN, MAIL_ADMIN, AUTHENTICATION_ADMIN, DISABLED_ADMIN, ELSEWHERE)
        assert self.resetters(directory_of, GLOBAL_ADMIN, sole) == set()

    def test_administrator_elsewhere_resets_nobody_here(self, directory_of):
        assert self.resetters(directory_of, UNREACHABLE) == set()

    def test_talk_is_answered_alike_and_can_be_forgotten(self, directory_of):
        directory = directory_of(CAST)
        anew = self.found(directory_of, MIKA)
        for _ in range(2):
            assert asyncio.run(directory.find(MIKA.sign_in_name, "a talk")) == anew
            assert asyncio.run(directory.find("nobody@contoso.example", "another talk")) is None
            directory.forget("a talk")
            directory.forget("a talk that never was")

    def test_directory_that_cannot_be_asked_says_so_and_not_that_nobody_is_there(self, unavailable):
        with pytest.raises(DirectoryUnavailable) as refusal:
            asyncio.run(unavailable.find(MIKA.sign_in_name))
        assert MIKA.sign_in_name not in str(refusal.value)
        with pytest.raises(DirectoryUnavailable):
            asyncio.run(unavailable.who_can_reset(MIKA))

    def found(self, directory_of, person: Person, people: tuple[Person, ...] = CAST) -> Person:
        return asyncio.run(directory_of(people).find(person.sign_in_name))

    def resetters(self, directory_of, person: Person, people: tuple[Person, ...] = CAST) -> set[str]:
        directory = directory_of(people)

        async def ask() -> tuple[Person, ...] | None:
            return await directory.who_can_reset(await directory.find(person.sign_in_name))

        return self.names(*asyncio.run(ask()))

    def names(self, *people: Person) -> set[str]:
        return {sign_in_key(person.sign_in_name) for person in people}
