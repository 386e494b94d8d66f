"""A code to carry on elsewhere names nobody, cannot be guessed, opens one talk once, and for thirty days."""

import math
from collections import Counter

import pytest

from bot.carrying_on import GROUP, GROUPS, HOLDS, LETTERS, ResumeCodes
from bot.database.engine import open_database
from tests.bot.proof.fakes import KEYS, MINUTE, NOON

pytestmark = pytest.mark.slow

LOOK_ALIKES = "AEILOU0123456789"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sparekey.db"


@pytest.fixture
def codes(path):
    engine = open_database(path)
    yield ResumeCodes(engine, KEYS)
    engine.dispose()


def test_code_has_128_bits_or_more_in_letters_that_nobody_mistakes(codes):
    """R24"""
    given = [codes.give(f"talk {number}", NOON) for number in range(200)]
    assert len(set(given)) == 200
    assert GROUP * GROUPS * math.log2(len(LETTERS)) >= 128
    letters = Counter("".join(given).replace("-", ""))
    assert set(letters) == set(LETTERS)
    assert not set(letters) & set(LOOK_ALIKES)
    assert all([len(group) for group in code.split("-")] == [GROUP] * GROUPS for code in given)


@pytest.mark.parametrize(
    "typed", [str.lower, str.upper, lambda code: code.replace("-", " "), lambda code: f" {code}. "]
)
def test_person_may_write_it_as_they_like(codes, typed):
    assert codes.take(typed(codes.give("talk", NOON)), NOON + 1) == "talk"


def test_code_opens_once(codes):
    code = codes.give("talk", NOON)
    assert [codes.take(code, NOON) for _ in range(2)] == ["talk", None]


def test_newer_code_of_a_talk_takes_the_place_of_the_one_before(codes):
    before, after = codes.give("talk", NOON), codes.give("talk", NOON)
    assert codes.take(before, NOON) is None
    assert codes.take(after, NOON) == "talk"


def test_code_waits_thirty_days_to_the_second(codes):
    assert codes.take(codes.give("talk", NOON), NOON + HOLDS - 1) == "talk"
    assert codes.take(codes.give("talk", NOON), NOON + HOLDS) is None
    codes.give("another", NOON + HOLDS)
    assert HOLDS == 30 * 24 * 60 * MINUTE


@pytest.mark.parametrize("typed", ["", "-", "BBBBB-BBBBB-BBBBB-BBBBB-BBBBB-BBBBB", "talk", "\x00", "ß" * 100])
def test_what_is_no_code_opens_nothing(codes, typed):
    codes.give("talk", NOON)
    assert codes.take(typed, NOON) is None


def test_nobody_can_read_the_code_from_the_database(codes, path):
    code = codes.give("talk", NOON)
    kept = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for written in (code, code.replace("-", ""), code[:11]):
        assert written.encode() not in kept


def test_who_tries_too_many_codes_has_to_wait(codes):
    assert [codes.may_try("192.0.2.1", NOON) for _ in range(11)] == [True] * 10 + [False]
    assert codes.may_try("192.0.2.2", NOON)
    assert codes.may_try("192.0.2.1", NOON + 15 * MINUTE)
