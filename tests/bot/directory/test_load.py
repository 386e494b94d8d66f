"""Filling the directory: all or nothing, only when the file changed, and nobody loses an authenticator over it."""

import asyncio
import itertools
import re
from dataclasses import replace

import pytest
from sqlalchemy import event, func, select

from bot.database import tables
from bot.database.engine import open_database
from bot.directory.embedded import EmbeddedDirectory
from bot.directory.load import load_people
from bot.directory.people import Contact
from bot.errors import PeopleFileWrong
from tests.bot.directory.cast import CAST, ELSEWHERE, MIKA, PRIVILEGED, write_people

pytestmark = pytest.mark.slow

NOW = 1_795_000_000.0
LATER = NOW + 3600
TOMORROW = NOW + 24 * 3600

WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")


@pytest.fixture
def engine(tmp_path):
    return open_database(tmp_path / "sparekey.db")


@pytest.fixture
def path(tmp_path):
    return write_people(tmp_path / "people.yml", CAST)


def find(engine, person):
    return asyncio.run(EmbeddedDirectory(engine).find(person.sign_in_name))


def contact_ids(engine, person):
    return [contact.id for contact in find(engine, person).contacts]


def test_file_is_loaded_once_and_again_when_it_changed(engine, path):
    assert load_people(engine, path, NOW)
    assert not load_people(engine, path, LATER)
    write_people(path, (MIKA,))
    assert load_people(engine, path, LATER)
    assert find(engine, MIKA).name == "Mika"
    assert find(engine, ELSEWHERE) is None


def test_file_is_loaded_no_second_time_after_a_restart(tmp_path, path):
    assert load_people(open_database(tmp_path / "sparekey.db"), path, NOW)
    assert not load_people(open_database(tmp_path / "sparekey.db"), path, NOW)


def test_person_comes_out_of_the_tables_as_they_stand_in_the_file(engine, path):
    load_people(engine, path, NOW)
    for person in CAST:
        found = find(engine, person)
        assert replace(found, contacts=(), tenant=person.tenant) == replace(person, contacts=())
        assert found.tenant == person.tenant
        assert [(c.channel, c.address) for c in found.contacts] == [(c.channel, c.address) for c in person.contacts]


def test_person_who_stays_keeps_authenticator_recovery_codes_and_audit(engine, path):
    load_people(engine, path, NOW)
    write_people(path, (replace(MIKA, name="Mika Salo", sign_in_name="mika.salo@contoso.example"),))
    written_to = set()
    event.listen(engine, "before_cursor_execute", lambda *about: written_to.update(WRITES.findall(about[2])))
    load_people(engine, path, LATER)
    assert written_to == {"tenants", "people", "contacts", "methods", "loaded_files"}


def test_broken_file_changes_nothing(engine, path):
    load_people(engine, path, NOW)
    path.write_text("tenants: [", "utf-8")
    with pytest.raises(PeopleFileWrong):
        load_people(engine, path, LATER)
    assert find(engine, MIKA).name == "Mika"


def test_missing_file_changes_nothing(engine, path):
    load_people(engine, path, NOW)
    path.unlink()
    with pytest.raises(PeopleFileWrong, match="cannot be read: No such file"):
        load_people(engine, path, LATER)
    assert find(engine, MIKA).name == "Mika"


@pytest.mark.parametrize("gives_out_after", range(0, 8, 2))
def test_loading_that_breaks_off_in_the_middle_changes_nothing(engine, path, gives_out_after):
    """R35"""
    load_people(engine, path, NOW)
    before = {person.id: find(engine, person) for person in CAST}
    write_people(path, tuple(replace(p, contacts=(Contact("1", "email", f"{p.id}@example.net"),)) for p in CAST))
    ids = [str(n) for n in range(gives_out_after)]
    with pytest.raises(IndexError):
        load_people(engine, path, LATER, new_id=lambda: ids.pop())
    assert {person.id: find(engine, person) for person in CAST} == before
    assert load_people(engine, path, LATER)


def test_contact_that_stays_keeps_its_id_and_a_new_one_gets_another(engine, path):
    """A code that was sent to the old number proves nothing about the new one."""
    load_people(engine, path, NOW)
    sms, mail = contact_ids(engine, MIKA)
    write_people(
        path, (replace(MIKA, contacts=(Contact("", "email", "mika@example.org"), Contact("", "sms", "+447700900199"))),)
    )
    load_people(engine, path, LATER)
    after = contact_ids(engine, MIKA)
    assert after[0] == mail
    assert after[1] not in (sms, mail)


def test_contact_that_is_new_to_somebody_known_counts_as_changed_now(engine, path):
    """R19: a number that was just changed is a red flag, also when nobody wrote the day into the file."""
    load_people(engine, path, NOW)
    assert [contact.changed_at for contact in find(engine, MIKA).contacts] == [None, None]
    newcomer = replace(PRIVILEGED, id="nadia", sign_in_name="nadia@contoso.example")
    moved = replace(MIKA, contacts=(MIKA.contacts[1], Contact("", "sms", "+447700900199")))
    write_people(path, (moved, newcomer))
    load_people(engine, path, LATER)
    assert [contact.changed_at for contact in find(engine, MIKA).contacts] == [None, LATER]
    assert [contact.changed_at for contact in find(engine, newcomer).contacts] == [None, None]
    write_people(path, (moved,))
    load_people(engine, path, TOMORROW)
    assert [contact.changed_at for contact in find(engine, MIKA).contacts] == [None, LATER]


def test_yesterday_is_another_day_tomorrow(engine, path):
    text = path.read_text("utf-8").replace("address: '+447700900123'", "address: '+447700900123', changed: yesterday")
    path.write_text(
        text.replace("address: '+447700900123', changed", "address: '+447700900123'\n      changed"), "utf-8"
    )
    load_people(engine, path, NOW)
    assert find(engine, MIKA).contacts[0].changed_at == NOW - 24 * 3600
    assert load_people(engine, path, TOMORROW)
    assert find(engine, MIKA).contacts[0].changed_at == NOW


def test_ids_of_contacts_are_not_made_of_the_addresses(engine, path):
    """A digest of a telephone number is soon guessed."""
    ids = itertools.count()
    load_people(engine, path, NOW, new_id=lambda: f"c{next(ids)}")
    with engine.connect() as connection:
        count = connection.scalar(select(func.count()).select_from(tables.contacts))
    assert next(ids) == count
    assert contact_ids(engine, CAST[0]) == ["c0", "c1"]
