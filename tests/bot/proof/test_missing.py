"""Who waits for a code that does not come says so in many ways; who says something else is heard as always."""

import pytest

from bot.proof.missing import tells_of_no_code
from tests.nlu.sentences import held_out

#: By somebody who saw neither the patterns nor the training data.
WAITING = [text for text, intent in held_out() if intent == "code_did_not_come"]


def test_who_waits_for_a_code_is_understood_however_they_say_it():
    missed = [text for text in WAITING if not tells_of_no_code(text)]
    print(f"no code came: {len(WAITING) - len(missed)} of {len(WAITING)} heard")
    assert len(WAITING) >= 40
    assert len(missed) <= 0.05 * len(WAITING), missed


@pytest.mark.parametrize(
    "said",
    [
        "no",
        "not at all",
        "yes",
        "nothing works",
        "my phone was stolen",
        "I lost my phone",
        "I can't get into my account at all",
        "no, I am not an administrator",
        "why do you need that?",
        "I want to talk to a human",
        "I don't understand",
        "send the code to +44 7700 900999 instead",
        "no code came, my e-mail is someone@example.org",
        "I have no other way to sign in",
        "the authenticator does not show a code",
        "I don't work for that company any more",
        "thanks",
        "",
        "?",
        "I am the only one here, we are a small firm, and since the flood I could not do anything in my mailbox, "
        "which is why I write to you and not to somebody else who might have more time than you do",
    ],
)
def test_who_says_something_else_is_heard_as_always(said):
    assert not tells_of_no_code(said)
