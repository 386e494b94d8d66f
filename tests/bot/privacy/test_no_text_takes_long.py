"""Nobody keeps the assistant busy with a text: 2 000 signs, which is the longest, take less than 50 ms."""

from functools import partial

import pytest

from bot.privacy import holds_a_secret, mask
from tests.timing import grows_less_than, takes_less_than

pytestmark = [pytest.mark.slow, pytest.mark.timing]

#: Repeated up to the length: what makes patterns look again and again, and words that look far for other words.
# fmt: off
UNITS = [
    "A2 ", "password ", "password\n", "1 ", "code ", "eyJ", "password is ", "pw:", "pw=pw=", "a@", "a.b", "1-",
    "ABCDE-", "otpauth://", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", '"', "'", '" ', "[", "[password removed",
    "[key removed] ", "x=", "secret=", "://a:", "://a:b@", "123456 ", "482913 is the code ", "Hunter2! ",
    "password Hunter2! ", "tap kPz3nVbQ ", "four ", "jbsw ", "JBSW ", "JBSWY3DP ", "aA1", "aA1 ", "aA1!", "a-", "a=",
    "a:", "mot de passe ", "is ", "the ", "my password is correct horse ", "correct horse battery staple ",
    "1234567890123456 ", "4111 1111 1111 1111 ", "4", "\u200b", "é", "👍", "\ud800", "\x00", "\n", "- ", "=:", "\t",
    ".", ". ", "www.", "0x", "a/", "a1b2c-3d4e5 ", "backup codes 1234 5678 ", "4 8 2 9 1 3 ", "﷽", "password for ",
    "changed to ", "K7 P9 ", "HK7P R3TX ", '"password is "wrong ', "a&", "@", "aaaaaaaaaaaaaaa@b.",
    "密码", "码1", "パスワード ", "4️⃣", "288,082 ", "4 - ", "/verify/", "?code=",
    "temporary access ", "٣ ", "ghp_", "sk-", "AKIA", "0.", "Abcdef12 ", "Abcdef12\n",
]
# fmt: on
BEFORE = ["", "password is ", "code "]
#: What the front door takes at most, and in how many seconds.
LONGEST, LIMIT = 2_000, 0.050


@pytest.fixture(autouse=True, scope="module")
def words_are_read():
    mask("the words are read once")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: ascii(unit))
def test_a_text_made_to_take_long_does_not(unit):
    """R26"""
    for before in BEFORE:
        takes_less_than(LIMIT, partial(mask, (before + unit * LONGEST)[:LONGEST]), 2)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: ascii(unit))
def test_four_times_the_text_takes_no_more_than_about_four_times_the_time(unit):
    short, long = (partial(mask, (unit * length)[:length]) for length in (4_000, 16_000))
    grows_less_than(10, short, long, besides=0.05)


@pytest.mark.parametrize(
    "text", ["", "\x00", "\ud800", "\udfff\ud800", "👍🏽", "﷽" * 50, "\u202e482913", "a\u0301" * 100]
)
def test_whatever_can_be_typed_is_read(text):
    assert isinstance(mask(text), str)
    assert isinstance(holds_a_secret(text), bool)


def test_an_ordinary_message_takes_at_most_two_and_a_half_milliseconds():
    said = "my phone was stolen yesterday and I am the only admin of contoso.com, error 500121, what can I do now?"
    takes_less_than(LIMIT / 20, partial(mask, said), 5)
