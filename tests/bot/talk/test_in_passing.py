"""What people ask in passing on the way is answered at the place where it can be meant, and the place is kept."""

import pytest

from bot.talk.in_passing import TOPICS
from tests.bot.talk.test_moves import in_the_guide, on_the_phone
from tests.talk_without_rasa import Talk

ASKED = {
    "password": [
        "I know my password",
        "what about my password, I know it",
        "only my password",
        "I still have the old password though",
    ],
    "another_app": [
        "can I use google authenticator instead",
        "can i use Authy instead of Microsoft Authenticator?",
        "do I have to use Microsoft Authenticator?",
        "must it be microsoft authenticator",
        "is Google Authenticator ok too?",
        "could I take another app",
        "will a different authenticator work?",
        "I already have Google Authenticator, can I use that one?",
    ],
    "same_phone": [
        "can I do this on my phone only? I don't have a computer",
        "do I need a computer for this?",
        "I only have this phone",
        "how do I scan it if the page is on the same phone",
        "what if I have no computer?",
        "do I need a second device",
        "The code is on the phone I want to scan it with",
    ],
    "online": [
        "do I need wifi for this?",
        "does the app work without internet?",
        "will it work offline",
        "does it use mobile data?",
    ],
    "call_hours": [
        "do they work on sundays",
        "can I call at night?",
        "are they there 24/7?",
        "what are the opening hours",
        "when can I call them",
        "is the hotline open now?",
        "what languages do they speak",
        "can I call in German",
    ],
    "next_time": [
        "what if I lose this phone too",
        "what happens when the new one breaks as well?",
        "how do I make sure this never happens again",
        "how can I avoid this next time",
    ],
}
NOTHING_IN_PASSING = [
    "Google Authenticator is what I lost",
    "can I get into my other account",
    "I have a computer and a phone",
    "it happens again and again",
    "the internet page does not open, it says error",
    "could you say that again",
    "call me on Sunday",
    "what do I do now",
    "I only have this phone. " + "I have told you the whole of a long story. " * 3,
    "Do I need wifi? " + "I have told you the whole of a long story. " * 3,
]


def where_it_can_be_meant(topic):
    if topic == "password":
        talk = Talk()
        talk.hears("lost_authenticator", account_type="business")
        return talk
    talk = on_the_phone() if topic == "call_hours" else in_the_guide()
    if topic == "same_phone":
        talk.presses("Done, next")
    return talk


@pytest.mark.parametrize(("topic", "text"), [(topic, text) for topic, texts in ASKED.items() for text in texts])
def test_person_who_asks_in_passing_is_answered_and_keeps_the_place(topic, text):
    talk = where_it_can_be_meant(topic)
    here = talk.said[-1]
    assert talk.hears("nlu_fallback", text) == [f"utter_answer_{topic}", here]


@pytest.mark.parametrize("intent", ["ask_worry", "ask_meaning", "ask_why", "inform", "out_of_scope", "step_stuck"])
@pytest.mark.parametrize("topic", TOPICS)
def test_question_in_passing_is_known_by_its_words_whatever_else_it_sounds_like(topic, intent):
    talk = where_it_can_be_meant(topic)
    assert talk.hears(intent, ASKED[topic][0])[0] == f"utter_answer_{topic}"
    assert talk.case.problem == "lost_authenticator"


@pytest.mark.parametrize("text", NOTHING_IN_PASSING)
def test_what_is_not_asked_in_passing_is_heard_as_ever(text):
    talk = in_the_guide()
    talk.presses("Done, next")
    assert not {f"utter_answer_{topic}" for topic in TOPICS} & set(talk.hears("nlu_fallback", text))


def test_hours_of_microsoft_are_told_to_who_has_to_call_and_to_nobody_else():
    assert in_the_guide().hears("ask_how_long", "do they work on sundays")[0] != "utter_answer_call_hours"


def test_person_who_signs_in_with_a_single_phone_is_told_what_to_do_there_once_they_are_in():
    said = in_the_guide().hears("inform", "I only have this phone")
    assert "utter_answer_same_phone" not in said


def test_thief_at_work_is_never_a_question_in_passing():
    talk = in_the_guide()
    said = talk.hears("account_compromised", "is somebody in there again, could they use another app?")
    assert "utter_answer_another_app" not in said


def test_password_is_answered_only_where_it_is_asked_what_still_works():
    assert in_the_guide().hears("inform", "I know my password")[0] != "utter_answer_password"


@pytest.mark.parametrize("said", ["I don't have my password any more", "I no longer know the password"])
def test_person_without_the_password_is_not_told_that_they_have_half_of_it(said):
    talk = where_it_can_be_meant("password")
    assert "utter_answer_password" not in talk.hears("nlu_fallback", said)


def test_person_who_names_a_method_beside_the_password_goes_on_with_that():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    said = talk.hears("inform", "I know my password and texts come", other_methods="sms")
    assert said[0] == "utter_way_in_other_method"


def test_person_who_has_no_guide_yet_is_asked_as_ever():
    talk = Talk()
    talk.hears("lost_authenticator")
    assert talk.hears("nlu_fallback", "do I need wifi for this?") == ["utter_not_understood", "utter_ask_account_type"]


def test_person_asked_whether_it_is_another_problem_answers_that_first():
    talk = in_the_guide()
    talk.hears("authenticator_not_working")
    assert talk.question == "new_problem"
    assert "utter_answer_online" not in talk.hears("nlu_fallback", "do I need wifi for this?")
