"""Everybody registered for an account hears of its changes, also when the mail server has a bad day."""

import itertools
import re

import pytest
import yaml

from bot.database import second_factor as tables
from bot.enrolment import messages
from bot.enrolment.messages import message, moment
from bot.enrolment.outbox import Sent, send_due
from tests.bot.enrolment.house import ANNA, CHAT, DAY, HOUR, MINUTE, NOON, Delivered, House

pytestmark = pytest.mark.slow


def all_channels(delivery):
    return dict.fromkeys(("email", "sms", "voice"), delivery)


def test_every_contact_on_file_is_told_what_changed_when_and_how_to_stop_it(house):
    """R13"""
    house.enrol()
    told = house.post(NOON)
    assert [(m.contact, m.address) for m in told] == [(contact.id, contact.address) for contact in ANNA.contacts] * 2
    for text in {m.text for m in told}:
        assert "Contoso" in text
        assert ANNA.sign_in_name in text
        assert "24 November 2026, 12:00 UTC" in text
        assert "until 27 November 2026, 12:00 UTC: https://help.example/not-me/" in text


def test_nobody_is_told_twice(house):
    house.enrol()
    assert len(house.post(NOON)) == 6
    assert house.post(NOON + DAY) == []


def test_contact_that_is_taken_off_the_file_is_still_told(house):
    """R13: who takes over an account would like to see it silent."""
    house.enrol()
    with house.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM contacts WHERE channel = 'email'")
    assert f"{ANNA.id}@home.example" in {m.address for m in house.post(NOON)}


def test_mail_that_fails_is_tried_again_later_each_time_after_a_longer_pause(house):
    """R13"""
    house.enrolment.begin(ANNA, CHAT, NOON)
    house.delivered.refuses = True
    tried = []
    while not (row := house.rows(tables.outbox)[0])["given_up_at"]:
        assert house.post(row["due_at"] - 1) == []
        assert house.delivered.refused == 3 * len(tried)
        house.post(row["due_at"])
        tried.append(row["due_at"])
    pauses = [(later - earlier) / MINUTE for earlier, later in itertools.pairwise(tried)]
    assert pauses[:6] == [1, 5, 15, 60, 240, 720]
    assert set(pauses[6:]) == {720}
    assert tried[-1] - NOON >= 5 * DAY
    assert tried[-2] - NOON < 5 * DAY
    assert all(row["content"] == b"" for row in house.rows(tables.outbox))
    assert house.told().count(("not_notified", "given up")) == 3
    assert house.told().count(("not_notified", "put off")) == 3 * (len(tried) - 1)


def test_mail_that_failed_arrives_when_the_server_is_back(house):
    """R13"""
    house.enrolment.begin(ANNA, CHAT, NOON)
    house.delivered.refuses = True
    assert house.post(NOON) == []
    house.delivered.refuses = False
    assert house.post(NOON + 30) == []
    assert len(house.post(NOON + 60)) == 3
    assert house.told().count(("notified", "sent")) == 3


def test_messages_wait_through_a_restart(house):
    house.enrol()
    assert len(House(house.path).post(NOON + HOUR)) == 6


def test_channel_without_a_delivery_holds_up_no_other(house):
    house.enrolment.begin(ANNA, CHAT, NOON)
    delivered = Delivered()
    assert send_due(house.enrolment.means, {"email": delivered}, NOON) == Sent(sent=1, put_off=2)
    assert [m.contact for m in delivered.messages] == ["anna-email"]


def test_delivery_that_breaks_holds_up_no_other_and_tells_nothing_secret(house):
    """R14"""

    class Breaks:
        def send(self, contact, text):
            raise RuntimeError(text)

    house.enrolment.begin(ANNA, CHAT, NOON)
    delivered = Delivered()
    ways = {"email": Breaks(), "sms": delivered, "voice": delivered}
    assert send_due(house.enrolment.means, ways, NOON) == Sent(sent=2, put_off=1)
    with house.engine.begin() as connection:
        whys = [row[0] for row in connection.exec_driver_sql("SELECT personal FROM audit WHERE what = 'not_notified'")]
    assert len(whys) == 1
    assert "RuntimeError" in whys[0]
    assert "https" not in whys[0]


def test_message_that_somebody_else_is_just_sending_is_left_alone(house):
    house.enrolment.begin(ANNA, CHAT, NOON)

    class Slow:
        """While it sends, another process looks for what is due."""

        def __init__(self):
            self.meanwhile = []

        def send(self, contact, text):
            self.meanwhile += House(house.path).post(NOON)

    slow = Slow()
    assert send_due(house.enrolment.means, all_channels(slow), NOON).sent == 3
    assert slow.meanwhile == []


def test_message_whose_seal_is_broken_is_not_sent(house):
    house.enrolment.begin(ANNA, CHAT, NOON)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE outbox SET content = x'00' WHERE id = 1")
    assert len(house.post(NOON)) == 2


def test_content_is_unreadable_at_rest_and_gone_once_it_was_sent(house):
    """R14"""
    house.enrolment.begin(ANNA, CHAT, NOON)
    for row in house.rows(tables.outbox):
        assert b"help.example" not in row["content"]
        assert b"home" not in row["content"]
    house.post(NOON)
    assert {row["content"] for row in house.rows(tables.outbox)} == {b""}


WORDING = yaml.safe_load((messages._FILE).read_text("utf-8"))
FILLED = {
    "set_up_begun": {"when", "until", "link"},
    "set_up_done": {"when", "until", "link"},
    "reported_stolen": {"when", "until", "link"},
    "stopped": {"when", "begun"},
    "taken_back": {"when", "begun"},
    "stopped_after_theft": {"when"},
    "recovery_code_used": {"when", "left"},
    "lifted": {"when"},
}


def test_every_message_has_a_text_and_every_text_a_message():
    assert set(WORDING) == set(FILLED)


@pytest.mark.parametrize("template", FILLED)
def test_message_says_what_the_code_fills_in_and_keeps_calm(template):
    names = set(re.findall(r"\{(\w+)\}", WORDING[template]))
    assert names == FILLED[template] | {"organisation", "account"}
    text = message(template, **dict.fromkeys(names, "x"))
    assert "!" not in text
    assert "\n" not in text.strip()
    assert len(text) < 400, "a text message of three parts at most"


def test_moment_is_said_in_words():
    assert moment(NOON) == "24 November 2026, 12:00 UTC"
    assert moment(0.0) == "1 January 1970, 00:00 UTC"
