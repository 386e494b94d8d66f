"""Patterns that can find nothing in a text are not tried, and none that would find something is left out."""

import json

import pytest

from bot.hearing.needed_letters import NeededLetters
from bot.hearing.patterns import any_of, read_patterns
from bot.hearing.sieve import Sieve
from tests.bot.hearing.listening import PATTERNS
from tests.bot.hearing.test_stories import SETS, stories_of

WORDS = {"phone": "phone|mobile", "whose": r"the \w+ {phone}"}


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("lost my phone", [{"lost my phone"}]),
        ("lost (?:my|the) phone", [{"lost my phone", "lost the phone"}]),
        (r"lost \w+ phone", [{"lost "}, {" phone"}]),
        ("phones?", [{"phone", "phones"}]),
        ("(?:no )?sim", [{"sim", "no sim"}]),
        (r"(?:my|his) .*(?:boss|chief\w+)", [{"my ", "his "}, {"boss", "chief"}]),
        ("(?:very )+lost", [{"very "}, {"lost"}]),
        ("[ab]c", [{"ac", "bc"}]),
        (r"(?<!\w)(?:admin)(?! of)", [{"admin"}]),
        ("[^a]lost", [{"lost"}]),
        ("my {phone} is lost", [{"my phone is lost", "my mobile is lost"}]),
        (r"{phone}? lost", [{" lost", "phone lost", "mobile lost"}]),
        (r"{whose}!", [{"the "}, {" phone", " mobile"}, {"!"}]),
        ("{phone}|{whose}", [{"phone", "mobile", " phone", " mobile"}]),
    ],
)
def test_what_a_pattern_needs_is_read_from_it(pattern: str, needed: list[set[str]]) -> None:
    assert NeededLetters(WORDS).of(pattern) == needed


@pytest.mark.parametrize("pattern", [r"\w+", "lost|", "(?:lost)?", "(?i)lost", "(?i:lost)", r"lost|\d+", "[^a]"])
def test_a_pattern_that_needs_nothing_certain_is_always_tried(pattern: str) -> None:
    assert NeededLetters(WORDS).of(pattern) == []
    assert Sieve.of([[pattern]], WORDS).passing("something else") == {0: [0]}


def test_what_a_text_lacks_keeps_a_pattern_out() -> None:
    sieve = Sieve.of([["lost (?:my|the) phone", "no phone"], [r"ga\b"], [r"my \w+ was stolen"]], WORDS)
    assert sieve.passing("I lost the phone") == {0: [0]}
    assert sieve.passing("I am GA and ga") == {1: [0]}
    assert sieve.passing("somebody was stolen from") == {}
    assert sieve.passing("no phone, my bag was stolen, ga") == {0: [0, 1], 1: [0], 2: [0]}
    assert sieve.passing("") == {}


def test_nothing_that_a_story_says_is_kept_out() -> None:
    read = read_patterns(PATTERNS)
    sayings = [entry for several in read["facts"].values() for entry in several if "value" in entry]
    sieve = Sieve.of((saying["says"] for saying in sayings), read["words"])
    patterns = [any_of(saying["says"], read["words"]) for saying in sayings]
    for text in (story["text"].lower() for name in SETS for story in stories_of(name)):
        said = {number for number, pattern in enumerate(patterns) if pattern.search(text)}
        assert said <= set(sieve.passing(text)), text


def test_a_sieve_that_was_kept_lets_the_same_pass() -> None:
    sieve = Sieve.of([["lost (?:my|the) phone", "no phone"], [r"ga\b"], [r"\w+"]], WORDS)
    again = Sieve.kept_in(json.loads(json.dumps(sieve.kept())))
    for text in ("I lost the phone", "ga", "no phone, ga", ""):
        assert again.passing(text) == sieve.passing(text)
