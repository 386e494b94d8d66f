"""When we ask instead of guessing: not sure, too close, a problem that hardly leads, a danger passed over."""

import pytest

pytestmark = pytest.mark.slow

SETTINGS = {
    "threshold": 0.4,
    "ambiguity_threshold": 0.1,
    "ambiguity_of_problems": 0.2,
    "dangerous": {"account_compromised": 0.1, "out_of_scope": 0.1},
    "nobody_named": {"out_of_scope": 0.3},
    "against": ["lost_authenticator", "authenticator_not_working"],
    "few_words": 3,
    "threshold_of_few_words": 0.8,
}


def doubts(text="a message of some more words", names_another=None, **ranking):
    from rasa.shared.nlu.training_data.message import Message

    from bot.runtime.doubt import HonestDoubt

    readings = [{"name": name, "confidence": confidence} for name, confidence in ranking.items()]
    message = Message({"text": text})
    message.set("intent", readings[0] if readings else {"name": None, "confidence": 0.0})
    message.set("intent_ranking", readings)
    message.set("names_another", names_another)
    HonestDoubt({**HonestDoubt.get_default_config(), **SETTINGS}).process([message])
    return message.get("intent")["name"] == "nlu_fallback"


def test_what_is_clear_is_not_asked_about():
    assert not doubts(lost_authenticator=0.8, greet=0.1)
    assert not doubts(greet=0.6, thank=0.3)


def test_who_may_mean_two_problems_is_asked_which():
    assert doubts(lost_authenticator=0.5, authenticator_not_working=0.35)


def test_a_problem_beside_small_talk_is_not_asked_about_when_it_leads():
    assert not doubts(lost_authenticator=0.5, greet=0.35)


def test_small_talk_may_be_as_close_to_other_small_talk_as_rasa_lets_it():
    assert not doubts(greet=0.5, thank=0.35)
    assert doubts(greet=0.5, thank=0.45)


def test_a_break_in_that_is_somewhat_likely_is_never_passed_over():
    assert doubts(lost_authenticator=0.8, account_compromised=0.11)
    assert not doubts(lost_authenticator=0.8, account_compromised=0.09)


def test_another_company_that_is_named_is_not_passed_over_and_one_that_is_not_is_likely_none():
    assert doubts(names_another=True, lost_authenticator=0.8, out_of_scope=0.15)
    assert not doubts(names_another=False, lost_authenticator=0.8, out_of_scope=0.15)
    assert doubts(names_another=False, lost_authenticator=0.65, out_of_scope=0.31)
    assert doubts(names_another=False, lost_authenticator=0.8, account_compromised=0.15)


def test_who_cannot_tell_whether_a_company_is_named_takes_care():
    assert doubts(names_another=None, lost_authenticator=0.8, out_of_scope=0.15)


def test_a_break_in_itself_is_heard_beside_a_little_of_something_else():
    assert not doubts(account_compromised=0.7, out_of_scope=0.2)


def test_a_danger_in_small_talk_is_left_to_the_talk():
    assert not doubts(thank=0.7, account_compromised=0.2)


def test_a_word_alone_does_not_say_what_is_the_matter_with_it():
    assert doubts("authenticator", authenticator_not_working=0.7)
    assert not doubts("lost phone", lost_authenticator=0.9)
    assert not doubts("my phone is lost", lost_authenticator=0.7)
    assert not doubts("hi there", greet=0.7)


def test_what_nothing_fits_is_asked_about():
    assert doubts(lost_authenticator=0.39, greet=0.1)
    assert doubts()
