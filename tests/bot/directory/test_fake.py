"""The fake directory keeps what the real ones keep, and records what was asked."""

import asyncio

import pytest

from tests.bot.directory.cast import MIKA
from tests.bot.directory.directory_contract import DirectoryContract
from tests.bot.directory.fake import FakeDirectory


class TestFakeDirectory(DirectoryContract):
    @pytest.fixture
    def directory_of(self):
        return FakeDirectory

    @pytest.fixture
    def unavailable(self):
        return FakeDirectory((MIKA,), unavailable=True)


def test_fake_directory_records_what_was_asked():
    directory = FakeDirectory((MIKA,))
    asyncio.run(directory.find("MIKA@contoso.example"))
    asyncio.run(directory.who_can_reset(MIKA))
    assert (directory.asked, directory.asked_who_can_reset) == (["MIKA@contoso.example"], ["mika"])


def test_fake_directory_is_as_slow_as_it_is_told():
    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(asyncio.wait_for(FakeDirectory((MIKA,), seconds=60).find(MIKA.sign_in_name), 0.01))
