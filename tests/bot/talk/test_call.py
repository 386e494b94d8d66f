"""The call to Microsoft as a talk: each script that is given is noted once, and the place is kept."""

import datetime as dt

import pytest

from bot.case import Case
from bot.phone.caller import Caller
from bot.talk import call
from bot.talk.turn import Progress, Turn


def turn(**progress):
    return Turn(case=Case(), progress=Progress(**progress), today=dt.date(2026, 11, 24), caller=Caller())


@pytest.mark.parametrize("give", [call.say_line, call.next_line, call.show_sheet, call.show_trial_tenant])
def test_script_that_is_given_is_noted(give):
    """R21"""
    assert give(turn()).orders == ("note_script",)


def test_call_that_goes_on_is_noted_no_second_time():
    """R21"""
    begun = turn(phone_line=0)
    assert call.say_line(begun).orders == call.next_line(begun).orders == call.said_something_else(begun).orders == ()


def test_first_line_of_a_call_that_begins_is_the_first():
    assert call.next_line(turn()).progress.phone_line == 0
    assert call.next_line(turn(phone_line=0)).progress.phone_line == 1
