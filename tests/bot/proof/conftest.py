"""A desk with everything faked but the database, which is real and in a folder of its own."""

import shutil
from pathlib import Path

import pytest

from bot.database.engine import open_database
from bot.proof.desk import ProofDesk
from tests.bot.directory.fake import FakeDirectory
from tests.bot.proof.fakes import (
    KEYS,
    FakeAudit,
    FakeClock,
    FixedRandomness,
    RecordingDelivery,
    Visitor,
    everywhere,
    person,
)
from tests.databases import quick_database


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory):
    """A database as it is made at first use; copying it is quicker than making it."""
    path = tmp_path_factory.mktemp("empty") / "sparekey.db"
    open_database(path).dispose()
    return path


@pytest.fixture
def path(tmp_path, empty_database):
    return Path(shutil.copy(empty_database, tmp_path))


@pytest.fixture
def engine(path):
    engine = quick_database(path)
    yield engine
    engine.dispose()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def delivery():
    return RecordingDelivery()


@pytest.fixture
def audit():
    return FakeAudit()


@pytest.fixture
def directory():
    return FakeDirectory(
        (
            person("anna"),
            person("ben"),
            person("disa", is_enabled=False),
            person("adam", roles=("Global Administrator",)),
            person("nora", contacts=()),
        )
    )


@pytest.fixture
def make_desk(engine, directory, delivery, audit, clock):
    """Make another desk on the same database, as another process has it."""

    def make(**others):
        usual = {"deliveries": everywhere(delivery), "randbelow": FixedRandomness(), "floor": 0.0}
        given = {**usual, **others}
        return ProofDesk(engine, KEYS, directory, given.pop("deliveries"), audit, clock, **given)

    return make


@pytest.fixture
def desk(make_desk):
    return make_desk(is_agent={"agent-1"}.__contains__)


@pytest.fixture
def visitor(desk, clock):
    visitor = Visitor(desk, clock)
    yield visitor
    visitor.close()
