"""An Entra of the tests' own, served for a test, and the directory over it."""

import pytest

from bot.directory.graph import GraphDirectory
from bot.directory.tenants import read_tenants
from tests.entra.stand_in import entra_of


@pytest.fixture
def entra(tmp_path):
    """Serve these organisations, and give the stand-in and the directory over it; all are closed in the end."""
    open_ = []

    def serve(*organisations, **changes):
        folder = tmp_path / str(len(open_))
        folder.mkdir()
        served = entra_of(*organisations, folder=folder)
        stand_in = served.__enter__()
        directory = GraphDirectory(read_tenants(stand_in.tenants_file()), **changes)
        open_.append((served, directory))
        return stand_in, directory

    yield serve
    for served, directory in open_:
        directory.close()
        served.__exit__(None, None, None)
