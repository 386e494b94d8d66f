"""What the talk is about comes through whole: numbers of errors and cases, telephones, names, dates, answers."""

import pytest

from bot.privacy import holds_a_secret, mask
from tests.bot.privacy.phrasings import harmless
from tests.contracts.project import ROOT

HARMLESS = harmless()


def test_person_who_tells_their_story_keeps_every_word():
    assert {said: kept for said in HARMLESS if (kept := mask(said)) != said} == {}
    assert [said for said in HARMLESS if holds_a_secret(said)] == []


def test_person_who_writes_it_in_a_sentence_keeps_every_word_too():
    sentences = [f"Hello, I have a problem with my account. {said}\nPlease help me to sign in." for said in HARMLESS]
    assert {said: kept for said in sentences if (kept := mask(said)) != said} == {}


def test_two_hundred_and_twenty_texts_are_harmless_or_more():
    assert len(set(HARMLESS)) >= 220


@pytest.mark.slow
def test_almost_nothing_is_taken_from_what_the_classifier_is_trained_and_measured_with():
    """These files hold ten thousand things that people say; one in a thousand may lose a word."""
    files = [*(ROOT / "data/nlu").glob("*.yml"), *(ROOT / "tests/nlu").rglob("*.yml")]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines() if line.strip().startswith("- ")]
    assert len(lines) > 5000
    changed = [line for line in lines if mask(line) != line]
    assert len(changed) <= len(lines) / 1000, changed
