"""What people wrote and were not understood is found in the conversations, counted, and becomes test cases."""

import asyncio
import datetime as dt
import re

import pytest

from bot.errors import NoConversations
from bot.runtime.misunderstood import as_lines, as_stories, misunderstood_in
from story_tests.reading import read_cases

pytestmark = pytest.mark.slow

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def database(tmp_path):
    return tmp_path / "talks of people.db"


@pytest.fixture
def keep(database):
    """Keep a conversation: each message with its intent, the slots that it set, and the responses to it."""
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import BotUttered, SlotSet, UserUttered

    from bot.runtime.store import ConversationStore

    store = ConversationStore(Domain.empty(), db=str(database))

    def kept(person, *exchanges):
        tracker = asyncio.run(store.get_or_create_tracker(person))
        for text, intent, slots, *responses in exchanges:
            tracker.update(UserUttered(text, {"name": intent, "confidence": 0.9}))
            for slot, value in slots.items():
                tracker.update(SlotSet(slot, value))
            for name in responses:
                buttons = [{"title": "Yes", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}]
                tracker.update(BotUttered("...", {"buttons": buttons}, {"utter_action": name}))
        asyncio.run(store.save(tracker))

    return kept


LOST = ("I lost my phone", "lost_authenticator", {"problem": "lost_authenticator"}, "utter_ask_account_type")


def found(database):
    return [(one.text, one.how, one.count) for one in misunderstood_in(database)]


def test_a_message_that_fell_back_is_counted_however_it_was_written(database, keep):
    keep("anna", LOST, ("The  dongle is kaput", "nlu_fallback", {}, "utter_not_understood"))
    keep("ben", ("the dongle is KAPUT", "nlu_fallback", {}, "utter_not_understood_at_all"))

    assert found(database) == [("The  dongle is kaput", "fell back", 2)]


def test_a_message_that_told_nothing_new_fell_back_too(database, keep):
    keep("anna", LOST, ("well, that one", "inform", {}, "utter_not_understood", "utter_ask_account_type"))

    assert found(database) == [("well, that one", "fell back", 1)]


def test_an_answer_that_is_taken_back_was_misunderstood(database, keep):
    answer = ("the blue one", "inform", {"account_type": "business"}, "utter_ask_other_methods")
    keep("anna", LOST, answer, ("go back", "go_back_a_step", {"account_type": None}, "utter_ask_account_type"))

    assert found(database) == [("the blue one", "corrected", 1)]


def test_a_fact_that_is_told_otherwise_right_after_was_misunderstood(database, keep):
    answer = ("the blue one", "inform", {"account_type": "business"}, "utter_ask_other_methods")
    keep("anna", LOST, answer, ("no, private", "inform", {"account_type": "personal"}, "utter_ask_other_methods"))

    assert found(database) == [("the blue one", "corrected", 1)]


def test_a_second_method_corrects_nothing(database, keep):
    keep(
        "anna",
        ("sms works", "inform", {"other_methods": ["sms"]}, "utter_ask_account_type"),
        ("and calls", "inform", {"other_methods": ["sms", "voice"]}, "utter_ask_account_type"),
    )

    assert found(database) == []


def test_a_reading_that_is_denied_was_misunderstood(database, keep):
    asked = ("it shows nothing", "authenticator_not_working", {}, "utter_ask_new_problem_authenticator_not_working")
    keep("anna", LOST, asked, ("/deny", "deny", {}, "utter_ask_account_type"))

    assert found(database) == [("it shows nothing", "corrected", 1)]


def test_what_a_button_said_is_never_misunderstood(database, keep):
    keep("anna", LOST, ("/inform", "inform", {"is_admin": True}, "utter_not_understood"))

    assert found(database) == []


def test_what_a_new_session_repeats_is_not_told_anew(database, keep):
    many = [(f"next {n}", "step_done", {}, "utter_step_open_security_info") for n in range(60)]
    keep("anna", LOST, *many)
    keep("anna", ("wrong", "inform", {"problem": "lost_other_method"}, "utter_ask_account_type"))

    assert found(database) == []


def test_secrets_stay_masked(database, keep):
    keep("anna", ("my password is Hunter2!zebra", "nlu_fallback", {}, "utter_not_understood"))

    assert [line for line in as_lines(misunderstood_in(database)) if "Hunter2" in line] == []


def test_the_list_is_numbered_and_the_most_frequent_comes_first(database, keep):
    for person in ("anna", "ben"):
        keep(person, ("often", "nlu_fallback", {}, "utter_menu"), ("seldom " + person, "nlu_fallback", {}))

    assert list(as_lines(misunderstood_in(database)))[:2] == [
        "   1.   2 x  fell back  often",
        "   2.   1 x  fell back  seldom anna",
    ]


def test_each_becomes_a_test_case_that_reads(database, keep, tmp_path):
    keep("anna", LOST, ("/affirm", "affirm", {}, "utter_ask_account_type"), ("???", "nlu_fallback", {}, "utter_menu"))
    keep("ben", LOST, ("start over", "start_over", {}, "utter_start_over"), ("???::", "nlu_fallback", {}))
    story = tmp_path / "stories.yml"
    story.write_text(as_stories(misunderstood_in(database), TODAY), "utf-8")

    one, other = read_cases(story, tmp_path)

    assert [(turn.text, turn.is_press) for turn in one.turns] == [
        ("I lost my phone", False),
        ("Yes", True),
        ("???", False),
    ]
    assert [turn.text for turn in other.turns] == ["start over", "???::"]
    assert one.opening.now == dt.datetime(2026, 11, 24)


LOOK_UP = [
    ("look me up", "ask_check_methods", {}, "utter_ask_sign_in_name"),
    ("viktor.horak@northwind.example", "inform", {"sign_in_name": "Viktor.Horak@northwind.example"}),
    ("/give_code", "give_code", {}, "utter_code_wrong"),
    ("/give_code", "give_code", {}, "utter_methods_on_file"),
]
LOST_IT = ("???", "nlu_fallback", {}, "utter_menu")


def exported(database):
    """The file, and what is remarked in it."""
    text = as_stories(misunderstood_in(database), TODAY)
    return text, [line for line in text.splitlines() if line.startswith("# This does not pass")]


def test_a_talk_in_which_the_office_answered_has_the_office_of_the_demo_and_its_codes(database, keep, tmp_path):
    keep("anna", *LOOK_UP[:1], (*LOOK_UP[1], "utter_code_on_its_way"), *LOOK_UP[2:], LOST_IT)
    keep("ben", LOST, ("???!", "nlu_fallback", {}, "utter_menu"))
    text, remarks = exported(database)
    (tmp_path / "stories.yml").write_text(text, "utf-8")

    of_anna, of_ben = read_cases(tmp_path / "stories.yml", tmp_path)

    assert (of_anna.opening.slots, of_ben.opening.slots) == ({"directory": "demo"}, {})
    assert [turn.text for turn in of_anna.turns][2:4] == ["<wrong code>", "<code>"]
    assert remarks == []


@pytest.mark.parametrize(
    ("exchange", "remark"),
    [
        (("/give_code", "give_code", {}, "utter_methods_on_file"), "nobody of the demo"),
        (("/give_code", "give_code", {}, "utter_code_expired"), "a code was too old"),
        (("well", "inform", {}, "utter_trouble_too_slow"), r"something broke \(utter_trouble_too_slow\)"),
        (("/ask_why", "ask_why", {}, "utter_greet"), "a button was pressed that was offered before"),
    ],
)
def test_what_does_not_come_so_again_is_remarked_in_the_file(database, keep, exchange, remark):
    keep("anna", ("me@my.example", "inform", {"sign_in_name": "me@my.example"}, "utter_greet"), exchange, LOST_IT)

    (line,) = exported(database)[1]

    assert re.search(remark, line)


def test_a_talk_that_was_carried_on_from_elsewhere_says_so(database, keep):
    from rasa.shared.core.domain import Domain

    from bot.runtime.store import ConversationStore

    store = ConversationStore(Domain.empty(), db=str(database))
    asyncio.run(store.begin_with("anna", {"problem": "lost_authenticator"}, "We go on.", []))
    keep("anna", ("???", "nlu_fallback", {}, "utter_menu"))

    text, (remark,) = exported(database)

    assert "carried on from elsewhere" in remark
    assert "We go on." not in text


def test_a_talk_that_begins_with_the_button_that_starts_over_begins_with_its_words(database, keep):
    keep("anna", LOST, ("/start_over", "start_over", {}, "utter_start_over"), LOST_IT)

    text, remarks = exported(database)

    assert "- user: start over\n" in text
    assert remarks == []


def test_each_case_stands_on_the_day_of_its_talk(database, keep):
    keep("anna", LOST_IT)
    (one,) = misunderstood_in(database)

    assert f"mocked_datetime: '{one.talk[0].day}'" in as_stories([one])


def test_what_stands_for_a_code_is_what_the_front_door_says():
    from bot.runtime import front_door, replaying

    assert front_door.GAVE_CODE == replaying._GAVE_CODE


def test_a_database_without_conversations_is_told(tmp_path):
    (tmp_path / "empty.db").write_bytes(b"")

    with pytest.raises(NoConversations):
        misunderstood_in(tmp_path / "empty.db")
