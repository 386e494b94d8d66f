"""What people put right later: a theft, a phone that turned up, a break-in, one of two accounts first."""

from __future__ import annotations

from typing import Any

from actions.start_over import ActionStartOver
from bot.case import Case
from bot.talk.turn import Progress, Turn
from tests.bot.hearing.listening import LOST, TODAY, after

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
