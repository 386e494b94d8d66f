"""Somebody who guesses, from as many conversations as they like, against one account (R5)."""

from collections import Counter

import pytest

from bot.proof.codes import TRIES, Outcome
from bot.proof.failures import MOST_IN_A_ROW
from tests.bot.proof.fakes import DAY, MINUTE, FixedRandomness, Visitor, empty, person

pytestmark = pytest.mark.slow

ANNA = "anna@contoso.com"
#: With so many codes in all, and not a million, some guesses do hit, and the bound can be seen to hold.
FEW_CODES = 1000


def guess_on_and_on(visitor, clock, guesses, draw, pause):
    """Begin in a new conversation, from a new address, and guess until the code is used up; then again."""
    outcomes = Counter()
    conversation = 0
    while sum(outcomes.values()) < guesses:
        conversation += 1
        visitor.begin(f"c{conversation}", ANNA, address=f"2001:db8::{conversation:x}")
        for _ in range(TRIES):
            outcomes[visitor.enter(f"c{conversation}", f"{draw():06d}")] += 1
        clock.pass_(pause)
    return outcomes, conversation


def compared(outcomes):
    return outcomes[Outcome.right] + outcomes[Outcome.wrong] + outcomes[Outcome.used_up]


def guess_against_the_account(visitor, clock, guesses):
    draw = FixedRandomness(2)
    # A pause as long as the limits want it: nothing is gained by more haste.
    outcomes, conversations = guess_on_and_on(visitor, clock, guesses, lambda: draw(10**6), 12 * MINUTE)
    against_real_codes = compared(outcomes)
    days = conversations * 12 * MINUTE / DAY
    print(
        f"\nR5: {guesses:,} guesses from {conversations:,} conversations over {days:.0f} days: "
        f"{against_real_codes} were compared, {outcomes[Outcome.account_blocked]:,} met a blocked account, "
        f"{outcomes[Outcome.right]} were right; the limits allow {MOST_IN_A_ROW} in a million"
    )
    assert against_real_codes == MOST_IN_A_ROW
    assert outcomes[Outcome.right] == 0


@pytest.mark.slow
def test_many_guesses_come_to_a_hundred(visitor, clock):
    """R5"""
    guess_against_the_account(visitor, clock, 1_500)


@pytest.mark.long
def test_hundred_thousand_guesses_come_to_a_hundred(visitor, clock):
    """R5: 100,000 guesses succeed no more often than the limits allow."""
    guess_against_the_account(visitor, clock, 100_000)


@pytest.mark.long
def test_guesses_hit_no_more_often_than_the_limits_allow_when_codes_are_few(make_desk, engine, directory, clock):
    """R5: with 1,000 codes in all, 100 guesses hit one time in ten; a hundred accounts show it."""
    directory.people = (person("anna"),)
    accounts, hits, spent = 100, 0, 0
    draw = FixedRandomness(3)
    codes = FixedRandomness(4)
    visitor = Visitor(make_desk(randbelow=lambda below: codes(FEW_CODES)), clock)
    for _ in range(accounts):
        empty(engine)
        hit, spent_here = guess_one_account(visitor, clock, draw)
        hits, spent = hits + hit, spent + spent_here
    visitor.close()
    expected = accounts * MOST_IN_A_ROW / FEW_CODES
    print(f"\nR5: with {FEW_CODES} codes, {spent:,} guesses hit {hits} of {accounts} accounts; {expected:.0f} expected")
    # Three standard deviations of a binomial.
    assert 0 < hits <= expected + 3 * (expected * 0.9) ** 0.5
    assert spent <= accounts * MOST_IN_A_ROW


def guess_one_account(visitor, clock, draw):
    """Guess until it is right or the account is blocked; tell which, and how many guesses were compared."""
    outcomes = Counter()
    conversation = 0
    while not (outcomes[Outcome.right] or outcomes[Outcome.account_blocked]):
        conversation += 1
        visitor.begin(f"c{conversation}", ANNA)
        for _ in range(TRIES):
            outcomes[visitor.enter(f"c{conversation}", f"{draw(FEW_CODES):06d}")] += 1
        clock.pass_(12 * MINUTE)
    return outcomes[Outcome.right], compared(outcomes)


def test_haste_gains_nothing_for_who_is_throttled_never_meets_a_real_code(visitor, clock, delivery):
    """R3, R5: 25 guesses an hour against one account, however many conversations are opened."""
    outcomes, _ = guess_on_and_on(visitor, clock, 500, lambda: 0, 30.0)
    assert len(delivery.sent) == 5
    assert outcomes[Outcome.right] == 0
