"""Which directory there is: the demo unless something else is set, a file of one's own, or none."""

import asyncio

import pytest

from bot.database.engine import open_database
from bot.directory.open import open_directory
from bot.errors import PeopleFileWrong, TenantsFileWrong
from bot.settings import Settings
from tests.bot.directory.cast import MIKA, write_people
from tests.entra.organisation import Organisation, Somebody
from tests.entra.stand_in import entra_of

NOW = 1_795_000_000.0


@pytest.fixture
def engine(tmp_path):
    return open_database(tmp_path / "sparekey.db")


def test_demo_is_there_when_nothing_is_set(engine):
    directory = open_directory(Settings.from_env({}), engine, NOW)
    assert asyncio.run(directory.find("paula.stein@fabrikam.example")).name == "Paula Stein"


def test_own_people_take_the_place_of_the_demo(engine, tmp_path):
    open_directory(Settings(), engine, NOW)
    path = write_people(tmp_path / "people.yml", (MIKA,))
    directory = open_directory(Settings.from_env({"SPAREKEY_DIRECTORY": str(path)}), engine, NOW)
    assert asyncio.run(directory.find(MIKA.sign_in_name)).name == "Mika"
    assert asyncio.run(directory.find("paula.stein@fabrikam.example")) is None


def test_directory_can_be_switched_off(engine):
    assert open_directory(Settings.from_env({"SPAREKEY_DIRECTORY": "none"}), engine, NOW) is None


def test_directory_that_is_not_there_stops_the_start(engine):
    with pytest.raises(PeopleFileWrong, match=r"nowhere\.yml: the file: cannot be read: No such file or directory"):
        open_directory(Settings.from_env({"SPAREKEY_DIRECTORY": "nowhere.yml"}), engine, NOW)


def test_entra_takes_the_place_of_the_people_file(engine, tmp_path):
    with entra_of(
        Organisation("contoso", ("contoso.example",), [Somebody("anna@contoso.example")]), folder=tmp_path
    ) as e:
        settings = Settings.from_env({"SPAREKEY_DIRECTORY": "none", "SPAREKEY_ENTRA": str(e.tenants_file())})
        directory = open_directory(settings, engine, NOW)
        assert asyncio.run(directory.find("anna@contoso.example")).name == "Anna"
        assert asyncio.run(directory.find("paula.stein@fabrikam.example")) is None
        directory.close()


def test_who_says_in_one_room_that_a_talk_is_over_says_it_for_all_of_them(engine, tmp_path):
    """The actions and the pages each open the directory; in one process it is one."""
    with entra_of(
        Organisation("contoso", ("contoso.example",), [Somebody("anna@contoso.example")]), folder=tmp_path
    ) as e:
        settings = Settings(entra=e.tenants_file())
        actions, pages = (open_directory(settings, engine, NOW) for _ in range(2))
        asyncio.run(actions.find("anna@contoso.example", "a talk"))
        pages.forget("a talk")
        assert len(actions.memory) == 0
        pages.close()


def test_tenants_file_that_is_not_there_stops_the_start(engine):
    with pytest.raises(TenantsFileWrong, match=r"nowhere\.yml: the file: cannot be read: .*No such file"):
        open_directory(Settings.from_env({"SPAREKEY_ENTRA": "nowhere.yml"}), engine, NOW)


def test_nobody_takes_entra_for_the_demo():
    assert Settings().is_the_demo
    assert not Settings.from_env({"SPAREKEY_ENTRA": "tenants.yml"}).is_the_demo
