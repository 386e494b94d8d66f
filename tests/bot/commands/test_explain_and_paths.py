"""Whoever asks the core from the command line and writes something wrong is told what would be right."""

import pytest

from bot.case import DEVICE_EVENTS, METHODS, PROBLEMS


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("problem=lost_authenticatr", f"problem cannot be 'lost_authenticatr'; it can be: {', '.join(PROBLEMS)}."),
        ("device_event", f"device_event cannot be ''; it can be: {', '.join(DEVICE_EVENTS)}."),
        ("is_admin=maybe", "is_admin cannot be 'maybe'; it can be: true, yes, false, no."),
        (
            "other_methods=sms,fido",
            f"other_methods cannot be 'fido'; it can be: {', '.join(METHODS)}; "
            "several with commas between them, or none.",
        ),
    ],
)
def test_value_that_a_fact_cannot_have_is_told_with_those_that_it_can(run, argument, told):
    assert run("explain", argument) == (2, f"sparekey: {told}\n")


def test_fact_that_there_is_not_is_told_with_those_that_there_are(run):
    code, said = run("explain", "colour=blue")

    assert code == 2
    assert said.startswith("sparekey: there is no fact 'colour'; there are: problem, account_type, ")


def test_right_facts_are_explained(run):
    arguments = ["problem=lost_authenticator", "is_admin=Yes", "other_methods=sms,voice", "not_known=has_partner"]
    assert run("explain", *arguments)[0] == 0


@pytest.mark.parametrize("wrong", ["tomorrow", "24.11.2026", "--today"])
def test_what_is_no_day_is_told_with_one_that_is(run, wrong):
    assert run("paths", wrong) == (2, f"sparekey: {wrong!r} is not a day: write it like 2026-11-24.\n")


def test_second_day_shows_the_usage(run):
    code, said = run("paths", "2026-11-24", "2026-11-25")
    assert (code, said.startswith("usage:")) == (2, True)


@pytest.mark.parametrize("asked", [["--help"], ["-h"], ["paths", "--help"], ["explain", "-h"]])
def test_who_asks_for_help_gets_the_usage(run, asked):
    code, said = run(*asked)
    assert (code, said.startswith("usage:")) == (0, True)
