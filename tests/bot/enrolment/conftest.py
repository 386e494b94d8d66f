"""A helpdesk of its own for each test; settled once and copied, which is quicker."""

import shutil
from pathlib import Path

import pytest

from tests.bot.enrolment.house import House, settle


@pytest.fixture(scope="session")
def settled_database(tmp_path_factory):
    path = tmp_path_factory.mktemp("settled") / "sparekey.db"
    settle(House(path).engine)
    return path


@pytest.fixture
def path(tmp_path, settled_database):
    return Path(shutil.copy(settled_database, tmp_path))


@pytest.fixture
def house(path):
    house = House(path)
    yield house
    assert house.audit.verify() == []
