"""A code from its issue to its end: right once, wrong five times, too late, replaced, blocked."""

import pytest
from sqlalchemy import select

from bot.database.tables import codes as table
from bot.keys import Keys
from bot.proof import codes, failures
from bot.proof.codes import TRIES, WINDOW, Codes, Outcome, Recipient
from bot.proof.failures import MOST_IN_A_ROW
from bot.proof.rules import CHANGE_METHODS, SEE_OWN_METHODS
from tests.bot.proof.fakes import HOUR, KEYS, MINUTE, NOON, FixedRandomness, person

pytestmark = pytest.mark.slow

ANNA = person("anna")
SMS, VOICE, EMAIL = ANNA.contacts
WRONG = "000000"


class AtTheCounter:
    """Issues and enters codes, each in a transaction of its own."""

    def __init__(self, engine, keys=KEYS):
        self.engine = engine
        self.codes = Codes(keys, FixedRandomness())

    def issue(self, contact=EMAIL, conversation="c1", purpose=SEE_OWN_METHODS, now=NOON, account="anna"):
        recipient = Recipient(ANNA.id, contact) if contact else None
        with self.engine.begin() as connection:
            return self.codes.issue(connection, conversation, purpose, recipient, now, account=account)[1]

    def enter(self, text, conversation="c1", now=NOON + 1):
        with self.engine.begin() as connection:
            return self.codes.check(connection, conversation, text, now)[0]

    def row(self):
        with self.engine.begin() as connection:
            return connection.execute(select(table).order_by(table.c.id.desc())).first()


@pytest.fixture
def counter(engine):
    return AtTheCounter(engine)


def test_right_code_is_right_once(counter):
    """R10: single use."""
    code = counter.issue()
    assert counter.enter(code) is Outcome.right
    assert counter.enter(code) is Outcome.none_open
    assert counter.row().state == "used"


@pytest.mark.parametrize(("contact", "holds"), [(SMS, 10 * MINUTE), (VOICE, 10 * MINUTE), (EMAIL, HOUR)])
def test_code_holds_ten_minutes_by_phone_and_an_hour_by_mail(counter, contact, holds):
    """R10"""
    code = counter.issue(contact)
    assert counter.enter(code, now=NOON + holds) is Outcome.expired
    assert counter.enter(code, now=NOON + 1) in (Outcome.expired, Outcome.none_open)
    code = counter.issue(contact)
    assert counter.enter(code, now=NOON + holds - 1) is Outcome.right


def test_fifth_wrong_try_uses_the_code_up_and_then_the_right_one_comes_too_late(counter):
    """R5"""
    code = counter.issue()
    assert [counter.enter(WRONG) for _ in range(TRIES)] == [Outcome.wrong] * 4 + [Outcome.used_up]
    assert counter.enter(code) is Outcome.used_up
    assert counter.row().state == "used_up"


def test_right_code_at_the_fifth_try_is_right(counter):
    code = counter.issue()
    for _ in range(TRIES - 1):
        counter.enter(WRONG)
    assert counter.enter(code) is Outcome.right


def test_text_without_a_code_in_it_costs_no_try(counter):
    code = counter.issue()
    assert {counter.enter("nothing came yet") for _ in range(20)} == {Outcome.wrong}
    assert counter.enter(code) is Outcome.right


def test_new_code_replaces_the_old_one(counter):
    """R10: resend replaces; so also for another purpose: one code a conversation is open."""
    old = counter.issue()
    new = counter.issue(purpose=CHANGE_METHODS)
    assert old != new
    assert counter.enter(old) is Outcome.wrong
    assert counter.enter(new) is Outcome.right


def test_code_of_one_conversation_is_wrong_in_another(counter):
    """R10: bound to the conversation."""
    mine, other = counter.issue(), counter.issue(conversation="c2")
    assert counter.enter(mine, "c2") is Outcome.wrong
    assert counter.enter(other, "c1") is Outcome.wrong
    assert counter.enter(mine, "c3") is Outcome.none_open
    assert counter.enter(mine, "c1") is Outcome.right


@pytest.mark.parametrize("moved", [{"person_id": "id-ben"}, {"purpose": CHANGE_METHODS}, {"person_id": None}])
def test_code_that_somebody_moves_to_another_person_or_purpose_in_the_database_is_wrong(counter, moved):
    """R10: bound to person and purpose (PWM #556)."""
    code = counter.issue()
    with counter.engine.begin() as connection:
        connection.execute(table.update().values(moved))
    assert counter.enter(code) is Outcome.wrong


def test_code_is_nowhere_in_the_database_and_cannot_be_tried_without_the_key(counter, path):
    """R10: stored hashed; six digits alone would be guessed back in a second, so the hash has a key."""
    code = counter.issue()
    counter.engine.dispose()
    kept = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert code.encode() not in kept
    assert AtTheCounter(counter.engine, Keys(b"\x07" * 32)).enter(code) is Outcome.wrong


def test_code_that_nobody_got_is_tried_and_used_up_like_any_other_and_never_right(counter):
    """R1"""
    never_sent = counter.issue(contact=None)
    assert counter.enter(never_sent) is Outcome.wrong
    assert [counter.enter(WRONG) for _ in range(TRIES - 1)] == [Outcome.wrong] * 3 + [Outcome.used_up]


@pytest.mark.parametrize("contact", [None, SMS, EMAIL])
def test_wrong_codes_are_answered_alike_for_the_whole_hour_however_long_the_right_one_held(counter, contact):
    """R1: else the answer after eleven minutes would say that there is a telephone."""
    counter.issue(contact)
    answers = [counter.enter(WRONG, now=NOON + m * MINUTE) for m in (1, 9, 11, 59)]
    assert answers == [Outcome.wrong] * 4
    assert counter.enter(WRONG, now=NOON + WINDOW) is Outcome.expired


def test_hundred_wrong_codes_in_a_row_block_the_account_whatever_the_conversation(counter):
    """R5: ≤5 per code, ≤100 consecutive per account."""
    answers = []
    for number in range(MOST_IN_A_ROW // TRIES):
        counter.issue(conversation=f"c{number}")
        answers += [counter.enter(WRONG, f"c{number}") for _ in range(TRIES)]
    assert set(answers) == {Outcome.wrong, Outcome.used_up}
    code = counter.issue(conversation="mine")
    assert counter.enter(code, "mine") is Outcome.account_blocked


def test_new_code_does_not_reset_what_was_counted_and_a_right_one_does(counter):
    """R5"""
    for number in range(19):
        counter.issue(conversation=f"c{number}")
        for _ in range(TRIES):
            counter.enter(WRONG, f"c{number}")
    with counter.engine.begin() as connection:
        assert not failures.is_blocked(connection, "anna")
    code = counter.issue()
    for _ in range(4):
        counter.enter(WRONG)
    assert counter.enter(code) is Outcome.right
    for _ in range(2):
        code = counter.issue()
        assert [counter.enter(WRONG) for _ in range(TRIES)][-1] is Outcome.used_up
    code = counter.issue()
    assert counter.enter(code) is Outcome.right


def test_wrong_codes_for_one_account_do_not_block_another(counter):
    for number in range(MOST_IN_A_ROW):
        counter.issue(conversation=f"c{number}")
        counter.enter(WRONG, f"c{number}")
    assert counter.enter(counter.issue(account="ben")) is Outcome.right
    assert counter.enter(counter.issue(account="anna")) is Outcome.account_blocked


def test_tries_against_a_look_up_that_was_refused_count_to_nobody(counter):
    """Else whoever is refused could still lock somebody out."""
    for number in range(MOST_IN_A_ROW):
        counter.issue(None, conversation=f"c{number}", account=None)
        counter.enter(WRONG, f"c{number}")
    assert counter.enter(counter.issue()) is Outcome.right


def test_code_that_arrived_although_the_server_said_no_is_right(counter):
    code = counter.issue()
    code_id = counter.row().id
    with counter.engine.begin() as connection:
        codes.mark_not_delivered(connection, code_id)
    assert counter.row().state == "not_delivered"
    assert counter.enter(WRONG) is Outcome.wrong
    assert counter.enter(code) is Outcome.right
