"""Whoever asks too often waits, for as long as it takes, and holds up nobody else."""

from bot.site.limits import Limit


def test_person_who_asks_too_often_is_told_how_long_to_wait():
    limit = Limit(3)
    assert [limit.wait("anna", now) for now in (0, 10, 20, 30)] == [0.0, 0.0, 0.0, 30.0]
    assert limit.wait("anna", 60) == 0.0
    assert limit.wait("anna", 61) == 9.0


def test_one_person_holds_up_no_other():
    limit = Limit(1)
    assert [limit.wait(name, 0) for name in ("anna", "ben")] == [0.0, 0.0]


def test_waiting_is_not_made_longer_by_asking():
    limit = Limit(1)
    limit.wait("anna", 0)
    for now in range(1, 60):
        assert limit.wait("anna", now) == 60 - now
    assert limit.wait("anna", 60) == 0.0


def test_a_crowd_fills_no_memory():
    limit = Limit(1)
    for number in range(30_000):
        limit.wait(f"visitor {number}", 0)
    assert len(limit._asked) <= 20_000
