"""Which kind of account is meant, and what a change to another kind leaves behind."""

from __future__ import annotations

import pytest

from bot.case import Case
from bot.hearing.taking_in import take_in
from bot.talk.turn import Progress
from tests.bot.hearing.listening import LOST, TODAY, after, message

KINDS = {
    "It is an outlook address, my own": "personal",
    "it's my own mail, outlook": "personal",
    "my own": "personal",
    "my own account": "personal",
    "yes my own": "personal",
    "on my own laptop": None,
    "I pay for my own Microsoft 365 tenant": "business",
    "lost my phone, work, nothing else works, not admin": "business",
    "I lost my phone and cannot log in to work": "business",
    "lost phone, university, got a temporary access pass from IT": "school",
    "start with the work one": "business",
    "the work one first please": "business",
    "let's do the private one first": "personal",
    "I can't log in to my work account nor my private hotmail, both were on the phone that I lost": None,
    "my phone is gone and I have two accounts on it, work and my private outlook": None,
    "both my work and my private account": None,
    "my work account and my private phone": "business",
}


def test_the_kind_of_account_is_heard_and_none_is_chosen_of_two() -> None:
    asked = Progress(requested_slot="account_type")
    assert {text: after(text, Case(), asked).account_type for text in KINDS} == KINDS


BARE = {
    "lost phone. work. no other methods. not admin": "business",
    "lost phone. work. not admin.": "business",
    "lost phone. school. not admin.": "school",
    "lost phone. private. nothing else works": "personal",
    "my phone does not work. what now": None,
}


def test_a_bare_word_that_is_a_sentence_is_the_kind_of_account() -> None:
    assert {text: after(text, Case()).account_type for text in BARE} == BARE


@pytest.mark.parametrize("text", ["lost my phone, work, nothing else works, not admin", "cannot log in to work"])
def test_a_work_account_is_heard_unasked_too(text: str) -> None:
    assert after(text, Case()).account_type == "business"


def test_a_reset_belongs_to_one_account() -> None:
    reset = LOST.with_facts(has_been_reset=True, has_been_secured=True)
    private = after("sorry I meant my private hotmail account", reset)
    assert (private.account_type, private.has_been_reset, private.has_been_secured) == ("personal", None, None)
    assert after("it is my work account", reset).has_been_reset
    assert after("Microsoft cleared my MFA of my private account", reset).has_been_reset


NOTHING_AT_WORK = LOST.with_facts(other_methods=(), is_admin=False, has_other_admin=True, not_known=("has_partner",))


def test_what_works_and_who_administers_belongs_to_one_kind_of_account() -> None:
    private = after("now my private hotmail is locked too", NOTHING_AT_WORK)
    assert (private.account_type, private.other_methods, private.is_admin) == ("personal", None, None)
    assert (private.has_other_admin, private.not_known, private.device_event) == (None, (), "lost")
    work = after("sorry, it is my work account, I'm not an admin", private.with_facts(other_methods=("email",)))
    assert (work.account_type, work.other_methods, work.is_admin) == ("business", None, False)
    assert after("it is my university account", NOTHING_AT_WORK).other_methods == ()


def test_what_is_said_with_the_change_of_account_holds_for_the_new_one() -> None:
    at_work = NOTHING_AT_WORK.with_facts(other_methods=("sms",))
    assert after("I meant my private account, I have a recovery code", at_work).other_methods == ("recovery_codes",)
    assert after("I meant my private account, no other method", at_work).other_methods == ()
    asked = Progress(requested_slot="other_methods")
    assert after("nothing, it is my private account", LOST, asked).other_methods == ()


def test_a_correction_where_nothing_else_is_known_loses_nothing() -> None:
    assert after("sorry, I meant my private account", LOST) == LOST.with_facts(account_type="personal")


def test_what_was_done_to_the_phone_is_not_done_again_for_another_account() -> None:
    stolen = LOST.with_facts(device_event="stolen", has_been_reset=True)
    progress = Progress(done_steps=("block_the_sim", "sign_in_after_the_reset"))
    _, left = take_in(message("I meant my private hotmail account"), stolen, progress, TODAY)
    assert left.done_steps == ("block_the_sim",)
