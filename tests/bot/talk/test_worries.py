"""What people worry about is answered in the middle of anything, and the place is kept."""

import pytest

from bot.case import Case
from bot.talk.worries import WORRIES, worry_in, worry_of
from tests.bot.talk.test_moves import in_the_guide
from tests.talk_without_rasa import Talk

ASKED = {
    "cost": [
        "does that cost something?",
        "is it free?",
        "do I have to pay for this",
        "how much is it",
        "will I be charged",
        "is there a fee for the reset?",
        "what does the call cost",
    ],
    "safety": [
        "is that safe?",
        "is this a scam",
        "can I trust you",
        "are you legit",
        "isn't that dangerous?",
        "is it secure to do this here",
        "ok but is this really safe",
    ],
    "mails_seen": [
        "will they see my mails",
        "can the admin read my emails?",
        "do you have access to my files",
        "will IT look into my mailbox",
        "does the admin see my photos then",
    ],
    "mails_gone": [
        "do I lose my emails?",
        "will my mails be gone",
        "are my files deleted?",
        "will everything still be there",
        "I am afraid to lose my photos",
        "do i keep my data",
        "does a reset delete my mails",
    ],
    "chat_kept": [
        "do you save what I write",
        "who reads this chat?",
        "is this conversation recorded",
        "is this chat private?",
        "who can see what i type here",
        "what happens with my answers",
        "are you recording this",
        "is this recorded?",
    ],
}
NO_WORRY = [
    "I lost my emails",
    "I can see my mails on the laptop",
    "how do I secure my account",
    "is my account safe now",
    "my phone is free again",
    "we pay for Microsoft through a partner",
    "what do I do now",
    "is there another way",
    "it is the real number",
    "are you a real person",
    "how much is Business Premium",
    "What does it cost to upgrade twenty people from E1 to E3?",
    "Does it lose my mails? " + "I have told you the whole of a long story. " * 3,
    "where do I see this",
    "how do I get into my mailbox",
    "how much time do I have?",
    "is my phone charged",
    "what do you see here",
    "",
]


@pytest.mark.parametrize(("worry", "text"), [(worry, text) for worry, texts in ASKED.items() for text in texts])
def test_worry_is_known_by_its_words(worry, text):
    assert worry_in(text) == worry


@pytest.mark.parametrize("text", NO_WORRY)
def test_what_is_no_worry_is_none(text):
    assert worry_in(text) is None


@pytest.mark.parametrize("intent", ["ask_worry", "out_of_scope", "nlu_fallback"])
@pytest.mark.parametrize("worry", WORRIES)
def test_person_who_worries_in_the_guide_is_answered_and_keeps_the_place(worry, intent):
    talk = in_the_guide()
    assert talk.hears(intent, ASKED[worry][0]) == [f"utter_worry_{worry}", "utter_step_sign_in_another_way"]
    assert talk.hears("step_done", "done") == ["utter_step_open_security_info"]


def test_person_who_worries_while_there_is_a_question_is_answered_and_asked_again():
    talk = Talk()
    talk.hears("lost_authenticator")
    assert talk.hears("out_of_scope", "do I lose my emails?") == ["utter_worry_mails_gone", "utter_ask_account_type"]
    assert talk.hears("nlu_fallback", "hm") == ["utter_not_understood", "utter_ask_account_type"]


def test_person_whose_worry_is_not_among_them_hears_how_they_can_check_that_it_is_safe():
    assert in_the_guide().hears("ask_worry", "I feel uneasy") == [
        "utter_worry_safety",
        "utter_step_sign_in_another_way",
    ]


def test_newcomer_who_worries_has_named_no_problem_by_it():
    talk = Talk()
    assert talk.hears("out_of_scope", "is it free?") == ["utter_worry_cost"]
    assert talk.case == Case()


def test_person_who_answers_beside_a_worry_goes_on():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    said = talk.hears("inform", "texts still work, is that safe?", other_methods="sms")
    assert said[0] == "utter_way_in_other_method"


@pytest.mark.parametrize(
    ("said", "worry"),
    [
        ("will there be a bill at the end", "cost"),
        ("Must I put in my credit card somewhere?", "cost"),
        ("can my boss see that I did this", "mails_seen"),
        ("do I loose my calender with this", "mails_gone"),
        ("you sure nothing gets deleted??", "mails_gone"),
        ("is it ok to tell them my phone number", "safety"),
    ],
)
def test_worry_that_the_model_heard_is_told_apart_by_a_word(said, worry):
    assert worry_of(said) == worry
