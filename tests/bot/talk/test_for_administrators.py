"""The sheet for the call and the road by a trial tenant go to whom Microsoft can help, and to nobody else."""

import pytest

from tests.bot.talk.test_moves import on_the_phone
from tests.talk_without_rasa import Talk

ROADS = [("ask_call_sheet", "utter_call_sheet"), ("ask_trial_tenant", "utter_trial_tenant")]
NOTHING_LEFT = {"other_methods": "none"}


def who(**facts):
    talk = Talk()
    talk.hears("lost_authenticator", **NOTHING_LEFT, **facts)
    return talk


@pytest.mark.parametrize(("asks", "gets"), ROADS)
def test_only_administrator_is_given_both(asks, gets):
    assert on_the_phone().hears(asks) == [gets]
    alone = {"is_admin": True, "has_other_admin": False, "has_partner": False}
    assert who(account_type="school", **alone).hears(asks) == [gets]


@pytest.mark.parametrize(("asks", "gets"), ROADS)
def test_only_administrator_is_given_both_while_a_stranger_is_in(asks, gets):
    talk = Talk()
    talk.hears("account_compromised", is_admin=True, has_other_admin=False)
    assert talk.hears(asks) == [gets]


@pytest.mark.parametrize(("asks", "gets"), ROADS)
def test_person_of_whom_nothing_is_known_or_who_asks_for_microsoft_is_given_both(asks, gets):
    assert Talk().hears(asks) == [gets]
    talk = Talk()
    talk.hears("lost_authenticator")
    assert talk.hears(asks) == [gets]
    talk = Talk()
    talk.hears("contact_data_protection", account_type="business")
    assert talk.hears(asks) == [gets]


@pytest.mark.parametrize(("asks", "gets"), ROADS)
def test_employee_and_owner_of_a_personal_account_are_told_so_and_what_is_open(asks, gets):
    employee = who(account_type="business", is_admin=False)
    assert employee.hears(asks) == ["utter_only_for_administrators", "utter_step_send_message_to_admin"]
    assert not employee.orders
    owner = who(account_type="personal")
    assert owner.hears(asks) == ["utter_only_for_administrators", "utter_step_replace_security_info"]


@pytest.mark.parametrize(("asks", "gets"), ROADS)
def test_administrator_whom_a_colleague_can_reset_is_helped_with_the_step(asks, gets):
    talk = who(account_type="business", is_admin=True, has_other_admin=True)
    assert talk.hears(asks) == ["utter_stuck_send_message_to_admin"]
    assert talk.hears(asks) == ["utter_no_more_help"]


@pytest.mark.parametrize(("asks", "gets"), ROADS)
def test_person_who_is_asked_about_the_work_account_is_told_and_asked_again(asks, gets):
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    assert talk.hears(asks) == ["utter_only_for_administrators_no_step", "utter_ask_other_methods"]


def test_person_who_answers_beside_the_question_for_another_road_goes_on():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    assert talk.hears("ask_trial_tenant", other_methods="sms")[0] == "utter_way_in_other_method"


@pytest.mark.parametrize("intent", ["ask_call_sheet", "robot_said_something_else"])
def test_person_with_a_personal_account_who_asks_what_to_press_gets_help_with_the_step(intent):
    talk = Talk()
    talk.hears("lost_authenticator", account_type="personal", other_methods="sms")
    said = talk.hears(intent, "which one do I press dear, there are two: text or email")
    assert said == ["utter_stuck_sign_in_another_way"]


def test_employee_who_types_that_they_want_to_call_microsoft_is_told_who_can():
    employee = who(account_type="business", is_admin=False)
    said = employee.hears("ask_call_sheet", "what number do I call at Microsoft")
    assert said == ["utter_only_for_administrators", "utter_step_send_message_to_admin"]


@pytest.mark.parametrize(("asks", "gets"), ROADS)
def test_who_asks_on_after_an_answer_is_told_what_it_left_out(asks, gets):
    for facts in ({}, {"is_admin": True, "account_type": "business"}):
        talk = Talk()
        talk.hears("admin_reset_for_user", **facts)
        said = talk.hears(asks, "what do I write in the ticket then")
        assert said == ["utter_answer_admin_how_to_more", "utter_anything_else"]
    talk = Talk()
    talk.hears("admin_reset_for_user")
    assert talk.hears(asks, "and with a call to Microsoft, or a trial tenant?") == [gets]


def test_who_asks_on_after_an_answer_is_not_told_of_what_is_open_and_then_nothing():
    talk = Talk()
    talk.hears("out_of_scope", is_admin=False)
    assert talk.hears("ask_trial_tenant") == ["utter_only_for_administrators_no_step", "utter_anything_else"]
