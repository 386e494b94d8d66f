"""A phone was stolen: it signs in no more, from that moment on, and nothing brings it back."""

import pytest

from bot.errors import AccountClosed, AdministratorUntouched, ChangeNotProved, ChangesStopped, SecondFactorIsMicrosofts
from tests.bot.enrolment.house import (
    ANNA,
    CEM_THE_ADMINISTRATOR,
    CHAT,
    DAY,
    DEE_WHO_LEFT,
    EVE_AT_MICROSOFT,
    HOUR,
    NOON,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def annas_phone(house):
    phone, outcome = house.enrol(now=NOON - 7 * DAY)
    house.post(NOON - 7 * DAY)
    house.recovery_codes = outcome.recovery_codes
    return phone


def test_stolen_phone_signs_in_no_more_before_there_is_a_new_one(house, annas_phone):
    """R9"""
    assert house.enrolment.report_stolen(ANNA, CHAT, NOON) is True
    assert house.signs_in(annas_phone, NOON + 60) == "wrong"
    assert house.told()[-2] == ("authenticator_retired", "stolen")
    (row,) = house.authenticators("retired")
    assert (row["retired_because"], row["secret"]) == ("stolen", b"")
    new, _ = house.enrol(now=NOON + 120)
    assert house.signs_in(new, NOON + 180) == "right"


def test_everybody_is_told_with_a_way_to_stop_what_may_come_next(house, annas_phone):
    """R13: somebody else may have reported it, to have it changed next."""
    house.enrolment.report_stolen(ANNA, CHAT, NOON)
    (token,) = house.stop_tokens(NOON)
    assert len(house.delivered.messages) == 9
    assert house.enrolment.who_is_this_about(token, NOON + 60).stage == "stolen"
    stopped = house.enrolment.stop(token, NOON + 60)
    assert (stopped.stage, stopped.earlier_works_again) == ("stolen", False)
    with pytest.raises(ChangesStopped):
        house.enrolment.begin(ANNA, CHAT, NOON + 120)
    assert house.signs_in(annas_phone, NOON + 120) == "wrong"
    assert all("no theft" in message.text for message in house.post(NOON + 120))
    assert house.enrolment.use_recovery_code(ANNA.id, house.recovery_codes[0], NOON + 120).state == "right"


def test_recovery_codes_at_home_still_let_in(house, annas_phone):
    house.enrolment.report_stolen(ANNA, CHAT, NOON)
    assert house.enrolment.use_recovery_code(ANNA.id, house.recovery_codes[0], NOON).state == "right"


def test_recovery_codes_that_were_with_the_phone_do_not(house, annas_phone):
    house.enrolment.report_stolen(ANNA, CHAT, NOON, recovery_codes_too=True)
    assert house.enrolment.use_recovery_code(ANNA.id, house.recovery_codes[0], NOON).state == "wrong"
    house.enrol(now=NOON + 60)
    house.enrolment.stop(house.stop_tokens(NOON + 60)[-1], NOON + 120)
    assert house.enrolment.use_recovery_code(ANNA.id, house.recovery_codes[0], NOON + 120).state == "wrong"


def test_stolen_phone_does_not_come_back_when_its_successor_is_taken_back(house, annas_phone):
    house.enrolment.report_stolen(ANNA, CHAT, NOON)
    house.post(NOON)
    new, _ = house.enrol(now=NOON + 60)
    assert not house.enrolment.stop(house.stop_tokens(NOON + 60)[-1], NOON + 120).earlier_works_again
    assert house.signs_in(annas_phone, NOON + 180) == "wrong"
    assert house.signs_in(new, NOON + 180) == "wrong"


def test_person_who_says_only_afterwards_that_it_was_stolen_keeps_the_new_phone(house, annas_phone):
    new, _ = house.enrol(now=NOON)
    assert house.enrolment.report_stolen(ANNA, CHAT, NOON + 60) is False
    assert house.signs_in(new, NOON + 120) == "right"
    assert not house.enrolment.stop(house.stop_tokens(NOON + 120)[-1], NOON + 180).earlier_works_again
    assert house.signs_in(annas_phone, NOON + 240) == "wrong"


def test_phone_that_is_stolen_the_day_after_is_meant_also_in_the_same_chat(house):
    phone, _ = house.enrol(now=NOON)
    assert house.enrolment.report_stolen(ANNA, CHAT, NOON + DAY) is True
    assert house.signs_in(phone, NOON + DAY) == "wrong"


def test_thief_who_reports_their_own_phone_keeps_no_recovery_codes_once_it_is_taken_back(house, annas_phone):
    house.proved.add((ANNA.id, "chat-of-the-thief"))
    _, outcome = house.enrol(now=NOON, chat="chat-of-the-thief")
    done = house.stop_tokens(NOON)[-1]
    house.enrolment.report_stolen(ANNA, CHAT, NOON + HOUR)
    house.enrolment.stop(done, NOON + 2 * HOUR)
    for code in outcome.recovery_codes:
        assert house.enrolment.use_recovery_code(ANNA.id, code, NOON + 3 * HOUR).state == "wrong"
    assert house.enrolment.use_recovery_code(ANNA.id, house.recovery_codes[0], NOON + 3 * HOUR).state == "right"


def test_report_without_an_authenticator_changes_nothing_and_is_recorded(house):
    assert house.enrolment.report_stolen(ANNA, CHAT, NOON) is False
    assert house.told() == [("authenticator_retired", "stolen, none in use")]
    assert house.post(NOON) == []


@pytest.mark.parametrize(
    ("someone", "refusal"),
    [
        (CEM_THE_ADMINISTRATOR, AdministratorUntouched),
        (DEE_WHO_LEFT, AccountClosed),
        (EVE_AT_MICROSOFT, SecondFactorIsMicrosofts),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_account_that_the_assistant_never_changes_is_refused(house, someone, refusal):
    """R17"""
    with pytest.raises(refusal):
        house.enrolment.report_stolen(someone, CHAT, NOON)


def test_stranger_cannot_shut_somebody_out_by_reporting_a_theft(house, annas_phone):
    """R12"""
    with pytest.raises(ChangeNotProved):
        house.enrolment.report_stolen(ANNA, "chat-of-a-stranger", NOON)
    assert house.signs_in(annas_phone, NOON) == "right"
    assert house.told()[-2] == ("refused", "ChangeNotProved")
