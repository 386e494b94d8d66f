"""How often something may be asked, over a sliding window, in a database that outlives the process."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.database.tables import throttles
from bot.keys import Keys
from bot.proof.throttle import LIMITS, Throttle, line_of
from tests.bot.proof.fakes import KEYS, MINUTE, NOON
from tests.databases import quick_database

pytestmark = pytest.mark.slow


@pytest.fixture
def throttle(engine):
    return Throttle(engine, KEYS)


@pytest.mark.parametrize("what", LIMITS)
def test_every_limit_lets_in_as_many_as_it_says_and_then_again_when_the_time_is_over(throttle, what):
    """R3"""
    limit = LIMITS[what]
    allowed = [throttle.allow(what, "somebody", NOON + second) for second in range(limit.most + 3)]
    assert allowed == [True] * limit.most + [False] * 3
    assert not throttle.allow(what, "somebody", NOON + limit.within - 1)
    assert throttle.allow(what, "somebody", NOON + limit.within)
    assert limit.why


def test_who_is_refused_does_not_wait_longer_for_having_tried(throttle):
    for second in range(100):
        throttle.allow("look_up_in_conversation", "c1", NOON + second)
    assert throttle.allow("look_up_in_conversation", "c1", NOON + 15 * MINUTE)


def test_one_is_refused_and_the_other_is_not(throttle):
    for _ in range(6):
        throttle.allow("look_up_of_sign_in_name", "anna", NOON)
    assert not throttle.allow("look_up_of_sign_in_name", "anna", NOON)
    assert throttle.allow("look_up_of_sign_in_name", "ben", NOON)
    assert throttle.allow("look_up_in_conversation", "anna", NOON)


def test_one_line_of_many_addresses_is_one_visitor(throttle):
    """R3"""
    limit = LIMITS["hand_over_from_address"].most
    theirs = [f"2001:db8:0:1::{number:x}" for number in range(1, limit + 2)]
    assert [throttle.allow("hand_over_from_address", one, NOON) for one in theirs] == [True] * limit + [False]
    assert throttle.allow("hand_over_from_address", "2001:db8:0:2::1", NOON)


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
        ("unknown", "unknown"),
    ],
)
def test_line_of_an_address(address, line):
    assert line_of(address) == line


def test_of_several_limits_none_counts_when_one_refuses(throttle, engine):
    for _ in range(5):
        throttle.allow("look_up_in_conversation", "c1", NOON)
    both = {"look_up_in_conversation": "c1", "look_up_of_sign_in_name": "anna"}
    with engine.begin() as connection:
        assert not any(throttle.allow_all(connection, both, NOON) for _ in range(10))
    assert throttle.allow("look_up_of_sign_in_name", "anna", NOON)


def test_counters_survive_a_restart(path, engine, throttle):
    """R3"""
    assert all(throttle.allow("look_up_in_conversation", "c1", NOON) for _ in range(5))
    engine.dispose()
    again = quick_database(path)
    assert not Throttle(again, KEYS).allow("look_up_in_conversation", "c1", NOON)
    again.dispose()


def test_nobody_can_read_from_the_database_who_was_looked_up(throttle, engine, path):
    throttle.allow("look_up_of_sign_in_name", "anna@contoso.com", NOON)
    engine.dispose()
    kept = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"anna" not in kept
    other = Keys(b"\x07" * 32).digest("throttle look_up_of_sign_in_name", "anna@contoso.com").hex()
    assert other.encode() not in kept


def test_old_rows_are_gone_once_they_count_no_more(throttle, engine):
    for number in range(50):
        throttle.allow("look_up_from_address", f"192.0.2.{number}", NOON + number)
    throttle.allow("look_up_from_address", "192.0.2.99", NOON + 50 + max(limit.within for limit in LIMITS.values()))
    with engine.begin() as connection:
        assert connection.execute(select(func.count()).select_from(throttles)).scalar_one() == 1


def test_what_nobody_limited_is_a_mistake_of_ours(throttle):
    with pytest.raises(KeyError):
        throttle.allow("guesses", "somebody", NOON)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(0, 3000), min_size=1, max_size=40))
def test_no_window_of_any_begin_holds_more_than_the_limit(throttle, engine, moments):
    """R3: however the attempts are spread."""
    with engine.begin() as connection:
        connection.execute(throttles.delete())
    limit = LIMITS["look_up_in_conversation"]
    let_in = [at for at in sorted(moments) if throttle.allow("look_up_in_conversation", "c1", NOON + at)]
    for begin in let_in:
        assert sum(begin <= at < begin + limit.within for at in let_in) <= limit.most
