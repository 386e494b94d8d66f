"""What an agent may vouch for, and what makes a second agent necessary (R16, R19)."""

import pytest

from bot.case import Case
from bot.desk.checks import CHECKS, checks_for
from bot.desk.flags import red_flags
from bot.desk.talk import Talk
from bot.directory.people import Contact
from tests.bot.proof.fakes import DAY, NOON, person

MOBILE = "+44 7700 900210"
SMS = (Contact("sms", "sms", MOBILE),)


def flags(one, look_ups=1, talk=None):
    return red_flags(one, look_ups, NOON, talk or Talk())


def test_person_with_nothing_against_them_has_no_flag():
    assert flags(person()) == ()


@pytest.mark.parametrize(("days", "is_flag"), [(0, True), (6.9, True), (7.1, False)])
def test_contact_that_was_changed_in_the_last_seven_days_is_a_flag(days, is_flag):
    """R19"""
    changed = person(contacts=(Contact("x", "email", "a@b.example", NOON - days * DAY),))
    assert (flags(changed) == ("contact_changed",)) is is_flag


def test_every_flag_that_holds_is_named():
    """R19, R17"""
    admin = person(roles=("User Administrator",))
    noted = Talk(asks_for_both=True, is_pressing=True)
    assert flags(admin, 3, noted) == ("administrator", "third_look_up", "both_at_once", "pressing")


def test_call_back_is_offered_where_a_number_is_on_file():
    """R16"""
    assert "called_back" not in checks_for(person(), Case())
    assert checks_for(person(call_back_number="+1 425 555 0100"), Case()) == CHECKS


@pytest.mark.parametrize(
    ("case", "counts"),
    [
        (Case(), False),
        (Case(device_event="stolen"), False),
        (Case(device_event="stolen", has_new_sim=True), False),
        (Case(device_event="lost"), False),
        (Case(device_event="lost", has_new_sim=True), True),
        (Case(device_event="broken"), True),
    ],
)
def test_call_to_a_mobile_that_somebody_else_may_have_proves_nothing(case, counts):
    """R16, R12"""
    with_a_mobile = person(contacts=SMS, call_back_number=MOBILE.replace(" ", ""))
    assert ("called_back" in checks_for(with_a_mobile, case)) is counts


def test_nobody_is_checked_whose_account_is_disabled():
    assert checks_for(person(is_enabled=False, call_back_number="+1 425 555 0100"), Case()) == ()
