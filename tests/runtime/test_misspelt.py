"""Unknown words are read as the known word that is a slip or two away; what is known, or too far away, stays."""

import pytest

from bot.runtime.misspelt import Mender
from tests.timing import takes_less_than

pytestmark = pytest.mark.slow

SEEN = {
    "phone": 50,
    "phones": 4,
    "morning": 9,
    "yes": 30,
    "the": 90,
    "they": 40,
    "you": 80,
    "absolutely": 5,
    "authentcator": 1,
    "okta": 1,
}
MENDER = Mender(SEEN, {"my phone": 9})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("my phne is gone", "my phone is gone"),
        ("my phoone", "my phone"),
        ("pohne", "phone"),
        ("gopd mprning", "gopd morning"),
        ("ys", "yes"),
        ("somewhere on the train my phne rang", "somewhere on the train my phone rang"),
        ("teh phpne", "the phone"),
        ("tthe", "the"),
    ],
)
def test_one_slip_is_mended(written, meant):
    assert MENDER.mended(written) == meant


def test_two_slips_in_a_long_word_are_mended():
    assert MENDER.mended("aabsoltely, moring") == "absolutely, morning"


def test_swapped_letters_are_the_commonest_slip_and_mended_in_any_short_word():
    assert MENDER.mended("somewhere on the train yuo rang") == "somewhere on the train you rang"
    assert Mender({"on": 9, "won": 90, "own": 9}, {}).mended("onw") == "own"


def test_who_swaps_two_letters_of_a_common_word_once_in_the_data_has_slipped_there_too():
    mender = Mender({"you": 80, "yuo": 1, "lost": 90, "lots": 2, "one": 70, "ones": 1}, {})

    assert mender.mended("yuo have lots of ones") == "you have lots of ones"


@pytest.mark.parametrize(
    "text",
    [
        "phones and Okta",
        "the place where they mourn is not phne here",
        "authentcator",
        "pphhone",
        "a b c",
        "",
        "1234 ?!",
        "电话丢了",
        "phne@yuo.example",
        "Ünïcode",
    ],
)
def test_what_is_known_rare_or_far_away_stays(text):
    assert MENDER.mended(text) == text


def test_nothing_becomes_a_word_that_was_seen_once():
    assert MENDER.mended("oktaa") == "oktaa"


def test_words_are_counted_in_small_letters():
    assert Mender.of(["The phone", "the PHONE"]).seen == {"the": 2, "phone": 2}


def test_punctuation_and_other_words_are_kept_as_they_are():
    assert MENDER.mended("Well... my PHNE, 2 of 3!") == "Well... my phone, 2 of 3!"


def test_long_messages_are_left_alone():
    assert MENDER.mended("they said my phne is gone" + " again" * 14) == "they said my phone is gone" + " again" * 14
    assert MENDER.mended("they said my phne is gone" + " again" * 15) == "they said my phne is gone" + " again" * 15


def test_in_another_language_most_unknown_words_are_words_sooner():
    mender = Mender({"salaries": 3, "phone": 50}, {})
    french = "je suis administrateur, un de nos salariés a cassé son téléphone"

    assert mender.mended(french) == french.replace("salariés", "salaries")
    assert mender.mended(f"{french}, comment réinitialiser son MFA") == f"{french}, comment réinitialiser son MFA"


def test_a_company_is_known_though_no_example_names_it_twice():
    assert Mender.of(["my phone"], ["Wells Fargo"]).mended("my wells fagro") == "my wells fargo"


def test_an_unknown_word_can_be_read_as_more_than_one_known_word():
    readings = Mender.of(["I am done", "one is done", "this one"]).readings("odne")

    assert {text for text, _ in readings} == {"done", "one"}
    assert readings[0][1] == 1
    assert 0 < readings[1][1] <= 1


def test_a_text_of_known_words_has_one_reading():
    assert MENDER.readings("my phone") == [("my phone", 1.0)]


def test_a_short_word_that_stands_alone_may_be_one_of_another_language():
    mender = Mender.of(["mon ami", "mon dieu", "main menu", "main menu", "main point"])

    assert "main" not in [text for text, _ in mender.readings("moin")]
    assert "main menu" in [text for text, _ in mender.readings("moin menu")]


@pytest.mark.timing
def test_a_word_of_two_thousand_letters_takes_no_time():
    """The longest message that the front door lets in, without a space."""
    letters = "".join(chr(ord("a") + 7 * place % 26) for place in range(2000))

    assert MENDER.mended(letters) == letters
    takes_less_than(0.002, lambda: MENDER.mended(letters))
