"""The desk comes to the plan of the chat: the same questions, the same ways in, on every path of the core."""

import datetime as dt

import pytest

from bot.case import FACTS, METHODS, Case
from bot.desk.hearing import found_in
from bot.desk.moves import MENDABLE, answer_id, answers_to, heard, moved
from bot.desk.talk import Talk
from bot.desk.wording import answer_label
from bot.errors import MoveRefused
from bot.hearing.message import Message
from bot.paths import DONT_KNOW, OPENINGS, answer_named, every_path
from bot.questions import QUESTIONS, offered_answers

TODAY = dt.date(2026, 11, 24)
AFTER_SMS_AND_VOICE = dt.date(2027, 2, 2)


def open_with(opening):
    """Press every fact that people open with, as an agent would."""
    talk = Talk()
    for fact in FACTS:
        value = getattr(opening, fact)
        if isinstance(value, tuple):
            for method in value or ("none",):
                talk = moved(talk, f"fact:other_methods={method}", TODAY)
        elif value is not None:
            word = value if isinstance(value, str) else "yes" if value else "no"
            talk = moved(talk, f"fact:{fact}={word}", TODAY)
    return talk


@pytest.mark.parametrize("opening", OPENINGS, ids=str)
def test_everything_that_people_open_with_can_be_pressed(opening):
    assert open_with(opening).case == opening


@pytest.mark.parametrize("today", [TODAY, AFTER_SMS_AND_VOICE])
def test_desk_asks_what_the_chat_asks_and_comes_to_the_same_plan_on_every_path(today):
    for path in every_path(today):
        talk = Talk(path.opening)
        for question, answers in path.asked:
            assert talk.question(today) == question
            name = answers.split(" | ")[-1]
            if name == DONT_KNOW:
                talk = moved(talk, f"dont_know:{question}", today)
            else:
                talk = moved(talk, f"answer:{question}={answer_id(answer_named(question, name))}", today)
        assert talk.question(today) is None
        assert talk.plan(today) == path.end


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("case", [Case(), Case(account_type="personal"), Case(account_type="business")])
def test_every_answer_of_the_chat_is_on_a_key_and_no_other(question, case):
    offered = answers_to(question, case)
    assert list(offered.values()) == list(offered_answers(question, case))
    assert len({answer_label(question, name) for name in offered}) == len(offered)


def test_press_that_is_made_twice_does_no_more_than_one():
    once = moved(Talk(), "answer:problem=lost_authenticator", TODAY)
    assert moved(once, "answer:problem=lost_authenticator", TODAY) == once


def test_fact_that_is_mended_moves_the_plan_at_once():
    talk = Talk(Case(problem="lost_authenticator", account_type="business", other_methods=(), is_admin=False))
    assert talk.plan(TODAY).way_in == "another_admin"
    assert moved(talk, "fact:other_methods=old_phone", TODAY).plan(TODAY).way_in == "old_phone"


def test_fact_that_is_taken_back_is_asked_again():
    talk = moved(Talk(), "answer:problem=lost_authenticator", TODAY)
    talk = moved(talk, "dont_know:account_type", TODAY)
    assert talk.question(TODAY) != "account_type"
    assert moved(talk, "fact:account_type=", TODAY).question(TODAY) == "account_type"


def test_methods_are_ticked_and_unticked():
    talk = moved(moved(Talk(), "fact:other_methods=sms", TODAY), "fact:other_methods=passkey", TODAY)
    assert talk.case.other_methods == ("sms", "passkey")
    assert moved(talk, "fact:other_methods=sms", TODAY).case.other_methods == ("passkey",)


def test_what_the_directory_states_is_set_by_no_press():
    """R18: an agent's press does not make an account one that is changed here."""
    for fact in set(FACTS) - set(MENDABLE):
        with pytest.raises(MoveRefused):
            moved(Talk(), f"fact:{fact}=yes", TODAY)


@pytest.mark.parametrize(
    "move",
    """
     answer answer:x=y answer:problem=x dont_know:x fact:x=yes fact:is_admin=maybe done:x fact:other_methods=x
     still_out:is_admin both: undo __init__:x fact:not_known=x
    """.split(),
)
def test_move_that_there_is_not_is_refused(move):
    with pytest.raises(MoveRefused):
        moved(Talk(), move, TODAY)


def test_steps_are_done_one_after_the_other_and_a_guide_in_vain_leads_on():
    talk = Talk(Case(problem="authenticator_not_working", account_type="business"))
    assert talk.plan(TODAY).way_in == "fix_app"
    for step in talk.plan(TODAY).steps:
        assert talk.step(TODAY) == step
        talk = moved(talk, f"done:{step}", TODAY)
    assert talk.step(TODAY) is None
    talk = moved(talk, f"still_out:{talk.follow_up(TODAY)}", TODAY)
    assert talk.plan(TODAY).way_in != "fix_app"


def test_what_the_caller_says_fills_facts_as_in_the_chat():
    talk = moved(Talk(), "answer:problem=lost_authenticator", TODAY)
    talk = heard(talk, Message(None, (("account_type", "business"), ("is_admin", False))), TODAY)
    assert (talk.case.account_type, talk.case.is_admin) == ("business", False)
    talk = heard(talk, Message(None, (("answer_other_methods", "fido_key"),)), TODAY)
    assert talk.case.other_methods == ("fido_key",)


def test_call_is_kept_and_read_again_as_it_was():
    talk = Talk(
        Case(problem="lost_authenticator", other_methods=METHODS[:2], not_known=("is_admin",)), ("x",), True, True
    )
    assert Talk.from_kept(talk.kept) == talk


def test_country_and_domain_of_the_caller_are_heard_and_kept():
    talk = heard(Talk(), found_in("I call from Germany, and our domain is contoso.example"), TODAY)
    assert talk.details == {"country": "DE", "tenant_domain": "contoso.example"}
    assert Talk.from_kept(talk.kept) == talk
    talk = heard(talk, found_in("no, I am in France now"), TODAY)
    assert talk.details["country"] == "FR"


@pytest.mark.parametrize("later", ["is_pressing", "on_file", "details", "told_before", "registered"])
def test_call_that_was_kept_by_an_earlier_release_is_read_all_the_same(later):
    kept = Talk().kept
    kept.pop(later)
    assert Talk.from_kept(kept) == Talk()
