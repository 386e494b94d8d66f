"""`make bench` leaves the installation alone that it is run in."""

from bot.settings import Settings
from tools.bench import sparekey


def test_what_is_measured_writes_nowhere_but_into_the_scratch_folder(tmp_path):
    settings = Settings.from_env(sparekey(tmp_path).environment)
    written = {settings.database, settings.own_database, settings.key_file, settings.model}
    assert {file.parent for file in written} == {tmp_path}
    assert len(written) == 4
    assert settings.port != Settings().port
