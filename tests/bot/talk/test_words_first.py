"""People whose words are surer than what the whole message sounds like: they get what the words ask for."""

import pytest

from bot.phone.caller import Caller
from bot.phone.robot import family_and_line_for, line_named
from tests.bot.talk.test_moves import in_the_guide, on_the_phone
from tests.talk_without_rasa import Talk


def shutting_a_stranger_out(**facts):
    talk = Talk()
    talk.hears("account_compromised", **facts)
    assert talk.said == ["utter_way_in_secure_account", "utter_step_deny_every_prompt"]
    return talk


@pytest.mark.parametrize("text", ["I can't log in anymore", "i cannot log in any more"])
def test_person_who_cannot_log_in_is_not_told_that_they_are_in(text):
    assert shutting_a_stranger_out().hears("problem_solved", text) == ["utter_stuck_deny_every_prompt"]
    assert in_the_guide().hears("problem_solved", text) == ["utter_stuck_sign_in_another_way"]
    assert "utter_solved" not in Talk().hears("problem_solved", text)


def test_person_who_is_in_after_all_is_told_so():
    said = in_the_guide().hears("problem_solved", "I couldn't log in at first, but now I'm in")
    assert said[0] == "utter_solved_so_far"


@pytest.mark.parametrize("text", ["what do I do now", "and what then", "what next", "what now?"])
def test_person_who_asks_what_comes_next_stays_at_the_step_until_it_is_done(text):
    talk = in_the_guide()
    for _ in range(2):
        assert talk.hears("step_done", text) == ["utter_say_next_when_done", "utter_step_sign_in_another_way"]
    assert talk.hears("step_done", "done, what next?") == ["utter_step_open_security_info"]
    assert talk.presses("Done, next") == ["utter_step_get_the_app"]


@pytest.mark.parametrize("intent", ["affirm", "step_done"])
@pytest.mark.parametrize("text", ["ok let's go", "OK, lets start then!", "I'm ready", "yes please, let's do it"])
def test_person_who_begins_has_not_done_the_first_step(intent, text):
    talk = in_the_guide()
    assert talk.hears(intent, text) == ["utter_here_it_begins", "utter_step_sign_in_another_way"]
    assert talk.hears(intent, "ok") == ["utter_step_open_security_info"]
    assert talk.hears(intent, text) == ["utter_step_get_the_app"]


def test_person_on_the_phone_who_asks_what_comes_next_hears_the_line_again():
    talk = on_the_phone()
    talk.hears("step_done", "next")
    said = talk.hears("step_done", "and what then")
    assert said[0] == "utter_say_next_when_done"
    assert talk.progress.phone_line == 0


@pytest.mark.parametrize(
    ("intent", "text", "line"),
    [
        ("code_did_not_come", "it sent me a code, should I read it out?", "code"),
        ("inform", "they gave me a case number", "case_number"),
        ("robot_said_something_else", "the agent hung up", "sent_away"),
        ("robot_said_something_else", "it said press one or two", "business_user"),
        ("contact_data_protection", "I called, they say I should open a ticket online but I cant log in", "sent_away"),
        ("nlu_fallback", "it wants to know which product", "product"),
    ],
)
def test_person_who_tells_what_was_said_on_the_phone_gets_the_words_for_it(intent, text, line):
    """R21"""
    for lines_heard in (0, 1, 2):
        talk = on_the_phone()
        for _ in range(lines_heard):
            talk.hears("step_done", "next")
        begun = talk.progress.phone_line is not None
        if (talk.progress.phone_family, talk.progress.phone_line) == family_and_line_for(text):
            continue
        assert talk.hears(intent, text)[0].startswith("utter_phone_line")
        assert talk.says[0].values["it_asks"] == line_named(Caller(), line).it_asks
        assert talk.orders == (() if begun else ("note_script",))


def test_person_on_the_phone_who_says_what_is_no_line_is_answered_as_ever():
    talk = on_the_phone()
    talk.hears("step_done", "next")
    assert talk.hears("ask_how_long", "how long does it take")[0] == "utter_how_long"
    assert talk.hears("ask_human", "they sent me a code, I want a human here") == ["utter_human"]
    assert talk.hears("nlu_fallback", "the weather is nice")[0] == "utter_not_understood"
    assert talk.progress.phone_line == 0


def test_person_who_asks_what_comes_next_while_there_is_a_question_gets_the_question():
    talk = Talk()
    talk.hears("lost_authenticator")
    assert talk.hears("step_done", "what now?") == ["utter_ask_account_type"]


def test_person_who_asks_what_to_check_is_not_asked_for_a_name():
    talk = shutting_a_stranger_out(account_type="business")
    talk.hears("step_done")
    talk.hears("step_done")
    assert talk.hears("ask_check_methods", "what should I check") == ["utter_stuck_change_the_password"]


def test_person_who_approved_one_by_mistake_is_told_what_to_do_about_it():
    talk = shutting_a_stranger_out()
    talk.hears("step_stuck", "i am stuck")
    assert talk.hears("nlu_fallback", "i approved one by mistake") == ["utter_stuck_deny_every_prompt"]
    assert talk.hears("step_done", "done") == ["utter_step_report_the_break_in"]


def test_person_who_has_nobody_to_tell_goes_on():
    talk = shutting_a_stranger_out(is_admin=True, has_other_admin=False)
    talk.hears("step_done")
    assert talk.hears("inform", "there is nobody else", has_other_admin=False) == ["utter_step_change_the_password"]


def test_person_who_has_nobody_else_to_let_them_in_is_at_the_same_step_anywhere_else():
    talk = shutting_a_stranger_out(is_admin=True, has_other_admin=False)
    said = talk.hears("inform", "there is nobody else", has_other_admin=False)
    assert said == ["utter_noted", "utter_step_deny_every_prompt"]


def test_person_whom_it_has_reset_tells_nobody_and_changes_no_password():
    talk = shutting_a_stranger_out()
    said = talk.hears(
        "been_reset", "IT changed the password and reset everything", has_other_admin=True, account_type="business"
    )
    assert said == ["utter_step_deny_every_prompt"]
    assert talk.says[-1].values == {"number": 1, "total": 2}
    assert talk.hears("step_done", "done") == ["utter_step_check_what_changed"]
    assert talk.hears("step_done", "next") == ["utter_way_in_other_method", "utter_step_sign_in_after_the_reset"]


def test_person_with_a_personal_account_was_reset_by_nobody_and_takes_every_step():
    talk = shutting_a_stranger_out(account_type="personal", has_been_reset=True)
    assert talk.says[-1].values["total"] == 4


@pytest.mark.parametrize(
    "said", ["can I delete the old one now?", "should i remove my old phone", "may I take the old authenticator off?"]
)
def test_who_wants_to_take_the_old_phone_off_too_early_keeps_it(said):
    talk = in_the_guide()
    assert talk.hears("ask_worry", said)[0] == "utter_keep_the_old_one"
    assert talk.said[1] == "utter_step_sign_in_another_way"


def test_who_is_to_take_it_off_now_may():
    talk = in_the_guide()
    while talk.said[-1] != "utter_step_remove_lost_method":
        talk.presses("Done, next")
    assert "utter_keep_the_old_one" not in talk.hears(
        "step_done", "I deleted the old one, can I remove the old phone's entry?"
    )


def test_who_asks_how_to_get_in_while_a_stranger_is_shut_out_hears_what_comes_first():
    talk = Talk()
    talk.hears("account_compromised", account_type="business")
    said = talk.hears("nlu_fallback", "how do i get back in")
    assert said == ["utter_way_in_secure_account", "utter_step_deny_every_prompt"]


@pytest.mark.parametrize("said", ["what do you mean", "What do you mean by that?", "sorry what do you mean?"])
def test_who_asks_what_is_meant_and_names_no_word_gets_help_with_what_was_said(said):
    assert in_the_guide().hears("ask_meaning", said) == ["utter_stuck_sign_in_another_way"]


def test_who_tells_that_a_method_is_gone_is_told_that_it_was_heard():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    said = talk.hears("inform", "the old one went back to the shop", lost_methods="old_phone")
    assert said == ["utter_noted", "utter_ask_other_methods"]


@pytest.mark.parametrize("intent", ["nlu_fallback", "inform", "out_of_scope", "step_done"])
def test_who_ends_with_next_goes_on_whatever_the_rest_sounds_like(intent):
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", other_methods="sms", device_event="stolen")
    assert talk.said[-1] == "utter_step_block_the_sim"
    said = talk.hears(intent, "ok they will send the new sim thursday. next", has_new_sim=True)
    assert said == ["utter_step_sign_in_another_way"]


def test_who_cannot_sign_in_to_report_a_stranger_goes_on_with_next():
    talk = shutting_a_stranger_out()
    assert talk.hears("nlu_fallback", "cannot sign in, they changed the password. next") == [
        "utter_step_report_the_break_in"
    ]


def test_who_tells_what_changes_the_plan_is_at_a_new_step_whatever_they_end_with():
    talk = in_the_guide()
    said = talk.hears("inform", "I found my old phone, the app works there. next", other_methods="old_phone")
    assert said == ["utter_way_in_old_phone", "utter_step_approve_with_old_phone"]
    talk = in_the_guide()
    said = talk.hears("inform", "the phone was stolen. next", device_event="stolen")
    assert said == ["utter_step_block_the_sim"]


def test_who_is_in_and_ends_with_next_leaves_all_that_only_leads_in():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", other_methods="none", is_admin=False)
    assert talk.hears("problem_solved", "I'm in. next") == ["utter_solved_so_far", "utter_step_open_security_info"]


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback", "inform", "ask_trial_tenant"])
def test_who_says_that_the_administrator_is_away_is_told_who_else_can(intent):
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", other_methods="none", is_admin=False)
    for text in ("Priya is on holiday till tuesday. is there anybody else who can", "who else at work can reset it"):
        assert talk.hears(intent, text) == ["utter_stuck_send_message_to_admin"]
    talk.hears("step_done", "next")
    said = talk.hears(intent, "our admin is on holiday, is there anybody else?", has_other_admin=True)
    assert said == ["utter_stuck_wait_for_the_admin"]
