"""The other road: a request from a trial tenant that says at once that it is about another, locked one."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.phone.caller import Caller
from bot.phone.trial_tenant import other_road, ticket_text

TODAY = dt.date(2026, 11, 24)
AFTER_SMS = dt.date(2027, 2, 2)
MUCH_LATER = dt.date(2027, 4, 1)
ANNA = Caller("DE", "contoso.com", "anna@contoso.onmicrosoft.com", "business", False)


def test_ticket_says_first_that_it_is_about_another_tenant():
    first, *rest = ticket_text(ANNA).splitlines()
    assert "not about the tenant that I write from" in first
    assert "Locked tenant: contoso.com, contoso.onmicrosoft.com" in rest
    assert "Locked administrator, sign-in name: anna@contoso.onmicrosoft.com" in rest
    assert "I am its only administrator." in ticket_text(ANNA)
    assert "Data Protection team" in ticket_text(ANNA)


def test_ticket_leaves_in_brackets_what_is_not_known():
    text = ticket_text(Caller())
    assert "Locked tenant: [" in text
    assert "sign-in name: [" in text
    assert "[If it is so: I am its only administrator.]" in text
    assert "[company or school]" in text
    assert ticket_text(Caller(account_type="personal")) == text


def test_ticket_never_denies_another_administrator():
    assert "only administrator" not in ticket_text(Caller(has_other_admin=True))


def test_school_says_that_it_is_one():
    assert "Kind of organisation: school" in ticket_text(Caller(account_type="school"))


@pytest.mark.parametrize(
    "needed",
    [
        "https://admin.microsoft.com",
        '"Support" > "Help & support"',
        '"Contact Support"',
        "24 hours of grace",
        "payment card",
        '"Edit recurring billing" > "Off"',
        "Do not add your organisation's domain",
        "no power over the locked tenant",
        "No password and no code",
        '"Cancel subscription"',
        "checked on 2026-11-24",
    ],
)
def test_person_is_told_the_steps_and_what_to_be_careful_about(needed):
    assert needed in other_road(ANNA, TODAY)


def test_road_holds_the_ticket_and_ends_with_cancelling_the_trial():
    road = other_road(ANNA, AFTER_SMS)
    assert ticket_text(ANNA) in road
    assert road.index(ticket_text(ANNA)) < road.index("Do not forget in the end: cancel the trial")
    assert "days ago" not in road


def test_person_is_told_when_nobody_checked_the_road_for_long():
    assert "2026-11-24, 128 days ago" in other_road(ANNA, MUCH_LATER)
