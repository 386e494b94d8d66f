"""What a message only makes likely: taken where nothing is known, and never against what somebody said."""

from __future__ import annotations

from typing import Any

import pytest

from bot.case import Case
from bot.hearing.message import Message
from bot.hearing.taking_in import take_in
from tests.bot.hearing.listening import AT_THE_START, TODAY


def after(case: Case, **found: Any) -> Case:
    return take_in(Message("inform", tuple(found.items())), case, AT_THE_START, TODAY)[0]


@pytest.mark.parametrize(
    ("fact", "value"),
    [("is_admin", False), ("is_admin", True), ("has_other_admin", False), ("device_event", "stolen")],
)
def test_a_likely_fact_is_taken_where_nothing_is_known(fact: str, value: object) -> None:
    assert getattr(after(Case(), **{f"likely_{fact}": value}), fact) == value


def test_that_nothing_else_works_is_taken_where_no_method_was_named() -> None:
    assert after(Case(), likely_other_methods="none").other_methods == ()
    assert after(Case(), likely_other_methods="none", other_methods="sms").other_methods == ("sms",)
    assert after(Case(other_methods=("sms",)), likely_other_methods="none").other_methods == ("sms",)


def test_what_the_message_says_counts_more_than_what_it_makes_likely() -> None:
    assert after(Case(), likely_is_admin=True, is_admin=False).is_admin is False
    assert after(Case(), likely_device_event="lost", device_event="broken").device_event == "broken"


def test_what_was_said_before_is_not_forgotten_for_what_is_likely() -> None:
    told = Case(is_admin=False, has_other_admin=True, device_event="broken")
    assert after(told, likely_is_admin=True, likely_has_other_admin=False, likely_device_event="lost") == told


def test_what_no_fact_can_be_is_left_out_whoever_sends_it() -> None:
    assert after(Case(), likely_device_event="eaten", likely_is_admin="perhaps") == Case()
