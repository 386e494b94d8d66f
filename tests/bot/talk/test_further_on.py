"""Who is further than the guide says so in passing, and the guide catches up with them."""

import pytest

from tests.talk_without_rasa import Talk

SAID = "words that the model heard"


def after_the_reset(**facts):
    talk = Talk(problem="lost_authenticator", account_type="business", is_admin=False, has_been_reset=True, **facts)
    talk.hears("ask_repeat")
    assert "utter_step_sign_in_after_the_reset" in talk.said or facts
    return talk


@pytest.mark.parametrize("intent", ["step_done", "step_stuck", "ask_qr_code", "nlu_fallback", "inform"])
def test_person_who_sees_the_qr_code_is_told_how_to_scan_it(intent):
    talk = after_the_reset()
    assert talk.hears(intent, SAID, did="add_sign_in_method") == ["utter_step_scan_the_qr_code"]


def test_person_who_has_scanned_it_tries_it_out():
    talk = after_the_reset()
    assert talk.hears("step_done", SAID, did="scan_the_qr_code") == ["utter_step_try_it_out"]
    assert talk.presses("Done, next") == ["utter_step_remove_lost_method"]


def test_person_whose_scan_makes_trouble_gets_help_with_that():
    talk = after_the_reset()
    assert talk.hears("step_stuck", SAID, did="scan_the_qr_code") == ["utter_stuck_scan_the_qr_code"]
    assert talk.presses("Done, next") == ["utter_step_try_it_out"]


def test_person_who_has_an_app_is_not_let_in_by_that():
    talk = after_the_reset()
    assert talk.hears("step_done", SAID, did="get_the_app") == ["utter_step_open_security_info"]


def test_person_who_is_in_and_has_the_app_goes_on_with_the_page():
    talk = after_the_reset()
    talk.presses("Done, next")
    assert talk.hears("inform", SAID, did="get_the_app") == ["utter_step_add_sign_in_method"]


def test_person_who_tells_of_a_step_behind_them_goes_on_as_ever():
    talk = after_the_reset()
    talk.hears("step_done", SAID, did="scan_the_qr_code")
    assert talk.hears("step_done", SAID, did="scan_the_qr_code") == ["utter_step_remove_lost_method"]


def test_person_whose_phone_was_stolen_still_blocks_the_card():
    talk = after_the_reset(device_event="stolen")
    assert talk.hears("step_done", SAID, did="add_sign_in_method") == ["utter_step_block_the_sim"]
    assert talk.presses("Done, next") == ["utter_step_scan_the_qr_code"]


def test_person_with_a_personal_account_is_heard_by_the_same_words():
    talk = Talk(problem="lost_authenticator", account_type="personal", other_methods=("sms",))
    talk.hears("ask_repeat")
    assert talk.hears("step_done", SAID, did="add_sign_in_method") == ["utter_step_scan_the_qr_code"]


def test_who_has_no_guide_yet_is_asked_as_ever():
    talk = Talk()
    talk.hears("lost_authenticator", SAID, did="scan_the_qr_code")
    assert talk.said == ["utter_ask_account_type"]


@pytest.mark.parametrize("intent", ["nlu_fallback", "step_done", "step_stuck", "inform"])
@pytest.mark.parametrize("text", ["it worked, I'm on the security info page now", "I'm in the security page"])
def test_person_on_the_security_page_is_in_and_has_opened_it(intent, text):
    assert after_the_reset().hears(intent, text) == ["utter_step_get_the_app"]
    talk = Talk(problem="lost_authenticator", account_type="personal", other_methods=("sms",))
    talk.hears("ask_repeat")
    assert talk.hears(intent, text) == ["utter_step_get_the_app"]


@pytest.mark.parametrize(
    "text", ["I'm on the security info page but it asks for the app", "I'm not on the security info page"]
)
def test_person_who_is_stopped_at_the_security_page_is_not_in(text):
    assert "utter_step_get_the_app" not in after_the_reset().hears("step_stuck", text)


def told_of_a_stranger(**facts):
    talk = Talk()
    talk.hears("account_compromised", **facts)
    return talk


def test_person_who_has_changed_the_password_already_is_not_told_to():
    talk = told_of_a_stranger(account_type="business")
    assert talk.hears("inform", "I changed the password already") == [
        "utter_that_one_is_done",
        "utter_step_deny_every_prompt",
    ]
    assert talk.hears("step_done", "done") == ["utter_step_report_the_break_in"]
    assert talk.hears("step_done", "done") == ["utter_step_check_what_changed"]


@pytest.mark.parametrize("text", ["I pressed this wasn't me", 'I pressed "this was not me"', "I reported it"])
def test_person_who_has_reported_it_goes_on_to_the_password(text):
    talk = told_of_a_stranger(account_type="personal")
    talk.hears("step_done", "done")
    assert talk.hears("account_compromised", text) == ["utter_step_change_the_password"]


def test_employee_who_pressed_that_it_was_not_them_has_told_nobody_yet():
    talk = told_of_a_stranger(account_type="business")
    talk.hears("step_done", "done")
    assert talk.hears("account_compromised", "I pressed this wasn't me") == ["utter_step_report_the_break_in"]
