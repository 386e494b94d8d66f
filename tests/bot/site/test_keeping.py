"""What is kept after the case: a plan for whom it is, a reminder that calendars read, and counts of nobody."""

import datetime as dt
import re

import pytest

from bot import helped
from bot.commands import helped as command
from bot.database.engine import open_database
from bot.settings import Settings
from bot.site.keeping import answers, keep_page, reminder, way_in_of

TODAY = dt.date(2026, 11, 26)
ALONE = {
    "problem": "lost_authenticator",
    "account_type": "business",
    "other_methods": [],
    "is_admin": True,
    "has_other_admin": False,
    "has_partner": False,
}


def plan(**facts):
    return keep_page(facts, TODAY, "token").html


def test_administrator_is_told_to_have_a_second_one():
    page = plan(account_type="business", is_admin=True)
    assert "two administrators who can reset each other" in page
    assert "recovery code" not in page


def test_person_with_a_personal_account_is_told_to_keep_a_recovery_code():
    page = plan(account_type="personal")
    assert "recovery code" in page
    assert "administrator" not in page


def test_employee_is_told_to_know_who_resets_them():
    page = plan(account_type="business", is_admin=False)
    assert "who can reset you" in page
    assert "emergency account" not in page


def test_whoever_told_nothing_gets_what_is_for_everybody():
    page = plan()
    assert "two ways to sign in" in page
    assert "recovery code" in page


def test_reminder_is_for_a_calendar_and_for_nobody_in_particular():
    lines = reminder(TODAY).split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = reminder(TODAY).replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20270224" in unfolded
    assert "RRULE:FREQ=DAILY;INTERVAL=90" in unfolded
    assert re.search(r"SUMMARY:Can I still get in without my phone\?\r\n", unfolded)
    assert r"with each of your ways\, also with the one" in unfolded
    assert reminder(TODAY) == reminder(TODAY)


@pytest.mark.parametrize(
    ("slots", "way_in"),
    [({}, "none"), ({"problem": "lost_authenticator"}, "none"), (ALONE, "data_protection")],
)
def test_answer_is_counted_for_the_way_in_that_the_case_led_to(slots, way_in):
    assert way_in_of(slots, TODAY) == way_in


def test_whoever_runs_it_sees_how_many_it_helped(tmp_path, capsys):
    settings = Settings(own_database=tmp_path / "sparekey.db")
    assert command.run([], settings) == 1
    engine = open_database(settings.own_database)
    for answer in ("yes", "no", "yes"):
        helped.count(engine, TODAY, "old_phone", answer)
    capsys.readouterr()
    assert command.run([], settings) == 0
    shown = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert shown == [["2026-11-26", "old_phone", "no", "1"], ["2026-11-26", "old_phone", "yes", "2"]]
    assert answers() == {"yes", "partly", "no"}
