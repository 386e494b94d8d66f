"""Signing in with a code of the authenticator, or with one from the sheet."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.authenticator import code_at, step_at
from bot.database import second_factor as tables
from bot.database.tables import people
from bot.enrolment.recovery import ALPHABET, new_recovery_codes
from tests.bot.enrolment.house import ANNA, BEN, NOON, House

pytestmark = pytest.mark.slow


@pytest.fixture
def phone(house):
    return house.enrol(now=NOON - 600)[0]


@pytest.fixture
def codes(house):
    return house.enrol(now=NOON - 600)[1].recovery_codes


def code(phone, steps):
    return code_at(phone.secret, step_at(NOON) + steps)


def wrong(phone):
    return f"{(int(phone.code(NOON)) + 1) % 1_000_000:06d}"


@pytest.mark.parametrize(
    ("steps", "state"), [(-2, "clock_off"), (-1, "right"), (0, "right"), (1, "right"), (2, "wrong")]
)
def test_code_is_accepted_one_step_either_way(house, phone, steps, state):
    """R7"""
    assert house.enrolment.verify_code(ANNA.id, code(phone, steps), NOON).state == state


def test_code_is_accepted_once_also_after_a_restart(house, phone):
    """R8"""
    assert house.signs_in(phone, NOON) == "right"
    assert house.signs_in(phone, NOON) == "used"
    assert House(house.path).signs_in(phone, NOON + 29) == "used"


def test_who_left_signs_in_no_more(house, phone, codes):
    with house.engine.begin() as connection:
        connection.execute(people.update().where(people.c.id == ANNA.id).values(is_enabled=False))
    assert house.enrolment.verify_code(ANNA.id, phone.code(NOON), NOON).state == "wrong"
    assert house.enrolment.use_recovery_code(ANNA.id, codes[0], NOON).state == "wrong"


def test_guesser_does_not_learn_a_code_before_its_time(house, phone):
    """A phone that is ahead is not told so here: its code will be right in some minutes, also for who guessed it."""
    for steps in range(2, 21):
        outcome = house.enrolment.verify_code(ANNA.id, code(phone, steps), NOON)
        assert (outcome.state, outcome.minutes) == ("wrong", None)


def test_person_whose_phone_is_behind_is_told(house, phone):
    outcome = house.enrolment.verify_code(ANNA.id, code(phone, -6), NOON)
    assert (outcome.state, outcome.minutes, outcome.direction) == ("clock_off", 3, "behind")


def test_nobody_signs_in_without_an_authenticator(house):
    for someone in (ANNA.id, "nobody"):
        assert house.enrolment.verify_code(someone, "123456", NOON).state == "wrong"


def test_hundred_wrong_codes_in_a_row_end_it_until_an_agent_lifts_it(house, phone):
    """R5"""
    for _ in range(99):
        assert house.enrolment.verify_code(ANNA.id, wrong(phone), NOON).state == "wrong"
    assert house.signs_in(phone, NOON) == "right"
    for _ in range(100):
        assert house.enrolment.verify_code(ANNA.id, wrong(phone), NOON).state == "wrong"
    assert House(house.path).signs_in(phone, NOON + 60) == "too_many"
    house.enrolment.lift(ANNA.id, "fay", "called back the number on file", NOON + 60)
    assert house.signs_in(phone, NOON + 60) == "right"


def test_recovery_code_lets_in_once(house, codes):
    """R11"""
    outcome = house.enrolment.use_recovery_code(ANNA.id, codes[0], NOON)
    assert (outcome.state, outcome.left, outcome.few_left) == ("right", 9, False)
    assert house.enrolment.use_recovery_code(ANNA.id, codes[0], NOON).state == "wrong"
    assert House(house.path).enrolment.use_recovery_code(ANNA.id, codes[0], NOON).state == "wrong"


def test_person_is_warned_when_three_or_fewer_are_left(house, codes):
    """R11"""
    outcomes = [house.enrolment.use_recovery_code(ANNA.id, code, NOON) for code in codes]
    assert [outcome.left for outcome in outcomes] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert [outcome.few_left for outcome in outcomes] == [False] * 6 + [True] * 4


def test_everybody_is_told_that_a_recovery_code_was_used(house, codes):
    """R13"""
    house.post(NOON)
    house.enrolment.use_recovery_code(ANNA.id, codes[0], NOON)
    messages = house.post(NOON)
    assert {message.contact for message in messages} == {contact.id for contact in ANNA.contacts}
    assert all("Codes left: 9." in message.text for message in messages)


def test_recovery_code_is_taken_as_people_read_it(house, codes):
    """What looks alike is read as what is meant."""
    looks_like = str.maketrans("DZSGBV", "02568U")
    assert house.enrolment.use_recovery_code(ANNA.id, codes[0].lower().replace("-", " "), NOON).state == "right"
    assert house.enrolment.use_recovery_code(ANNA.id, codes[1].replace("-", ""), NOON).state == "right"
    assert house.enrolment.use_recovery_code(ANNA.id, codes[2].translate(looks_like), NOON).state == "right"


def test_recovery_code_of_somebody_else_does_not_let_in(house, codes):
    """R10: bound to the person."""
    house.enrol(BEN)
    assert house.enrolment.use_recovery_code(BEN.id, codes[0], NOON).state == "wrong"
    assert house.enrolment.use_recovery_code(ANNA.id, codes[0], NOON).state == "right"


def test_new_authenticator_comes_with_new_codes_and_the_old_ones_are_void(house, codes):
    """R11"""
    _, outcome = house.enrol(now=NOON)
    assert house.enrolment.use_recovery_code(ANNA.id, codes[0], NOON).state == "wrong"
    assert house.enrolment.use_recovery_code(ANNA.id, outcome.recovery_codes[0], NOON).left == 9


def test_hundred_wrong_recovery_codes_in_a_row_end_it_and_leave_the_phone_alone(house, phone, codes):
    """R5, R11"""
    for _ in range(100):
        assert house.enrolment.use_recovery_code(ANNA.id, "AAAAAA-AAAAAA-AAAAAA", NOON).state == "wrong"
    assert house.enrolment.use_recovery_code(ANNA.id, codes[0], NOON).state == "too_many"
    assert house.enrolment.verify_code(ANNA.id, "", NOON).state == "wrong"


@pytest.mark.parametrize("typed", ["", " ", "-", "\x00", "ä" * 18, "\ud800", "A" * 100_000])
def test_what_is_no_recovery_code_is_wrong(house, codes, typed):
    assert house.enrolment.use_recovery_code(ANNA.id, typed, NOON).state == "wrong"
    assert house.enrolment.use_recovery_code("nobody", typed, NOON).state == "wrong"


def test_recovery_codes_have_80_bits_and_nothing_that_looks_alike():
    """R11"""
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[A-Z0-9]{6}-[A-Z0-9]{6}-[A-Z0-9]{6}", code) for code in codes)
    assert len(ALPHABET) ** 18 > 2**80
    for alike in ("0ODQ", "1IL", "2Z", "5S", "6G", "8B", "UV"):
        assert sum(letter in ALPHABET for letter in alike) <= 1


def test_recovery_codes_come_from_the_random_source_and_never_twice():
    letters = iter("A" * 18 * 2 + "".join(ALPHABET[place % 25] for place in range(1000)))
    codes = new_recovery_codes(lambda alphabet: next(letters))
    assert codes[0] == "AAAAAA-AAAAAA-AAAAAA"
    assert len(set(codes)) == 10


def test_only_digests_of_recovery_codes_are_kept(house, codes):
    """R11"""
    kept = {row["digest"] for row in house.rows(tables.recovery_codes)}
    assert len(kept) == 10
    assert all(len(digest) == 32 for digest in kept)


def test_sign_in_that_is_written_as_the_document_says_lets_in_once(house):
    """R8, R11"""
    said = Path(__file__).parents[3].joinpath("docs/second-factor.md").read_text("utf-8")
    written = {}
    exec(re.findall(r"```python\n(.*?)```", said, re.DOTALL)[1], written)
    phone, enrolled = house.enrol(now=NOON - 600)
    office = SimpleNamespace(enrolment=house.enrolment, now=lambda: NOON)
    for asks, typed in (("lets_in", code(phone, 0)), ("lets_in_by_recovery_code", enrolled.recovery_codes[0])):
        assert not written[asks](office, ANNA.id, "000000")
        assert written[asks](office, ANNA.id, typed)
        assert not written[asks](office, ANNA.id, typed)
