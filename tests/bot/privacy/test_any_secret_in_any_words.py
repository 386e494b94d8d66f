"""Whatever the secret is and however it is told: no piece of it survives, and masking masked text changes nothing."""

import re
import string

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from bot.enrolment.recovery import ALPHABET
from bot.privacy import holds_a_secret, mask
from bot.privacy.vocabulary import vocabulary
from tests.bot.privacy.phrasings import left_of, phrasings

pytestmark = pytest.mark.slow

LETTERS_AND_DIGITS = string.ascii_letters + string.digits
SIGNS = "!#$%&*?"
#: What leads to a secret directly: anything then may be a password.
_TOLD = re.compile(r"(?:\b(?:is|was|ist|lautet|war|est|es|to)|è|é|:|=|->)\s*[\"(‘„]?\s*⟦")
#: Masking makes a text longer by at most the longest placeholder for each four signs of it.
LONGEST_PLACEHOLDER = len("[card number removed]")

ANY_TEXT = st.text(st.characters(min_codepoint=0, max_codepoint=0x1FFFF), max_size=200)
PIECES = st.sampled_from(
    "password pw is : = my the code tap access pass key secret 482913 482 913 Hunter2! sunshine kPz3nVbQ was "
    "to changed from it's that . , - JBSW Y3DP EHPK 3PXP 4111 1111 HK7P R3TX HK7PR3TX for user ticket error "
    "500121 pin 4711 \" ' ( ) [code removed] [password removed] secret= otpauth://x four eight two nine one "
    "three recovery codes 1234 5678 "
    "a1b2c-3d4e5 correct horse battery staple wrong ! ? Sommer2026 and anna@contoso.com +49 170 \n".split(" ")
)
TALK = st.lists(PIECES, max_size=16).flatmap(
    lambda words: st.sampled_from([" ", "", ", "]).map(lambda by: by.join(words))
)


def drawn_from(signs, least, most=None):
    return st.text(signs, min_size=least, max_size=most or least)


def in_groups(secret, size):
    return st.sampled_from([" ", "-", ""]).map(
        lambda by: by.join(secret[at : at + size] for at in range(0, len(secret), size))
    )


def with_check_digit(digits):
    doubled = (int(d) if at % 2 else sum(divmod(2 * int(d), 10)) for at, d in enumerate(digits))
    return digits + str(-sum(doubled) % 10)


def is_telling(password):
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    inner_sign = re.search(rf"[^\W_][{re.escape(SIGNS)}]+[^\W_]", password)
    return bool(inner_sign) and password[0] not in SIGNS and all(set(kind) & set(password) for kind in kinds)


def is_varied(secret):
    return len(set(secret)) > 6 and any(c.isdigit() for c in secret)


WORDS = st.sampled_from("Sommer Winter Hunter dragon Berlin monkey Paris liverpool kitty flower NEWYORK Rex".split())
SECRETS = {
    "password": drawn_from(LETTERS_AND_DIGITS + SIGNS * 3, 8, 20).filter(is_telling),
    "one_time_code": drawn_from(string.digits, 6).flatmap(lambda code: in_groups(code, 3)),
    "otp_key": st.sampled_from([16, 26, 32])
    .flatmap(lambda size: drawn_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", size))
    .filter(lambda key: is_varied(key) and sum(c.isdigit() for c in key[:-4]) > 1)
    .flatmap(lambda key: st.sampled_from([key, key.lower(), " ".join(key[at : at + 4] for at in range(0, 16, 4))])),
    "recovery_code": st.one_of(
        st.lists(drawn_from(ALPHABET, 6), min_size=3, max_size=3).map("-".join),
        st.lists(drawn_from(string.ascii_uppercase + string.digits, 5), min_size=5, max_size=5).map("-".join),
    ),
    "access_pass": st.tuples(
        drawn_from(LETTERS_AND_DIGITS, 5), drawn_from(string.ascii_lowercase, 1), drawn_from(string.digits, 1),
        drawn_from(string.ascii_uppercase, 1),
    ).map("".join),
    "card": st.tuples(st.sampled_from(["4123", "5123", "2223"]), drawn_from(string.digits, 11))
    .map(lambda pair: with_check_digit("".join(pair)))
    .flatmap(lambda card: in_groups(card, 4)),
    "token": drawn_from(LETTERS_AND_DIGITS, 20, 40).filter(lambda token: is_varied(token) and len(set(token)) > 9),
}  # fmt: skip
#: Of these kinds only phrasings that hold one secret of the shape that is put in its place.
FITS = {
    "one_time_code": re.compile(r"\d{6}|\d{3}[ -]\d{3}"),
    "otp_key": re.compile(r"[A-Za-z2-7 -]{16,50}"),
    "token": re.compile(r"\w{20}"),
}


def phrasings_of(kind):
    alone = [phrasing for phrasing in phrasings() if phrasing.section == kind and len(phrasing.secrets) == 1]
    return [
        phrasing for phrasing in alone if FITS.get(kind, re.compile(".*", re.DOTALL)).fullmatch(phrasing.secrets[0])
    ]


def is_gone(phrasing, secret):
    """Tell whether nothing is left of it but what the others of the message say as well."""
    others = phrasing.with_secret("\n").text
    return {piece for piece in left_of(secret, mask(phrasing.with_secret(secret).text)) if piece not in others} == set()


@pytest.mark.parametrize("kind", SECRETS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_no_four_signs_of_a_random_secret_survive_in_any_phrasing_of_its_kind(kind, data):
    """R14."""
    phrasing = data.draw(st.sampled_from(phrasings_of(kind)))
    secret = data.draw(SECRETS[kind])
    assume(not vocabulary().has("microsoft_errors", secret))
    assert is_gone(phrasing, secret), mask(phrasing.with_secret(secret).text)


@settings(max_examples=100, deadline=None)
@given(st.data(), WORDS, st.sampled_from(["", "!", "#", "_", "-", "."]), st.integers(1, 99999))
def test_a_password_made_of_a_word_and_a_number_does_not_survive_where_it_is_told(data, word, sign, number):
    """R14: "Sommer2026", "dragon-77"."""
    told = [phrasing for phrasing in phrasings_of("password") if _TOLD.search(phrasing.marked)]
    assert is_gone(data.draw(st.sampled_from(told)), f"{word}{sign}{number}")


@settings(max_examples=150, deadline=None)
@given(st.one_of(ANY_TEXT, TALK))
@example("\x00")
@example("\ud800 my password is \udfff12345")
@example("👍🏽 my password is 👍🏽👍🏽")
@example("password is password is [password removed] is [code removed]: x9")
@example("secret=[key removed] secret=abcd")
@example('password: "[code removed] xyzzy" is my password')
def test_masking_what_was_masked_changes_nothing(text):
    kept = mask(text)
    assert mask(kept) == kept
    assert holds_a_secret(kept) == holds_a_secret(text)
    assert (kept == text) or holds_a_secret(text)


@settings(max_examples=150, deadline=None)
@given(st.one_of(ANY_TEXT, TALK))
def test_masking_makes_no_text_much_longer(text):
    assert len(mask(text)) <= len(text) + LONGEST_PLACEHOLDER * (len(text) // 3 + 1)


@pytest.mark.long
@pytest.mark.parametrize("kind", SECRETS)
@settings(max_examples=20_000, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_no_four_signs_survive_twenty_thousand_times(kind, data):
    """R14, as a campaign."""
    phrasing = data.draw(st.sampled_from(phrasings_of(kind)))
    secret = data.draw(SECRETS[kind])
    assume(not vocabulary().has("microsoft_errors", secret))
    assert is_gone(phrasing, secret), mask(phrasing.with_secret(secret).text)


@pytest.mark.long
@settings(max_examples=50_000, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.one_of(ANY_TEXT, TALK))
def test_masking_what_was_masked_changes_nothing_fifty_thousand_times(text):
    kept = mask(text)
    assert mask(kept) == kept
