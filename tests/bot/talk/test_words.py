"""What a message says in so many words: not in after all, a bare question, a yes that was given by mistake, nobody."""

import pytest

from bot.talk import words


@pytest.mark.parametrize(
    "text",
    [
        "I can't log in anymore",
        "i cannot log in any more",
        "I can’t get in",
        "i could not sign in",
        "im not able to log into my account",
        "it worked before but now I can't get in",
        "I can't log in anymore, it worked yesterday",
        "it still doesn't let me in",
        "it won't let me sign in",
        "i'm still not in",
        "no, I am locked out again",
        "not signed in yet",
        "I am still unable to log in",
    ],
)
def test_person_who_cannot_get_in_is_not_in(text):
    assert words.denies_being_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm in",
        "it works now",
        "I can log in again",
        "I couldn't log in this morning but now it works",
        "i couldn't get in, then the text message worked",
        "I could not sign in until IT reset me",
        "the app didn't help, but I got in with a code",
        "thanks, I am back in",
        "",
    ],
)
def test_person_who_got_in_after_all_is_in(text):
    assert not words.denies_being_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "what do I do now",
        "and what then",
        "what next",
        "What now?",
        "and now?",
        "ok what now",
        "ok, and then?",
        "what should i do next",
        "So what comes next?",
        "wait, what?",
        "how do I do that?",
        "is that all?",
    ],
)
def test_person_who_only_asks_has_done_nothing(text):
    assert words.only_asks_what_comes_next(text)


@pytest.mark.parametrize("text", ["let's go", "ok, ready", "Alright, let's get started now.", "so lets begin please"])
def test_person_who_is_ready_begins(text):
    assert words.is_ready_to_begin(text)


@pytest.mark.parametrize("text", ["ready, signed in", "let's go on", "ok", "let's go to the next one", ""])
def test_person_who_says_more_than_that_or_less_does_not_merely_begin(text):
    assert not words.is_ready_to_begin(text)


@pytest.mark.parametrize(
    "text",
    [
        "next",
        "done",
        "ok",
        "next?",
        "next step please",
        "ok, next?",
        "done, what next?",
        "yes what next",
        "I sent it, and what then?",
        "signed in, what now",
        "did that, now what?",
        "i have called them, what now?",
        "",
    ],
)
def test_person_who_tells_more_than_a_question_goes_on(text):
    assert not words.only_asks_what_comes_next(text)


@pytest.mark.parametrize(
    ("text", "approved"),
    [
        ("i approved one by mistake", True),
        ("I pressed approve by accident", True),
        ("i already accepted one", True),
        ("I said yes to one of them", True),
        ("i have not approved anything", False),
        ("I never accepted it", False),
        ("I didn't approve it", False),
        ("ok, I pressed deny", False),
    ],
)
def test_person_approved_a_request_or_did_not(text, approved):
    assert words.says_they_approved(text) is approved


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("there is nobody else", True),
        ("No one else.", True),
        ("i don't have anyone", True),
        ("there isn't anyone else", True),
        ("no partner either", True),
        ("nobody picks up", False),
        ("I told somebody else", False),
    ],
)
def test_person_has_nobody_or_cannot_reach_them(text, nobody):
    assert words.says_there_is_nobody(text) is nobody


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Priya is on holiday till tuesday. is there anybody else who can", True),
        ("there must be somebody else, who else at work can reset it", True),
        ("our admin is on holiday until tuesday, is there anybody else?", True),
        ("our admin is off sick", True),
        ("she's away this week", True),
        ("my administrator is not available", True),
        ("he is not here today", True),
        ("the only IT guy is out of office", True),
        ("can someone else reset it", True),
        ("who else can do it?", True),
        ("I'm on holiday and lost my phone", False),
        ("I am away until monday", False),
        ("the app is not there", False),
        ("my phone is away", False),
        ("my admin is a sick person to deal with", False),
        ("it is not available", False),
        ("somebody else got into my account", False),
        ("can somebody else read my mails", False),
        ("there is nobody else", False),
        ("done", False),
    ],
)
def test_person_asks_who_else_can_or_does_not(text, asks):
    assert words.asks_who_else_can(text) is asks
