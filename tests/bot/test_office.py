"""What is behind the conversation is opened once a process; while it cannot be, nobody is kept out by that."""

import logging
import sqlite3
import threading

import pytest

from bot.database import engine
from bot.office import PAUSE, Opening, open_back_office
from bot.settings import Settings
from tests.bot.proof.fakes import FakeClock


@pytest.fixture
def settings(tmp_path):
    return Settings(own_database=tmp_path / "sparekey.db", key_file=tmp_path / "key")


@pytest.fixture
def clock():
    return FakeClock()


def test_a_damaged_database_switches_the_look_up_off_and_says_so(settings, caplog):
    """R35"""
    settings.own_database.write_text("this is a shopping list" * 100)
    with caplog.at_level(logging.ERROR):
        assert open_back_office(settings) is None
    assert "the look-up is off" in caplog.text
    assert "not a database" in caplog.text


def test_a_folder_in_the_place_of_the_database_switches_the_look_up_off(settings):
    settings.own_database.mkdir()
    assert open_back_office(settings) is None


@pytest.mark.slow
def test_a_database_that_was_locked_is_opened_later(settings, clock):
    engine.open_database(settings.own_database).dispose()
    opening = Opening(lambda: open_back_office(settings), clock)
    other_writer = sqlite3.connect(settings.own_database, isolation_level=None)
    other_writer.execute("BEGIN IMMEDIATE")
    assert opening() is None
    other_writer.close()
    clock.pass_(PAUSE)
    assert opening().directory


def test_who_asks_again_at_once_does_not_wait_for_another_try(clock):
    tries = []
    opening = Opening(lambda: tries.append(clock()), clock)
    assert [opening(), opening()] == [None, None]
    clock.pass_(PAUSE - 1)
    opening()
    assert len(tries) == 1
    clock.pass_(1)
    opening()
    assert len(tries) == 2


def test_many_who_ask_in_the_same_moment_are_given_one_and_the_same(settings, clock):
    opened, given, all_here = [], [], threading.Barrier(8)

    def open_it():
        opened.append(open_back_office(settings))
        return opened[-1]

    opening = Opening(open_it, clock)

    def ask():
        all_here.wait()
        given.append(opening())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1
    assert given == opened * 8
    opened[0].directory.close()


def test_the_actions_and_the_server_have_the_same_behind_them():
    from actions import bridge
    from bot.office import office

    assert bridge.back_office is office
