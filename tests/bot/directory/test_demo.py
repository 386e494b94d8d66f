"""The demo people: somebody for every way in and for the hard cases, and none of them exists."""

import datetime as dt
import re

import pytest

from bot.__main__ import main
from bot.directory.demo import DEMO, demo_in_lines, way_in_of
from bot.directory.people_file import read_people
from bot.ways_in import WAYS_IN

NOW = 1_795_000_000.0
TODAY = dt.date(2026, 11, 24)
AFTER_SMS = dt.date(2027, 2, 2)

WAYS = {
    "contoso-amara": "another_admin",
    "contoso-ben": "other_method",
    "contoso-clara": "another_admin",
    "contoso-david": "old_phone",
    "contoso-elif": "other_method",
    "contoso-farid": "other_method",
    "contoso-grace": "fix_app",
    "contoso-hugo": "secure_account",
    "contoso-ines": "another_admin",
    "contoso-info": "another_admin",
    "contoso-lena": "another_admin",
    "fabrikam-paula": "data_protection",
    "fabrikam-quinn": "other_method",
    "adventure-works-rafael": "partner",
    "northwind-sofia": "helpdesk",
    "northwind-tariq": "helpdesk",
    "northwind-uma": "helpdesk",
    "northwind-viktor": "helpdesk",
    "northwind-wanda": "helpdesk",
    "northwind-xavier": "helpdesk",
    "northwind-yara": "helpdesk",
    "northwind-zoltan": "helpdesk",
    "fine-art-mia": "helpdesk",
    "fine-art-noah": "other_method",
    "personal-rosa": "personal_recovery",
    "personal-milan": "other_method",
    "personal-oona": "other_method",
}

#: Ranges that are kept free for films and books: NANPA 555-01XX, Ofcom, Bundesnetzagentur, ARCEP.
FICTION = re.compile(r"\+1\d{3}55501\d\d|\+447700900\d{3}|\+442079460\d{3}|\+493023125\d{3}|\+33639980[0-9]{3}")
#: RFC 2606, and the name that Microsoft's own documentation uses for its example company.
RESERVED = re.compile(r"(.+\.)?example(\.com|\.org|\.net)?|contoso\.onmicrosoft\.com")


@pytest.fixture(scope="module")
def demo():
    return read_people(DEMO, NOW)


def ways_on(demo, today):
    return {person.id: way_in_of(person, demo.parts[person.id], demo.people, today) for person in demo.people}


def test_every_demo_person_comes_to_the_way_in_that_they_are_for(demo):
    assert ways_on(demo, TODAY) == WAYS


def test_after_text_messages_end_the_one_who_had_them_needs_an_administrator(demo):
    assert ways_on(demo, AFTER_SMS) == {**WAYS, "contoso-farid": "another_admin"}


@pytest.mark.parametrize("today", [TODAY, AFTER_SMS])
def test_demo_has_somebody_for_every_way_in(demo, today):
    assert set(ways_on(demo, today).values()) == {way.name for way in WAYS_IN}


def test_demo_has_the_organisations_that_there_are(demo):
    kinds = {(tenant.kind, tenant.second_factor) for tenant in demo.tenants}
    assert kinds == {
        ("business", "microsoft"),
        ("business", "helpdesk"),
        ("school", "microsoft"),
        ("personal", "microsoft"),
    }


def test_demo_has_the_hard_cases(demo):
    people = {person.id: person for person in demo.people}
    assert [p.id for p in demo.people if p.tenant.id == "fabrikam" and p.is_admin] == ["fabrikam-paula"]
    assert any(other.may_reset(people["contoso-amara"]) for other in demo.people)
    assert not people["northwind-zoltan"].is_enabled
    assert [c.channel for c in people["northwind-viktor"].contacts] == ["sms"]
    assert people["northwind-wanda"].contacts == ()
    assert people["northwind-xavier"].contacts[0].changed_at == NOW - 24 * 3600
    assert {c.channel for c in people["northwind-uma"].contacts} == {"sms", "email"}
    assert not people["contoso-info"].is_enabled
    assert "#EXT#" in people["contoso-lena"].sign_in_name


def test_nobody_of_the_demo_can_be_called_or_written_to(demo):
    contacts = [contact for person in demo.people for contact in person.contacts]
    numbers = [c.address for c in contacts if c.channel != "email"]
    numbers += [person.call_back_number for person in demo.people if person.call_back_number]
    domains = [c.address.rpartition("@")[2] for c in contacts if c.channel == "email"]
    domains += [domain for tenant in demo.tenants for domain in tenant.domains]
    assert [number for number in numbers if not FICTION.fullmatch(number)] == []
    assert [domain for domain in domains if not RESERVED.fullmatch(domain)] == []


def test_no_two_people_of_the_demo_share_a_contact(demo):
    addresses = [contact.address for person in demo.people for contact in person.contacts]
    assert len(set(addresses)) == len(addresses)


def test_whoever_tries_the_demo_is_told_whom_to_be(capsys, monkeypatch):
    monkeypatch.setenv("SPAREKEY_FIXED_TODAY", TODAY.isoformat())
    assert main(["people"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == demo_in_lines(DEMO, TODAY).splitlines()
    assert len(lines) == len(WAYS)
    assert any(
        re.fullmatch(r"paula\.stein@fabrikam\.example +data_protection +Fabrikam Bakery +sole.*", line)
        for line in lines
    )
