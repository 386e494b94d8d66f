"""A reset by somebody else: who announces or offers it has not done it, and who waits for it hears "done"."""

from __future__ import annotations

import pytest

from bot.case import Case
from bot.hearing.taking_in import take_in
from bot.plan import plan_for
from bot.talk.turn import Progress
from tests.bot.hearing.listening import TODAY, message

EMPLOYEE = Case(problem="lost_authenticator", account_type="business", other_methods=(), is_admin=False)
SOLE_ADMIN = EMPLOYEE.with_facts(is_admin=True, has_other_admin=False, has_partner=False)
PARTNERS_CLIENT = SOLE_ADMIN.with_facts(has_partner=True)
OF_OUR_HELPDESK = EMPLOYEE.with_facts(has_own_second_factor=True)

STILL_TO_COME = (
    "they will reset it tomorrow",
    "my admin is going to reset it tomorrow",
    "they can give me a temporary access pass",
    "they opened a ticket",
    "they have a ticket open",
    "they raised an incident",
    "they created a case for me",
    "Microsoft gave me a case number",
    "my request is with the helpdesk",
    "they promised to reset it",
    "they offered me a temporary access pass",
    "he said he'd do it later",
    "they'll send me a code",
    "the admin should reset it today",
    "IT has to reset it first",
    "he needs approval from his boss",
    "she wants to see my badge first",
    "they asked me for my badge",
    "they said they are working on it",
    "my admin says it takes two days, he will see",
    "I'm still waiting for the reset",
    "they told me to wait",
    "I asked them to reset it",
    "I've asked for a reset",
    "I will get a temporary access pass on Monday",
    "not yet reset",
    "they have not reset it",
    "nobody has reset it",
    "the admin can't reset it",
    "the admin refuses to do it",
    "they say it is not done",
    "they said nearly done",
    "they said it will be done by noon",
    "they will let me know when it is done",
    "did they reset it?",
    "did they say it is done?",
    "is it done?",
    "could the admin give me a pass?",
    "when it is done, what do I do?",
    "once they reset it, what do I do",
    "as soon as the admin has reset it I come back",
    "maybe they reset it",
    "I think the admin reset it",
    "hopefully it is done soon",
    "admin confirmed my ticket",
    "my admin confirmed he got the message",
    "he confirmed that he will do it",
    "they said ok",
    "they said no",
)

DONE = (
    "they said done",
    "the admin says it's done",
    "the admin says done, re-register",
    "admin replied: done",
    "my admin just confirmed",
    "our admin confirmed, what now?",
    "my admin has confirmed it",
    "They confirmed it's done!",
    "IT says I am good to go",
    "IT said everything is done",
    "IT told me to register again",
    "the IT guy says he did it",
    "helpdesk says it's sorted",
    "my boss says it's fixed now",
    "she called and said it's done",
    "the admin texted me that it's reset",
    "my admin told me it is ready",
    "the reseller says it's done",
    "Microsoft says it's completed",
    "he did it",
    "they have done the reset",
    "they reset me",
    "they unlocked my account",
    "the admin is done",
    "it's done",
    "it has been reset",
    "I've been reset",
    "they told me I can sign in now",
    "he says I should register again",
    "they say I can go ahead",
    "got the go-ahead from IT",
)

#: Words of a reset in which none is told.
NOT_OF_IT = ("done", "ok done", "I found my old phone but it was reset", "they called me", "I sent it")


def waiting(case: Case) -> Progress:
    """Where a person stands who waits for others: everything before that is done."""
    plan = plan_for(case, TODAY)
    at = next(place for place, step in enumerate(plan.steps) if step.startswith("wait_for"))
    return Progress(presented=f"way_in_{plan.way_in}", done_steps=plan.steps[:at])


def after(text: str, progress: Progress, intent: str | None = None, case: Case = EMPLOYEE) -> tuple[Case, Progress]:
    return take_in(message(text, intent), case, progress, TODAY)


@pytest.mark.parametrize("progress", [Progress(), waiting(EMPLOYEE)], ids=["at the start", "while they wait"])
def test_a_reset_that_is_still_to_come_is_none_whatever_the_message_sounds_like(progress: Progress) -> None:
    heard = [text for text in STILL_TO_COME if after(text, progress, "been_reset")[0].has_been_reset]
    assert heard == []


def test_what_only_sounds_like_a_reset_is_one_where_nothing_speaks_against_it() -> None:
    assert after("the cat is out of the bag", Progress(), "been_reset")[0].has_been_reset


def test_who_waits_for_others_hears_that_it_is_done() -> None:
    missed = [text for text in DONE if not after(text, waiting(EMPLOYEE))[0].has_been_reset]
    assert missed == []


@pytest.mark.parametrize("case", [EMPLOYEE, SOLE_ADMIN, PARTNERS_CLIENT], ids=["admin", "Microsoft", "partner"])
def test_whoever_they_wait_for_they_sign_in_after_the_reset(case: Case) -> None:
    told, _ = after("they said done", waiting(case), case=case)
    assert "sign_in_after_the_reset" in plan_for(told, TODAY).steps


def test_the_helpdesk_that_keeps_the_second_factor_is_waited_for_no_longer() -> None:
    told, progress = after("they said done", waiting(OF_OUR_HELPDESK), case=OF_OUR_HELPDESK)
    assert [step for step in plan_for(told, TODAY).steps if step not in progress.done_steps] == []


def test_the_same_words_tell_of_no_reset_where_nobody_is_waited_for() -> None:
    at_the_start = ["they said done", "my admin just confirmed", "it's done", "he did it", "I am good to go"]
    assert [text for text in at_the_start if after(text, Progress())[0].has_been_reset] == []


def test_a_bare_done_and_the_reset_of_a_phone_are_no_reset_of_the_account() -> None:
    assert [text for text in NOT_OF_IT if after(text, waiting(EMPLOYEE))[0].has_been_reset] == []
