"""The supervisor's figures over talks and calls, and the charts that show them."""

import datetime as dt
import json
import re
import sqlite3
from dataclasses import replace

import pytest

from bot.desk.calls import Calls
from bot.desk.charts import bar, columns
from bot.desk.chat_figures import talks_since
from bot.desk.figures import Figure, OneDay, as_csv, figures
from bot.proof.rules import DAY
from tests.bot.proof.fakes import HOUR, MINUTE, NOON


class Conversations:
    """What Rasa keeps of talks, in its own table."""

    def __init__(self, path):
        self.path = path
        self._connection = sqlite3.connect(path)
        self._connection.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, type_name TEXT, timestamp FLOAT, "
            "intent_name TEXT, action_name TEXT, data TEXT)"
        )

    def keep(self, who, kind, at, name=None, **data):
        row = (who, kind, at, name, json.dumps({"event": kind, "name": name, **data}))
        sql = "INSERT INTO events (sender_id, type_name, timestamp, action_name, data) VALUES (?, ?, ?, ?, ?)"
        self._connection.execute(sql, row)
        self._connection.commit()

    def talk(self, who, at, *, asked=(), presented=None, stuck=(), last=(), minutes=0):
        self.keep(who, "user", at, text="I am Clara, call me on 0301234")
        self.keep(who, "slot", at, "asked", value=list(asked))
        self.keep(who, "slot", at, "presented", value=presented)
        for step in stuck:
            self.keep(who, "slot", at, "stuck_at", value=step)
            self.keep(who, "slot", at, "stuck_at", value=None)
        for kind, name, data in last:
            self.keep(who, kind, at, name, **data)
        self.keep(who, "user", at + minutes * 60)


SOLVED = ("action", "action_problem_solved", {})
FINISHED = ("bot", None, {"metadata": {"utter_action": "utter_guide_finished"}})
HANDED_OVER = ("bot", None, {"metadata": {"utter_action": "utter_human_at_the_desk"}})
WITHOUT_A_DESK = ("bot", None, {"metadata": {"utter_action": "utter_human"}})


@pytest.fixture
def kept(tmp_path):
    return Conversations(tmp_path / "talks of the chat.db")


@pytest.fixture
def told(helpdesk, kept):
    """Give the figures as name and count of the day and the week."""

    def told():
        office = helpdesk.office
        found = figures(replace(office, settings=replace(office.settings, database=kept.path)))
        return {(one.group, one.name): (one.day, one.week) for one in found.counts}

    return told


def test_talks_are_counted_by_where_they_led_and_whether_anybody_had_to_help(kept, told):
    now = NOON
    kept.talk("1", now - HOUR, asked=["a", "b"], presented="way_in_old_phone", last=[FINISHED], minutes=4)
    kept.talk("2", now - HOUR, asked=["a"], presented="way_in_old_phone", last=[SOLVED], minutes=6)
    kept.talk("3", now - HOUR, asked=["a", "b", "c"], presented="way_in_another_admin", last=[HANDED_OVER, SOLVED])
    kept.talk("4", now - HOUR, presented="way_in_helpdesk", last=[SOLVED])
    kept.talk("5", now - 2 * DAY, presented="answer_out_of_scope")
    kept.talk("6", now - HOUR)
    kept.talk("7", now - 8 * DAY, presented="way_in_fix_app")
    counts = told()
    assert counts["chat", "talks"] == (5, 6)
    assert counts["chat", "came to a way in or an answer"] == (4, 5)
    assert counts["chat", "solved without hand-over"] == (2, 2)
    assert counts["chat", "handed over"] == (2, 2)
    assert counts["chat", "median questions"] == (1.5, 1.0)
    assert counts["chat", "median minutes"] == (2.0, 0.0)
    assert counts["ways in of the chat", "old_phone"] == (2, 2)
    assert counts["ways in of the chat", "out_of_scope"] == (0, 1)
    assert ("ways in of the chat", "fix_app") not in counts


@pytest.mark.parametrize("said", [HANDED_OVER, WITHOUT_A_DESK])
def test_hand_over_counts_also_where_nobody_asked_for_it_and_nothing_was_understood(kept, told, said):
    not_understood = ("action", "action_not_understood", {})
    kept.talk("1", NOON, last=[not_understood, said, SOLVED])
    kept.talk("2", NOON, last=[not_understood, SOLVED])
    assert told()["chat", "handed over"] == (1, 1)
    assert told()["chat", "solved without hand-over"] == (1, 1)


def test_person_who_names_what_still_works_is_not_handed_over_whatever_they_say_of_calling(kept, told):
    kept.talk("1", NOON, last=[("action", "action_hand_over", {}), SOLVED])
    assert told()["chat", "handed over"] == (0, 0)


def test_person_who_is_stuck_at_a_step_counts_once_for_it(kept, told):
    kept.talk("1", NOON, stuck=["scan_the_qr_code", "scan_the_qr_code", "try_it_out"])
    kept.talk("2", NOON, stuck=["scan_the_qr_code"])
    counts = told()
    assert counts["stuck at", "scan_the_qr_code"] == (2, 2)
    assert counts["stuck at", "try_it_out"] == (1, 1)


def test_conversation_in_which_nobody_wrote_is_no_talk(kept, told):
    kept.keep("1", "slot", NOON, "asked", value=["a"])
    assert told()["chat", "talks"] == (0, 0)


def test_refusals_are_counted_apart_for_the_chat_and_the_desk(told, helpdesk):
    for who in ("person", "person", "agent mara"):
        helpdesk.office.audit.write(None, now=NOON - HOUR, who=who, what="refused", result="look_up")
    helpdesk.office.audit.write(None, now=NOON - 2 * DAY, who="person", what="refused", result="look_up")
    assert told()["refusals", "in the chat"] == (2, 3)
    assert told()["refusals", "by the desk"] == (1, 1)


def test_talks_and_calls_are_counted_day_by_day(kept, helpdesk, agents, mara):
    office = helpdesk.office
    Calls(office.engine, office.keys, office.audit).open(agents.named("mara"), NOON)
    kept.talk("1", NOON - DAY)
    kept.talk("2", NOON - DAY + MINUTE)
    found = figures(replace(office, settings=replace(office.settings, database=kept.path)))
    assert [(one.talks, one.calls) for one in found.days] == [(0, 0)] * 5 + [(2, 0), (0, 1)]
    assert found.days[-1].day == dt.date(2026, 11, 24)


def test_talks_that_cannot_be_read_are_left_out_and_not_told_as_none(told, kept, helpdesk):
    kept.path.write_bytes(b"this is no database, whatever its name says" * 100)
    assert talks_since(kept.path, 0.0) is None
    assert not [group for group, _ in told() if group in ("chat", "ways in of the chat", "stuck at")]
    assert ("calls", "begun") in told()


def test_no_talks_yet_are_none(tmp_path):
    assert talks_since(tmp_path / "not there.db", 0.0) == []


def test_figures_hold_no_word_of_a_talk_and_no_name(kept, told):
    kept.talk("clara@contoso.example", NOON, presented="way_in_old_phone")
    assert not re.search("clara|0301234", str(told()).lower())


def test_table_for_a_spreadsheet_is_one_line_a_figure():
    assert as_csv([Figure("ways in", "old_phone", 1, 2.5)]).splitlines() == [
        "group,name,last 24 hours,last 7 days",
        "ways in,old_phone,1,2.5",
    ]


def test_chart_says_in_words_what_it_shows():
    """R31"""
    days = [OneDay(dt.date(2026, 11, 23), 4, 1), OneDay(dt.date(2026, 11, 24), 0, 2)]
    drawn = columns(days)
    assert 'role="img"' in drawn
    assert 'aria-label="Monday: 4 talks, 1 call; Tuesday: 0 talks, 2 calls"' in drawn
    assert [int(height) for height in re.findall(r'<rect[^>]*height="(\d+)"', drawn)] == [96, 24, 0, 48]


def test_chart_of_nothing_is_drawn_too():
    assert re.findall(r'height="(\d+)"', columns([OneDay(dt.date(2026, 11, 24), 0, 0)])) == ["0", "0"]
    assert 'width="0"' in bar(Figure("ways in", "x", 0, 0), 0)
    assert 'width="50.0"' in bar(Figure("ways in", "x", 0, 2), 4)
