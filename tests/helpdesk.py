"""A back office for tests of the whole assistant: the demo's people, a clock that is told to go on, messages kept."""

from __future__ import annotations

import datetime as dt
import functools
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from actions import bridge
from bot.back_office import BackOffice, back_office_with
from bot.proof.desk import ProofDesk
from bot.settings import Settings
from tests.bot.proof.fakes import NOON, FakeClock, FixedRandomness, RecordingDelivery, code_of, everywhere
from tests.databases import without_waiting

_FILES = ("sparekey.db", "key")
_TODAY_VARIABLE = "SPAREKEY_FIXED_TODAY"


@dataclass
class Helpdesk:
    """What is behind a conversation, with everything open to look into."""

    office: BackOffice
    clock: FakeClock
    delivery: RecordingDelivery = field(default_factory=RecordingDelivery)

    @property
    def codes(self) -> list[str]:
        """The codes that were sent, the newest last."""
        return [code_of(text) for _, text in self.delivery.sent if "your code" in text.lower()]

    def rows(self, table: object) -> list[dict]:
        return self.rows_of([table])[0]

    def rows_of(self, tables: Sequence[object]) -> list[list[dict]]:
        """Give every row of each of these tables, read at one moment."""
        with self.office.engine.connect() as connection:
            return [[dict(row) for row in connection.execute(select(table)).mappings()] for table in tables]

    def empty(self, *tables: object) -> None:
        """Take every row out of these tables: a new database for each of a thousand sequences takes long."""
        with self.office.engine.begin() as connection:
            for table in tables:
                connection.execute(table.delete())

    def close(self) -> None:
        self.office.engine.dispose()


def open_helpdesk(
    folder: Path, at: float = NOON, *, floor: float = 0.0, waits_for_the_disk: bool = False, **settings: object
) -> Helpdesk:
    """
    Open one of its own in this folder, as it is in real life but for what is sent and when.

    `at` is where its clock stands, `floor` for how long a look-up takes at least, both in seconds.
    """
    for name in _FILES:
        shutil.copy(_furnished(_day(at)) / name, folder / name)
    clock, delivery = FakeClock(at), RecordingDelivery()
    desk = functools.partial(ProofDesk, floor=floor, randbelow=FixedRandomness())
    office = back_office_with(_settings(folder, at, **settings), everywhere(delivery), clock, desk)
    office.engine.dispose()
    if not waits_for_the_disk:
        without_waiting(office.engine)
    return Helpdesk(office, clock, delivery)


@contextmanager
def behind_the_actions(helpdesk: Helpdesk | None) -> Iterator[None]:
    """Let the actions ask here, instead of what the environment says."""
    before = bridge.back_office
    bridge.back_office = lambda: helpdesk.office if helpdesk else None
    try:
        yield
    finally:
        bridge.back_office = before


@contextmanager
def on_the_day(today: dt.date | None) -> Iterator[None]:
    """Let the assistant stand on this day; None leaves it to the clock of this machine."""
    before = os.environ.pop(_TODAY_VARIABLE, None)
    if today:
        os.environ[_TODAY_VARIABLE] = today.isoformat()
    bridge.settings.cache_clear()
    try:
        yield
    finally:
        os.environ.pop(_TODAY_VARIABLE, None)
        if before is not None:
            os.environ[_TODAY_VARIABLE] = before
        bridge.settings.cache_clear()


def _settings(folder: Path, at: float, **more: object) -> Settings:
    database, key = (folder / name for name in _FILES)
    return Settings(own_database=database, key_file=key, fixed_today=_day(at), **more)


def _day(at: float) -> dt.date:
    return dt.datetime.fromtimestamp(at, dt.timezone.utc).date()


@functools.lru_cache
def _furnished(day: dt.date) -> Path:
    """Furnish one with the people of the demo, and copy it from then on: reading them takes a while."""
    folder = tempfile.TemporaryDirectory(prefix="sparekey-people-")
    _KEPT.append(folder)
    noon = dt.datetime.combine(day, dt.time(12), dt.timezone.utc).timestamp()
    office = back_office_with(_settings(Path(folder.name), noon), {}, lambda: noon)
    office.engine.dispose()
    return Path(folder.name)


#: Until this process ends.
_KEPT: list[tempfile.TemporaryDirectory[str]] = []
