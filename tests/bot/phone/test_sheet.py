"""
The call sheet as people print it, compared line by line.

After a change that is meant, write the sheets anew: `PYTHONPATH=. .venv/bin/python -m tests.bot.phone.test_sheet`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.phone.caller import Caller
from bot.phone.robot import families
from bot.phone.sheet import call_sheet

GOLDEN = Path(__file__).with_name("golden")
TODAY = dt.date(2026, 12, 1)
AFTER_SMS = dt.date(2027, 2, 2)
MUCH_LATER = dt.date(2027, 4, 1)

SHEETS = {
    "business_with_all_known": (
        Caller("DE", "contoso.com", "anna@contoso.onmicrosoft.com", "business", False),
        TODAY,
        "speaking",
    ),
    "school": (Caller("GB", "school.example", "head@school.example", "school", False), AFTER_SMS, "keypad"),
    "nothing_known": (Caller(), AFTER_SMS, "home_or_business"),
    "country_with_doubt_long_after": (
        Caller("CW", account_type="business", has_other_admin=True),
        MUCH_LATER,
        "speaking",
    ),
}


@pytest.mark.parametrize("name", SHEETS)
def test_person_prints_this_sheet(name):
    """R43"""
    assert call_sheet(*SHEETS[name]) + "\n" == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_no_sheet_is_left_over():
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(SHEETS)


@pytest.mark.parametrize("family", families())
@pytest.mark.parametrize("country", [None, "DE", "JP", "CN", "BR", "NP", "CU"])
def test_sheet_fits_the_page(family, country):
    caller = Caller(country, "a-long-name-of-an-organisation.example", "first.last@organisation.example", None, None)
    for line in call_sheet(caller, MUCH_LATER, family).splitlines():
        assert len(line) <= 78 or line.startswith("https://")
        assert line == line.rstrip()


def test_sheet_of_one_robot_has_the_questions_of_the_others():
    for family in families():
        sheet = call_sheet(Caller(), TODAY, family)
        for asked in ("What is the problem?", "business e-mail user?", "a home or a business user?"):
            assert asked in sheet


def test_sheet_says_that_its_facts_are_old():
    caller = Caller("DE")
    assert "days ago" not in call_sheet(caller, AFTER_SMS, "speaking")
    assert call_sheet(caller, MUCH_LATER, "speaking").count("128 days ago") == 1


def test_sheet_of_an_unknown_robot_is_refused():
    with pytest.raises(ValueError, match="'shouting' is no family"):
        call_sheet(Caller(), TODAY, "shouting")


def test_very_long_domain_is_kept_whole():
    domain = "a" * 200 + ".com"
    assert domain in call_sheet(Caller(tenant_domain=domain), TODAY, "speaking")


if __name__ == "__main__":
    for name, said in SHEETS.items():
        (GOLDEN / f"{name}.txt").write_text(call_sheet(*said) + "\n", "utf-8")
