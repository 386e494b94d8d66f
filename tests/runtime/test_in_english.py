"""A text is taken for English by its commonest words; a few words of anything are."""

import pytest

from bot.runtime.in_english import may_be_english
from tests.nlu.as_people_write import as_a_voice_transcript, with_two_typos
from tests.nlu.sentences import held_out, listed


@pytest.mark.parametrize("rewrite", [str, with_two_typos, as_a_voice_transcript], ids=lambda rewrite: rewrite.__name__)
def test_english_is_taken_for_english_however_it_is_written(rewrite):
    missed = [text for text, _ in held_out() if not may_be_english(rewrite(text))]
    assert len(missed) <= 0.06 * len(held_out()), missed


def test_whole_sentences_of_ten_other_languages_are_not():
    taken = [one["text"] for one in listed("languages.yml", "openers") if may_be_english(one["text"])]
    assert len(taken) <= 2, taken


@pytest.mark.parametrize("text", ["", "ok", "\N{WAVING HAND SIGN}", "phone broken", "I don\u2019t know what you mean"])
def test_a_few_words_or_a_picture_may_be_english(text):
    assert may_be_english(text)
