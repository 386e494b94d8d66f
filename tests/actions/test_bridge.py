"""The bridge: slots become a turn, a reply becomes responses and slots, and whatever breaks becomes an apology."""

import asyncio
import threading

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import bridge
from actions.bridge import TalkAction, turn_of
from actions.go_on import ActionGoOn
from actions.validate_slot_mappings import ActionValidateSlotMappings
from bot.case import Case
from bot.talk.turn import Say, understood
from tests.contracts.project import responses

DOMAIN = {"responses": responses()}


def tracker_of(text="", intent="inform", entities=(), slots=None, events=()):
    latest = {"text": text, "intent": {"name": intent}, "entities": list(entities)}
    return Tracker("anna", slots or {}, latest, list(events), False, None, {}, "action_listen")


def run(action, tracker):
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, tracker, DOMAIN))
    return [m["response"] for m in dispatcher.messages], {event["name"]: event["value"] for event in events}


class Broken(TalkAction):
    def name(self):
        return "action_broken"

    def move(self, turn):
        raise RuntimeError("this is broken")


class Hanging(TalkAction):
    def name(self):
        return "action_hanging"

    def move(self, turn):
        threading.Event().wait(60)


@pytest.fixture
def short_deadline(monkeypatch):
    monkeypatch.setenv("SPAREKEY_ACTION_DEADLINE", "0.05")
    bridge.settings.cache_clear()
    yield
    bridge.settings.cache_clear()


def test_a_question_is_said_by_name_and_kept_as_the_open_one():
    said, slots = run(ActionGoOn(), tracker_of(slots={"problem": "lost_authenticator"}))
    assert said == ["utter_ask_account_type"]
    assert slots == {"requested_slot": "account_type", "asked": ["account_type"]}


def test_an_action_that_breaks_apologises_and_keeps_the_case():
    """R33"""
    assert run(Broken(), tracker_of()) == (["utter_trouble_action_failed"], {})


def test_an_action_that_hangs_is_given_up_in_time(short_deadline):
    """R33"""
    assert run(Hanging(), tracker_of()) == (["utter_trouble_too_slow"], {})


def test_a_slot_that_cannot_be_is_an_apology_and_not_a_guess():
    assert run(ActionGoOn(), tracker_of(slots={"is_admin": "no"}))[0] == ["utter_trouble_action_failed"]


def test_buttons_of_a_step_come_from_the_wording():
    class Saying(TalkAction):
        def move(self, turn):
            return understood(turn, Say("utter_why_get_the_app", buttons="utter_guide_buttons"))

    dispatcher = CollectingDispatcher()
    asyncio.run(Saying().run(dispatcher, tracker_of(), DOMAIN))
    assert dispatcher.messages[0]["buttons"][0]["title"] == "Done, next"


def test_what_a_message_told_is_only_what_came_after_it():
    events = [
        {"event": "slot", "name": "is_admin", "value": True},
        {"event": "user"},
        {"event": "slot", "name": "country", "value": "GB"},
        {"event": "slot", "name": "phone_line", "value": 1},
    ]
    assert turn_of(tracker_of(events=events)).told == {"country"}


def test_facts_found_in_a_message_become_slots():
    found = [{"entity": "is_admin", "value": True}, {"entity": "country", "value": "GB"}]
    said, slots = run(ActionValidateSlotMappings(), tracker_of("...", "lost_authenticator", found))
    assert said == []
    assert slots == {"problem": "lost_authenticator", "is_admin": True, "country": "GB"}


def test_a_typed_payload_with_values_that_cannot_be_changes_nothing():
    found = [{"entity": "is_admin", "value": "no"}, {"entity": "other_methods", "value": {"a": 1}}]
    assert run(ActionValidateSlotMappings(), tracker_of("...", "inform", found))[1] == {}


def test_a_secret_that_was_pasted_is_said_at_once():
    said, _ = run(ActionValidateSlotMappings(), tracker_of("my password is [password removed]"))
    assert said == ["utter_secret_removed"]


def test_a_message_that_cannot_be_taken_in_does_not_silence_the_turn():
    assert run(ActionValidateSlotMappings(), tracker_of(slots={"is_admin": "no"})) == ([], {})


def test_slots_come_back_as_the_case_that_was_told():
    slots = {"problem": "lost_authenticator", "other_methods": ["voice", "sms"], "not_known": ["is_admin"]}
    expected = Case(problem="lost_authenticator", other_methods=("sms", "voice"), not_known=("is_admin",))
    assert turn_of(tracker_of(slots=slots)).case == expected


@pytest.mark.parametrize(
    ("entities", "says_again"),
    [
        ([{"entity": "account_type", "value": "school"}], True),
        ([{"entity": "other_methods", "value": "sms"}, {"entity": "account_type", "value": "school"}], True),
        ([{"entity": "account_type", "value": "business"}], False),
        ([{"entity": "term", "value": "tenant"}], False),
        ([], False),
    ],
)
def test_person_who_tells_again_what_is_known_is_not_misunderstood(entities, says_again):
    slots = {"account_type": "school", "other_methods": ["sms", "email"]}
    assert turn_of(tracker_of("my school account", "nlu_fallback", entities, slots)).says_again is says_again
