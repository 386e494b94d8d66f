"""Two who enter the right code at the same moment: one has it right. In threads, and in processes."""

import multiprocessing
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from bot.database.engine import open_database
from bot.database.tables import codes, failures, proofs
from bot.proof.codes import Outcome
from bot.proof.desk import ProofDesk
from tests.bot.directory.fake import FakeDirectory
from tests.bot.proof.fakes import KEYS, NOON, FakeAudit, FakeClock, person

ANNA = "anna@contoso.com"
AT_ONCE = 8


def desk_on(path):
    """A desk in a process of its own: nothing is shared but the database."""
    return ProofDesk(open_database(path), KEYS, FakeDirectory((person("anna"),)), {}, FakeAudit(), FakeClock())


def enter(path, barrier, code, answers):
    desk = desk_on(path)
    barrier.wait(60)
    answers.put(desk.take_code("c1", code, NOON + 1).value)


def rows_in(engine, table, *where):
    with engine.begin() as connection:
        return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()


@pytest.mark.parametrize("attempt", range(5))
def test_of_many_threads_with_the_right_code_exactly_one_wins(visitor, delivery, engine, attempt):
    """R8, R10"""
    visitor.begin("c1", ANNA)
    barrier = threading.Barrier(AT_ONCE)

    def enter_at_once(_):
        barrier.wait()
        return visitor.enter("c1", delivery.last_code)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        outcomes = Counter(threads.map(enter_at_once, range(AT_ONCE)))
    assert outcomes == {Outcome.right: 1, Outcome.none_open: AT_ONCE - 1}
    assert rows_in(engine, proofs) == 1


@pytest.mark.slow
def test_of_many_processes_with_the_right_code_exactly_one_wins(visitor, delivery, engine, path):
    """R8, R10"""
    visitor.begin("c1", ANNA)
    context = multiprocessing.get_context("spawn")
    barrier, answers = context.Barrier(4), context.Queue()
    processes = [context.Process(target=enter, args=(path, barrier, delivery.last_code, answers)) for _ in range(4)]
    for process in processes:
        process.start()
    outcomes = Counter(answers.get(timeout=60) for _ in processes)
    for process in processes:
        process.join(60)
    assert outcomes == {"right": 1, "none_open": 3}
    assert rows_in(engine, proofs) == 1


def test_no_wrong_try_is_lost_when_many_are_made_at_once(visitor, engine):
    """R5: five tries are five, however many knock at the same moment."""
    visitor.begin("c1", ANNA)
    barrier = threading.Barrier(AT_ONCE)

    def guess_at_once(_):
        barrier.wait()
        return visitor.enter("c1", "000000")

    with ThreadPoolExecutor(AT_ONCE) as threads:
        outcomes = Counter(threads.map(guess_at_once, range(AT_ONCE)))
    assert outcomes == {Outcome.wrong: 4, Outcome.used_up: AT_ONCE - 4}
    assert rows_in(engine, codes, codes.c.state == "used_up") == 1
    with engine.begin() as connection:
        assert connection.execute(select(failures.c.in_a_row)).scalar_one() == 5
