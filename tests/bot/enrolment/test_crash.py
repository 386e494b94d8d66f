"""The power goes in the middle of it: afterwards either the old authenticator signs in or the new one."""

import os
import random
import shutil
import signal
import time
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from bot.database import second_factor as tables
from tests.bot.enrolment.house import ANNA, CHAT, DAY, NOON, House
from tests.bot.enrolment.phone import Phone

BOX = get_context("fork")


class Scene:
    """
    One act, ready to be done again and again from the same start.

    Before it, `before` signs in; after it, `after` does; None: nobody.
    """

    def __init__(self, house, do, before, after):
        self.start = house.path
        self.rows = snapshot(house)
        self.audited = house.audit.end()
        self.do = do
        self.before = before
        self.after = after


def old_phone(house):
    phone, _ = house.enrol(now=NOON - DAY, chat=CHAT)
    house.post(NOON - DAY)
    return phone


def beginning(house):
    old = old_phone(house)
    house.enrolment.begin(ANNA, CHAT, NOON - 60)
    return Scene(house, lambda enrolment: enrolment.begin(ANNA, CHAT, NOON), old, old)


def confirming(house):
    old = old_phone(house)
    token = house.enrolment.begin(ANNA, CHAT, NOON)
    new = Phone().scan(house.enrolment.open_page(token, NOON).picture)
    return Scene(house, lambda enrolment: enrolment.confirm(token, new.code(NOON), NOON), old, new)


def stopping(house):
    old = old_phone(house)
    new, _ = house.enrol(now=NOON - 60)
    *_, token = house.stop_tokens(NOON - 60)
    return Scene(house, lambda enrolment: enrolment.stop(token, NOON), new, old)


def stopping_a_beginning(house):
    old = old_phone(house)
    house.enrolment.begin(ANNA, CHAT, NOON)
    (token,) = house.stop_tokens(NOON)
    return Scene(house, lambda enrolment: enrolment.stop(token, NOON), old, old)


def opening(house):
    old = old_phone(house)
    token = house.enrolment.begin(ANNA, CHAT, NOON)
    return Scene(house, lambda enrolment: enrolment.open_page(token, NOON), old, old)


def reporting_a_theft(house):
    return Scene(house, lambda enrolment: enrolment.report_stolen(ANNA, CHAT, NOON), old_phone(house), None)


def signing_in(house):
    old = old_phone(house)
    return Scene(house, lambda enrolment: enrolment.verify_code(ANNA.id, old.code(NOON), NOON), old, old)


def die_at(point, path, do):
    """In a process of its own: do it, and be killed at this point of writing; it ends well when there is none."""
    house = House(path, waits_for_the_disk=True)
    passed = iter(range(point))

    def here(*_):
        if next(passed, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    # Before each statement, and after it; a commit is one of SQLite's, and comes between the last and the next.
    event.listen(house.engine, "before_cursor_execute", here)
    event.listen(house.engine, "after_cursor_execute", here)
    event.listen(house.engine, "commit", here)
    do(house.enrolment)
    # The one after the commit.
    here()


def killed_at(point, path, do):
    process = BOX.Process(target=die_at, args=(point, path, do))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


ACTS = [beginning, opening, confirming, stopping, stopping_a_beginning, reporting_a_theft, signing_in]


@pytest.mark.slow
@pytest.mark.parametrize("act", ACTS)
def test_killed_at_any_point_of_writing_it_is_done_whole_or_not_at_all(path, tmp_path, act):
    """R36"""
    scene = act(House(path))
    done = []
    while killed_at(len(done), again := copied(scene.start, tmp_path / str(len(done))), scene.do):
        done.append(was_done(scene, House(again, connections=QueuePool)))
    assert len(done) > 12, "every statement was a point to die at"
    assert done == sorted(done), "once it is done, it stays"
    assert not done[0], "killed at its first statement, it is not done"
    assert done[-1], "killed after its commit, it is"


@pytest.mark.long
@pytest.mark.parametrize("act", ACTS)
def test_killed_at_any_moment_it_is_done_whole_or_not_at_all(path, tmp_path, act):
    """R36: also in the middle of a commit, where no code of ours runs."""
    scene, chance = act(House(path)), random.Random(36)
    done = []
    for number in range(200):
        again = copied(scene.start, tmp_path / str(number))
        process = BOX.Process(target=do_it, args=(again, scene.do))
        process.start()
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        process.join()
        done.append(was_done(scene, House(again, connections=QueuePool)))
    assert True in done
    assert False in done


def do_it(path, do):
    do(House(path, waits_for_the_disk=True).enrolment)


def copied(start, folder):
    """Give a copy of the database as it is on the disk, with its log."""
    folder.mkdir()
    for file in start.parent.glob(f"{start.name}*"):
        shutil.copy(file, folder)
    return Path(folder / start.name)


def was_done(scene, house):
    """Tell whether the act was done when the power went, and see to it that all is as before, or all as after it."""
    assert house.audit.verify() == []
    is_done = snapshot(house) != scene.rows
    assert (house.audit.end() != scene.audited) == is_done, "what is done is recorded, and nothing else"
    assert len(house.authenticators("pending")) <= 1
    right = scene.after if is_done else scene.before
    assert len(house.authenticators("active")) == (1 if right else 0)
    for phone in {scene.before, scene.after} - {None}:
        assert house.signs_in(phone, NOON + 90) == ("right" if phone is right else "wrong")
    return is_done


def snapshot(house):
    every = (tables.authenticators, tables.links, tables.recovery_codes, tables.outbox, tables.standings)
    return [house.rows(table) for table in every]


def test_killed_between_sending_and_writing_that_down_the_message_goes_out_again(path):
    """R13: twice rather than never."""
    House(path).enrol()
    process = BOX.Process(target=send_and_die, args=(path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert len(House(path).post(NOON + 60)) == 6


def send_and_die(path):
    house = House(path, waits_for_the_disk=True)
    house.delivered.send = lambda contact, text: os.kill(os.getpid(), signal.SIGKILL)
    house.post(NOON)
