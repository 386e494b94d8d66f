"""What people put right later: a theft, a phone that turned up, another account, one of two accounts first."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from actions.start_over import ActionStartOver
from bot.case import Case
from bot.hearing.facts import FactFinder, read_patterns
from bot.hearing.message import Message
from bot.hearing.taking_in import take_in
from bot.talk.turn import Progress, Turn

FINDER = FactFinder.from_patterns(read_patterns(Path(__file__).parents[3] / "data" / "facts"))
TODAY = dt.date(2026, 11, 24)
AT_THE_START = Progress()
LOST = Case(problem="lost_authenticator", account_type="business", device_event="lost")


def message(text: str, intent: str | None = None) -> Message:
    return Message(intent, tuple((finding.fact, finding.value) for finding in FINDER.find(text)))


def after(text: str, case: Case = LOST, progress: Progress = AT_THE_START, intent: str | None = None) -> Case:
    return take_in(message(text, intent), case, progress, TODAY)[0]


EVENTS = {
    "sorry, it was stolen not lost": "stolen",
    "it was not lost, it was stolen": "stolen",
    "it wasn't lost but stolen": "stolen",
    "actually someone stole it": "stolen",
    "somebody nicked it": "stolen",
    "no wait, it got stolen": "stolen",
    "it's been stolen actually": "stolen",
    "stolen, not lost": "stolen",
    "correction: it was stolen": "stolen",
    "it was stolen": "stolen",
    "it was not stolen": "lost",
    "was it stolen?": "lost",
    "maybe it was stolen": "lost",
    "my wallet, it was stolen": "lost",
    "the password was guessed and it was stolen": "lost",
}


def test_a_theft_told_as_a_correction_is_heard() -> None:
    assert {text: after(text).device_event for text in EVENTS} == EVENTS


def test_a_broken_phone_that_was_stolen_after_all_and_a_stolen_one_that_was_only_lost() -> None:
    text = "actually it was not broken, it was stolen, sorry"
    assert after(text, LOST.with_facts(device_event="broken")).device_event == "stolen"
    stolen = LOST.with_facts(device_event="stolen")
    assert after("sorry, it was lost not stolen", stolen).device_event == "lost"


def test_it_is_the_phone_only_where_a_phone_is_what_the_case_is_about() -> None:
    assert after("it was stolen", Case(account_type="business")).device_event is None


FOUND = (
    "I found my phone",
    "found the phone, it was in the car",
    "found it again",
    "my phone turned up",
    "the phone was found",
    "I got my phone back",
    "my wife found the phone in the sofa",
    "wait, I found my old phone, the app on it still works",
)
NOT_FOUND = (
    "I found my phone but it's broken",
    "I found my phone, it's dead",
    "I found my phone number",
    "I found my phone case",
    "I found my new phone",
    "I haven't found my phone",
    "if I find my phone",
    "someone found my phone",
    "I found the app",
    "there was a letter with it, I found it",
    "I found it hard",
)


def test_a_phone_that_turned_up_lets_in_unless_it_is_dead() -> None:
    assert [text for text in FOUND if after(text).other_methods != ("old_phone",)] == []
    assert [text for text in NOT_FOUND if after(text).other_methods] == []


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


ONLY_A_NAME = {
    "I restored from icloud and the authenticator shows my work account but says sign in to add your account": True,
    "the account in it needs adding again": True,
    "the entry is empty after restoring the phone": True,
    "the new app says sign in to add your account": False,
    "I press sign in to add your account": False,
    "the entry is not empty": False,
}


def test_an_entry_that_a_backup_brought_back_is_only_a_name() -> None:
    heard = {text: after(text, Case()).device_event == "reset_or_deleted" for text in ONLY_A_NAME}
    assert heard == ONLY_A_NAME


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


def begun_anew(text: str, case: Case) -> bool:
    """Tell whether a message that sounds like a new beginning forgets the case."""
    told = after(text, case, intent="start_over")
    changed = {fact for fact, value in vars(told).items() if value != getattr(case, fact)}
    reply = ActionStartOver().move(Turn(told, Progress(), TODAY, told=frozenset(changed)))
    return "forget" in reply.orders


def test_who_chooses_an_account_begins_nothing_anew() -> None:
    both = LOST.with_facts(account_type=None)
    heard: dict[str, Any] = {
        text: begun_anew(text, both)
        for text in ("start with the work one", "the work one first please", "begin with my private account")
    }
    assert not any(heard.values()), heard
    assert begun_anew("start over", both)
    assert begun_anew("start over with my work account", both)
    assert begun_anew("I want to begin again, it's my work account", both)


BROKEN_INTO = (
    "my phone was stolen and this morning I approved a sign-in prompt that wasn't me",
    "I approved a prompt that was not mine",
    "I accepted a request I didn't make",
    "I said yes to a notification that I had not asked for",
    "I lost my phone and there are sign-ins from Russia in my account",
    "there are logins from China on my account",
    "I see sign-ins from Nigeria in my account",
    "there's a login I don't recognise",
    "there are sign-ins that were not me",
    "my colleagues get strange mails from me",
    "my contacts receive spam from my address",
    "people get weird emails from my account",
    "strange emails are sent from my account",
)
NOT_BROKEN_INTO = (
    "I approved a prompt",
    "I approved the prompt on my phone",
    "I did not approve any prompt",
    "I denied a prompt that wasn't mine",
    "a sign-in from my new phone in my account",
    "I see sign-ins from my laptop in my account",
    "my colleagues get the same mails as me",
    "I get strange emails",
    "there is a login page that I don't recognise",
    "the device is not mine",
    "if people get spam from my account",
)


def test_signs_of_a_break_in_are_heard_without_the_model() -> None:
    assert [text for text in BROKEN_INTO if not after(text, Case()).is_compromised] == []
    assert [text for text in NOT_BROKEN_INTO if after(text, Case()).is_compromised] == []
