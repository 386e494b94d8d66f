"""Whoever follows the call along gets the right words, or the two that always lead back; never wrong ones."""

from pathlib import Path

import pytest

from bot.phone.caller import Caller
from bot.phone.follow_along import next_words, questions, words_for
from bot.phone.robot import families, family_named, line_named
from bot.written import mapping_in

CALLER = Caller(account_type="business", has_other_admin=False)
#: By somebody who knew the lines, and by two who had seen neither lines nor patterns.
SETS = {
    name: mapping_in(Path(__file__).with_name(name))
    for name in ("follow_along.yml", "follow_along_apart.yml", "follow_along_later.yml")
}
KNOWN = {
    name: [(line, said) for line, all_said in asked.items() for said in all_said if line != "none"]
    for name, asked in SETS.items()
}


@pytest.mark.parametrize("name", SETS)
def test_at_least_95_of_100_questions_get_the_right_words_and_none_gets_wrong_ones(name):
    known, right = KNOWN[name], 0
    assert len(known) >= 40
    for line, said in known:
        words = next_words(CALLER, "speaking", said)
        assert words.line in (None, line_named(CALLER, line)), said
        right += words.line is not None
    print(f"{name}: {right} of {len(known)} right ({right / len(known):.1%}), the others sent to Data Protection")
    assert right >= 0.95 * len(known)


@pytest.mark.parametrize("said", [said for asked in SETS.values() for said in asked["none"]])
def test_what_no_line_answers_leads_back_by_two_words(said):
    words = next_words(CALLER, "speaking", said)
    assert words.line is None
    assert words.say == '"Data Protection"'
    assert "back on the way" in words.note


def test_no_question_of_these_stands_in_the_data():
    data = Path("bot/phone/robot.yml").read_text("utf-8") + Path("bot/phone/robot_cues.yml").read_text("utf-8")
    # Four words in a row may stand anywhere.
    assert not [said for known in KNOWN.values() for _, said in known if said in data and len(said.split()) > 4]


@pytest.mark.parametrize("family", families())
def test_every_question_can_be_pressed(family):
    named = dict(questions(CALLER, family))
    assert set(named) == {line for name in families() for line in family_named(name).line_ids}
    for line in named:
        assert words_for(CALLER, family, line).line == line_named(CALLER, line)


def test_call_stays_with_its_robot_and_says_what_comes_next():
    assert words_for(CALLER, "keypad", "problem").then == "Which product is it about?"
    assert words_for(CALLER, "keypad", "case_number").then is None
    assert words_for(CALLER, "speaking", "nothing") is None


def test_nobody_is_told_to_say_a_code_or_a_password_that_was_not_read_out_for_this():
    for said in ("What is your password?", "Read me the code from your authenticator app"):
        assert next_words(CALLER, "speaking", said).line is None
