"""The stories talk to Sparekey as people do: through the front door, each in a conversation of its own."""

from __future__ import annotations

import datetime as dt
import os

import pytest

from actions.greet import ActionGreet
from story_tests.errors import TalkerError
from story_tests.talker import Opening, Options
from tests.contracts.project import ROOT
from tests.dialogues.talker import TODAY, talker

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture(scope="module")
def sparekey():
    one = talker(Options(ROOT))
    yield one
    one.close()


def names(turn):
    return [message.name for message in turn.messages]


def test_nothing_of_one_talk_is_known_in_the_next(sparekey):
    sparekey.begin(Opening(slots={"account_type": "school"}))
    known = sparekey.say("hello", {}).slots
    sparekey.begin(Opening())
    unknown = sparekey.say("hello", {}).slots

    assert (known["account_type"], unknown["account_type"]) == ("school", None)


def test_a_talk_stands_on_the_day_that_it_asks_for(sparekey, monkeypatch):
    days = []
    monkeypatch.setattr(ActionGreet, "move", lambda self, turn: days.append(turn.today))

    for now in (dt.datetime(2027, 2, 2, 9, 30), None):
        sparekey.begin(Opening(now=now))
        sparekey.say("hello", {})

    assert days == [dt.date(2027, 2, 2), TODAY]
    assert "SPAREKEY_FIXED_TODAY" not in os.environ


def test_a_payload_that_was_not_offered_is_not_admitted(sparekey):
    sparekey.begin(Opening())

    turn = sparekey.say('/inform{"is_admin": true}', {})

    assert turn.slots["is_admin"] is None
    assert turn.messages


def test_a_directory_that_there_is_not_is_told(sparekey):
    with pytest.raises(TalkerError, match="there is only `directory: demo`"):
        sparekey.begin(Opening(slots={"directory": "ours"}))


@pytest.mark.parametrize(
    ("slots", "text", "told"),
    [
        ({}, "<code>", "<code> takes a fixture with `directory: demo` in it."),
        ({"directory": "demo"}, "<code>", "<code> is none: 0 were sent so far."),
        ({"directory": "demo"}, "it is <cod>", "<cod> is no stage direction. Did you mean <code>?"),
    ],
)
def test_stage_direction_that_cannot_be_played_says_what_to_mend(sparekey, slots, text, told):
    sparekey.begin(Opening(slots=slots))

    (broken,) = sparekey.say(text, {}).breakages

    assert broken.last_line.startswith(told)


def test_what_is_like_no_stage_direction_is_said(sparekey):
    sparekey.begin(Opening(slots={"directory": "demo"}))

    turn = sparekey.say("<your page> is down", {})

    assert turn.events[turn.positions("user")[0]]["text"] == "<your page> is down"


def test_what_takes_the_people_of_the_demo_is_known(sparekey):
    assert sparekey.vocabulary.only_with["Look it up for me"] == ("directory", "demo")


def test_a_turn_without_an_answer_shows_the_apology_of_the_front_door(sparekey):
    sparekey.begin(Opening(stubs={"action_greet": {"events": [], "responses": []}}))

    assert names(sparekey.say("hello", {})) == ["utter_trouble_no_answer"]


def test_a_text_that_is_shown_in_pieces_was_said_once(sparekey):
    sparekey.begin(Opening(slots={"problem": "lost_authenticator", "is_admin": True, "has_other_admin": True}))
    sparekey.say("nothing else works", {})

    turn = sparekey.say("show me all the steps please", {})

    assert any("\n\n" in message.text for message in turn.messages)
    assert None not in names(turn)


def test_a_talk_that_cannot_be_written_down_goes_on_and_says_so(sparekey, monkeypatch):
    sparekey.begin(Opening())
    sparekey.say("hello", {})
    monkeypatch.setattr(type(sparekey._database_store), "is_unsaved", lambda self, person: True)

    assert "utter_trouble_not_saved" in names(sparekey.say("hello", {}))


def test_an_action_that_breaks_is_told_although_the_person_hears_an_apology(sparekey, monkeypatch):
    monkeypatch.setattr(ActionGreet, "move", lambda self, turn: {}["no such step"])
    sparekey.begin(Opening())

    turn = sparekey.say("hello", {})

    assert names(turn) == ["utter_trouble_action_failed"]
    assert [(one.what, one.last_line.split(" (")[0]) for one in turn.breakages] == [
        ("action_greet failed:", "KeyError: 'no such step'")
    ]
