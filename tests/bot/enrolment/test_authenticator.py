"""The codes of an authenticator: which is right, wrong, used, or of a clock that is off."""

import base64
import random
import shutil
import subprocess
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.authenticator import Check, check, code_at, grouped, new_secret, provisioning_uri, step_at
from tests.bot.enrolment.phone import Phone

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
#: The begin of a step: 2026-11-24 12:00 UTC.
NOON = 1795521600.0
STEP = step_at(NOON)


def test_secret_has_160_bits_that_come_from_the_random_source():
    """R6"""
    asked = []
    secret = new_secret(lambda size: asked.append(size) or bytes(range(size)))
    assert asked == [20]
    assert base64.b32decode(secret) == bytes(range(20))
    assert len({new_secret() for _ in range(1000)}) == 1000


def test_secret_is_typed_in_groups_of_four():
    assert grouped(SECRET) == "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP"
    assert grouped(SECRET).replace(" ", "") == SECRET


@given(st.text(st.characters(blacklist_categories=["Cs"])), st.text(st.characters(blacklist_categories=["Cs"])))
@example("anna:b@contoso.example", "Contoso: IT & Söhne 100%/+")
@example("anna@contoso.example?secret=AAAA", "Con toso&issuer=other")
@example("日本@例え.example", "🏔")
def test_uri_gives_account_and_issuer_back_whatever_stands_in_them(account, issuer):
    """R6"""
    uri = provisioning_uri(SECRET, account, issuer)
    assert uri.isascii()
    assert " " not in uri
    assert uri.partition("?")[0].count(":") == 2, "one after the scheme, one between issuer and account"
    phone = Phone()
    phone.issuer = None
    if issuer:
        phone.read(uri)
        assert (phone.account, phone.issuer, phone.secret) == (account, issuer, SECRET)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_code_of_one_step_either_way_is_right(steps):
    """R7"""
    assert check(SECRET, code_at(SECRET, STEP + steps), NOON, None) == Check("right", step=STEP + steps)


@pytest.mark.parametrize("steps", [-20, -19, -3, -2, 2, 3, 19, 20])
def test_code_of_two_steps_and_more_is_refused_and_tells_that_the_clock_is_off(steps):
    """R7"""
    assert check(SECRET, code_at(SECRET, STEP + steps), NOON, None) == Check("clock_off", steps=steps)


@pytest.mark.parametrize("steps", [-21, 21, 1000, -1000])
def test_code_of_more_than_ten_minutes_is_just_wrong(steps):
    assert check(SECRET, code_at(SECRET, STEP + steps), NOON, None) == Check("wrong")


@pytest.mark.parametrize(
    ("seconds", "state"),
    [
        (-30.001, "clock_off"),
        (-30, "right"),
        (-0.001, "right"),
        (0, "right"),
        (29.999, "right"),
        (30, "right"),
        (59.999, "right"),
        (60, "clock_off"),
    ],
)
def test_window_begins_and_ends_on_the_edge_of_a_step(seconds, state):
    """R7: the code of noon, tried so many seconds after noon."""
    assert check(SECRET, code_at(SECRET, STEP), NOON + seconds, None).state == state


def test_code_is_used_after_it_was_right_and_so_are_the_ones_before():
    """R8"""
    for steps, state in ((-1, "used"), (0, "used"), (1, "right")):
        assert check(SECRET, code_at(SECRET, STEP + steps), NOON, last_step=STEP).state == state


def test_same_digits_at_two_steps_count_for_the_later_so_that_they_are_right_once():
    """R8: one in a million; this step was searched for, so that it is not left to luck."""
    step = 1517779
    assert code_at(SECRET, step) == code_at(SECRET, step + 2)
    found = check(SECRET, code_at(SECRET, step), (step + 1) * 30, None)
    assert found == Check("right", step=step + 2)
    assert check(SECRET, code_at(SECRET, step), (step + 1) * 30, found.step).state == "used"


@pytest.mark.parametrize("typed", ["{} {}", " {}{}\n", "{}-{}", "{}\u00a0{}"])
def test_code_is_taken_as_people_type_it(typed):
    code = code_at(SECRET, STEP)
    assert check(SECRET, typed.format(code[:3], code[3:]), NOON, None).state == "right"


def test_code_is_taken_in_the_digits_of_other_scripts():
    code = code_at(SECRET, STEP)
    for zero in "٠०０":
        typed = "".join(chr(ord(zero) + int(digit)) for digit in code)
        assert check(SECRET, typed, NOON, None).state == "right"


@pytest.mark.parametrize("typed", ["", " ", "12345", "1234567", "abcdef", "12 34 5x", "½23456", "\ud800" * 6, "²²²²²²"])
def test_what_is_no_code_is_wrong(typed):
    assert check(SECRET, typed, NOON, None) == Check("wrong")


@given(st.text(), st.floats(0, 4e9), st.none() | st.integers(0, 10**9))
def test_whatever_is_typed_has_one_of_four_outcomes(typed, now, last_step):
    assert check(SECRET, typed, now, last_step).state in ("right", "wrong", "used", "clock_off")


def test_code_is_right_in_the_hour_that_the_clocks_repeat(monkeypatch):
    """On 2026-10-25 Berlin has 02:30 twice; local time would take the one for the other."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        for now in (1792888200.0, 1792891800.0):
            phone = Phone()
            phone.secret = SECRET
            assert check(SECRET, phone.code(now), now, None).state == "right"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_codes_are_those_of_rfc_6238():
    """R6: appendix B, of which the last six digits are shown."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    for now, code in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert code_at(secret, step_at(now)) == code


@pytest.mark.skipif(not shutil.which("oathtool"), reason="no oathtool here: tools/debian.sh installs it")
def test_codes_agree_with_oathtool_over_100_secrets_and_times():
    """R6: an implementation that is not ours."""
    chance = random.Random(3)
    for _ in range(100):
        secret, now = new_secret(chance.randbytes), chance.randrange(4_000_000_000)
        told = subprocess.run(
            ["oathtool", "--totp", "--base32", f"--now=@{now}", "-"],
            input=secret, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert told.stdout.strip() == code_at(secret, step_at(now)), (secret, now)
