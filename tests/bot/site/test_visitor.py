"""A conversation belongs to whoever got its cookie from here, and to nobody who made one up."""

import pytest

from bot.keys import SIZE, Keys
from bot.site.visitor import IDLE_LIFE, Visitors

NOON = 1_800_000_000.0


@pytest.fixture
def visitors():
    return Visitors(Keys(b"k" * SIZE))


def test_a_name_cannot_be_guessed(visitors):
    """R24: 192 random bits."""
    names = {visitors.new() for _ in range(100)}
    assert len(names) == 100
    assert {len(name) for name in names} == {32}


def test_person_who_comes_back_is_known_again(visitors):
    name = visitors.new()
    assert visitors.conversation_in(visitors.cookie(name, NOON), NOON + IDLE_LIFE - 1) == name


def test_person_who_comes_back_after_thirty_days_begins_anew(visitors):
    assert visitors.conversation_in(visitors.cookie(visitors.new(), NOON), NOON + IDLE_LIFE) is None


def test_cookie_from_the_future_is_made_up(visitors):
    assert visitors.conversation_in(visitors.cookie(visitors.new(), NOON + 3600), NOON) is None


def test_cookie_with_any_letter_changed_is_worth_nothing(visitors):
    cookie = visitors.cookie(visitors.new(), NOON)
    for place, letter in enumerate(cookie):
        edited = cookie[:place] + ("A" if letter != "A" else "B") + cookie[place + 1 :]
        # The last letter of a seal has bits to spare: what it stands for has to be the same, and is compared as text.
        assert visitors.conversation_in(edited, NOON) is None, place


@pytest.mark.parametrize(
    "cookie", [None, "", "default", "a.b.c", "\x00", "ü" * 80, "A" * 32 + ".1800000000." + "A" * 43]
)
def test_cookie_that_somebody_made_up_is_worth_nothing(visitors, cookie):
    assert visitors.conversation_in(cookie, NOON) is None


def test_cookie_of_another_installation_is_worth_nothing(visitors):
    other = Visitors(Keys(b"o" * SIZE))
    assert visitors.conversation_in(other.cookie(other.new(), NOON), NOON) is None


def test_form_of_one_conversation_is_refused_in_another(visitors):
    """R30"""
    mine, theirs = visitors.new(), visitors.new()
    assert visitors.is_form_of(mine, visitors.form_token(mine))
    for token in (visitors.form_token(theirs), visitors.cookie(mine, NOON), mine, "", "ü", "\ud800"):
        assert not visitors.is_form_of(mine, token)
