"""Two at once: whatever is good for one time is good for one of them."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from threading import Barrier

import pytest

from bot.errors import LinkOpened, LinkUsed
from tests.bot.enrolment.house import ANNA, CHAT, NOON, House
from tests.bot.enrolment.phone import Phone

pytestmark = pytest.mark.slow

AT_ONCE = 8


def outcome_of(act):
    try:
        result = act()
    except (LinkOpened, LinkUsed) as error:
        return type(error).__name__
    return getattr(result, "state", type(result).__name__)


def at_once_in_threads(path, act):
    """Let as many threads do it in the same moment, each with a house of its own; count the outcomes."""
    barrier = Barrier(AT_ONCE, timeout=30)

    def one(_):
        house = House(path)
        barrier.wait()
        return outcome_of(lambda: act(house.enrolment))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(one, range(AT_ONCE)))


def in_a_process(path, method, arguments):
    return outcome_of(lambda: getattr(House(path).enrolment, method)(*arguments))


def at_once_in_processes(path, method, *arguments):
    with ProcessPoolExecutor(4, get_context("fork")) as pool:
        tries = [pool.submit(in_a_process, path, method, arguments) for _ in range(AT_ONCE)]
        return Counter(one.result() for one in tries)


@pytest.fixture
def phone(house):
    return house.enrol(now=NOON - 600)[0]


def test_code_signs_one_of_many_in_when_they_come_in_the_same_moment(house, phone):
    """R8"""
    code = phone.code(NOON)
    assert at_once_in_threads(house.path, lambda enrolment: enrolment.verify_code(ANNA.id, code, NOON)) == {
        "right": 1,
        "used": AT_ONCE - 1,
    }


def test_code_signs_one_of_many_processes_in(house, phone):
    """R8"""
    found = at_once_in_processes(house.path, "verify_code", ANNA.id, phone.code(NOON), NOON)
    assert found == {"right": 1, "used": AT_ONCE - 1}


def test_one_house_serves_many_threads(house, phone):
    """R8: as the server does."""
    code = phone.code(NOON)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tries = [pool.submit(house.enrolment.verify_code, ANNA.id, code, NOON) for _ in range(AT_ONCE)]
    assert Counter(one.result().state for one in tries) == {"right": 1, "used": AT_ONCE - 1}


def test_recovery_code_signs_one_in(house):
    """R11"""
    code = house.enrol()[1].recovery_codes[0]
    found = at_once_in_threads(house.path, lambda enrolment: enrolment.use_recovery_code(ANNA.id, code, NOON))
    assert found == {"right": 1, "wrong": AT_ONCE - 1}


def test_page_shows_its_key_to_one(house):
    token = house.enrolment.begin(ANNA, CHAT, NOON)
    found = at_once_in_threads(house.path, lambda enrolment: enrolment.open_page(token, NOON))
    assert found == {"EnrolmentPage": 1, "LinkOpened": AT_ONCE - 1}


@pytest.mark.parametrize("at_once", [at_once_in_threads, at_once_in_processes])
def test_first_code_takes_over_once(house, at_once):
    """R9"""
    token = house.enrolment.begin(ANNA, CHAT, NOON)
    code = Phone().scan(house.enrolment.open_page(token, NOON).picture).code(NOON)
    if at_once is at_once_in_threads:
        found = at_once(house.path, lambda enrolment: enrolment.confirm(token, code, NOON))
    else:
        found = at_once(house.path, "confirm", token, code, NOON)
    assert found == {"right": 1, "already": AT_ONCE - 1}
    assert len(house.authenticators("active")) == 1


def test_one_of_many_beginnings_waits_for_its_code(house):
    assert at_once_in_threads(house.path, lambda enrolment: enrolment.begin(ANNA, CHAT, NOON)) == {"str": AT_ONCE}
    assert len(house.authenticators("pending")) == 1
    assert len(house.post(NOON)) == 3, "they are one set-up, told of once"


def test_stopping_and_confirming_in_the_same_moment_ends_stopped(house, phone):
    """R9, R13"""
    house.post(NOON - 600)
    token = house.enrolment.begin(ANNA, CHAT, NOON)
    new = Phone().scan(house.enrolment.open_page(token, NOON).picture)
    (stop,) = house.stop_tokens(NOON)
    acts = iter(
        [lambda: house.enrolment.confirm(token, new.code(NOON), NOON), lambda: house.enrolment.stop(stop, NOON)]
    )
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda act: act(), acts))
    assert house.signs_in(new, NOON + 60) == "wrong"
    assert house.signs_in(phone, NOON + 60) == "right"


def test_message_goes_out_once_when_two_send(house):
    house.enrol()
    houses = [House(house.path) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda one: len(one.post(NOON)), houses))
    assert sum(sent) == 6
