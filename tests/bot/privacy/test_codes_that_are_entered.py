"""A code that somebody enters is found in a short message, for the proof that waits for one (R10)."""

import secrets
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import code_in, mask
from bot.proof.shape import READ_ALOUD
from tests.bot.privacy.phrasings import harmless, phrasings


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("123456", "123456"),
        ("123 456", "123456"),
        ("123-456", "123456"),
        (" 123456. ", "123456"),
        ("the code is 123-456", "123456"),
        ("it says 482913", "482913"),
        ("ok it is 482913 thanks", "482913"),
        ("Your code is 482913!", "482913"),
        ("code: 482913", "482913"),
        ("code482913", "482913"),
        ("4 8 2 9 1 3", "482913"),
        ("the code is 4 8 2 9 1 3 I think", "482913"),
        ("٤٨٢٩١٣", "482913"),
        ("４８２９１３", "482913"),
        ("four eight two nine one three", "482913"),
        ("vier acht zwei neun eins drei", "482913"),
        ("482913 and again 482913", "482913"),
        ("HK7P-Q3TX", "HK7PQ3TX"),
        ("hk7p-q3tx", "HK7PQ3TX"),
        ("HK7PQ3TX", "HK7PQ3TX"),
        ("hk7pq3tx", "HK7PQ3TX"),
        ("HK7P Q3TX", "HK7PQ3TX"),
        ("the agent said HK7P-Q3TX", "HK7PQ3TX"),
        ("my code is hk7p q3tx.", "HK7PQ3TX"),
        ("000000", "000000"),
    ],
)
def test_person_who_enters_a_code_is_understood(said, code):
    """R10."""
    assert code_in(said) == code


@pytest.mark.parametrize(
    "said",
    [
        "",
        "47",
        "1234",
        "1234567",
        "12345678",
        "500121",
        "Error 500121",
        "ticket 482913",
        "call me on 030 123456",
        "482913 or 739104",
        "482913 users",
        "I went to the office this morning and there the screen of my computer said 482913",
        "482913 " + "so " * 100,
        "THANK YOU",
        "PASSWORD",
        "TEST-4739",
        "[code removed]",
        "\x00",
        "\ud800",
        "👍",
    ],
)
def test_what_is_no_code_or_not_clearly_one_is_none(said):
    assert code_in(said) is None


@given(
    st.integers(0, 999_999),
    st.sampled_from(["{}", "the code is {}", "it says {}", "{} is it", "ok, {}"]),
    st.booleans(),
)
def test_every_code_that_is_sent_is_found_but_for_the_numbers_of_errors(number, words, halved):
    """R10: six digits, whatever they are."""
    code = f"{number:06d}"
    found = code_in(words.format(f"{code[:3]} {code[3:]}" if halved else code))
    assert found == code or (found is None and not halved and mask(code) == code)


def test_every_code_that_is_read_aloud_is_found():
    """R10: eight signs, as an agent reads them out."""
    random = Random(10)
    for _ in range(3000):
        code = "".join(random.choice(READ_ALOUD) for _ in range(8))
        for said in (f"{code[:4]}-{code[4:]}", f"the code is {code[:4]}-{code[4:]}"):
            # One in a thousand looks like the number of a ticket: four letters, then four digits.
            looks_like_a_ticket = code[:4].isalpha() and code[4:].isdigit()
            assert code_in(said) == code or looks_like_a_ticket or code.isdigit(), said


def test_a_code_is_never_found_where_none_would_be_masked():
    for said in [*harmless(), *(phrasing.text for phrasing in phrasings())]:
        assert code_in(said) is None or mask(said) != said


def test_the_answer_is_a_code_and_nothing_else():
    for phrasing in phrasings():
        code = code_in(phrasing.text)
        assert (
            code is None
            or (len(code) == 6 and code.isdigit())
            or (len(code) == 8 and code.isalnum() and code.isupper())
        )


def test_codes_drawn_with_real_randomness_are_found():
    for _ in range(200):
        code = f"{secrets.randbelow(10**6):06d}"
        assert code_in(f"the code is {code[:3]}-{code[3:]}") == code
