"""What people do besides answering: stuck, why, back, again, over, a human, anger, nonsense."""

import pytest

from bot.case import Case
from bot.talk.turn import Known
from tests.talk_without_rasa import Talk


def in_the_guide():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", other_methods="sms")
    assert talk.said == ["utter_way_in_other_method", "utter_step_sign_in_another_way"]
    return talk


def on_the_phone():
    talk = Talk()
    talk.hears("lost_authenticator", is_admin=True, has_other_admin=False, other_methods="none", has_partner=False)
    talk.hears("step_done")
    assert talk.said == ["utter_step_call_microsoft"]
    return talk


def test_person_goes_through_the_guide_one_step_at_a_time():
    talk, walked = in_the_guide(), []
    while talk.said != ["utter_guide_finished"]:
        walked.append(talk.said[-1])
        talk.presses("Done, next")
    assert walked[0] == "utter_step_sign_in_another_way"
    assert walked[-1] == "utter_step_keep_two_methods"
    assert len(walked) == len(set(walked)) == 8


def test_person_with_a_work_account_who_needs_a_moment_is_left_the_buttons_of_a_work_account():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    before = talk.buttons
    talk.hears("need_time", "one moment please")
    assert talk.buttons == before
    assert "A code by e-mail" not in before


def test_person_who_needs_a_moment_gets_it_and_nothing_is_said_twice():
    talk = in_the_guide()
    assert talk.hears("need_time") == ["utter_take_your_time"]
    assert talk.presses("Done, next") == ["utter_step_open_security_info"]


def test_person_who_needs_a_moment_at_a_question_may_answer_after_it():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    assert talk.hears("need_time") == ["utter_take_your_time"]
    assert "None of these" in talk.buttons
    assert talk.hears("inform", other_methods="sms")[0] == "utter_way_in_other_method"


def test_person_who_needs_a_moment_on_the_phone_keeps_the_line():
    talk = on_the_phone()
    talk.presses("Done, next")
    assert talk.hears("need_time") == ["utter_take_your_time"]
    assert talk.presses("Next") == ["utter_phone_line"]


def test_person_who_needs_a_moment_before_anything_was_told_gets_it():
    assert Talk().hears("need_time") == ["utter_take_your_time"]


def test_person_who_tells_something_while_they_need_a_moment_is_heard():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    assert talk.hears("need_time", other_methods="sms")[0] == "utter_way_in_other_method"


def test_person_who_is_stuck_gets_help_for_that_step_and_then_a_human():
    talk = in_the_guide()
    assert talk.presses("I am stuck") == ["utter_stuck_sign_in_another_way"]
    assert talk.presses("I am stuck") == ["utter_no_more_help"]
    assert talk.presses("Done, next") == ["utter_step_open_security_info"]


def test_message_to_others_holds_the_name_that_the_person_gave_and_brackets_for_what_they_did_not():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", other_methods="none", is_admin=False)
    assert talk.says[-1].values["sign_in_name"] == "[your sign-in name]"
    talk.hears("inform", sign_in_name="clara.neumann@contoso.example")
    assert talk.said == ["utter_step_send_message_to_admin"]
    assert talk.says[-1].values["sign_in_name"] == "clara.neumann@contoso.example"
    talk.hears("inform", is_admin=True, has_other_admin=False, has_partner=True)
    assert talk.said[-1] == "utter_step_send_message_to_partner"
    assert talk.says[-1].values["sign_in_name"] == "clara.neumann@contoso.example"
    assert talk.says[-1].values["tenant_domain"] == "[your domain]"
    talk.hears("inform", tenant_domain="contoso.example")
    assert talk.says[-1].values["tenant_domain"] == "contoso.example"


def test_name_that_somebody_typed_stands_in_no_summary():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", sign_in_name="clara.neumann@contoso.example")
    talk.hears("ask_human")
    assert "clara" not in talk.says[0].values["summary"]


def test_person_to_whom_nothing_works_hears_nothing_three_times():
    talk = in_the_guide()
    said = [talk.hears("step_stuck", "nothing works")[-1] for _ in range(5)]
    assert said[:3] == ["utter_stuck_sign_in_another_way", "utter_no_more_help", "utter_human"]
    assert max(said.count(one) for one in said) == 2


def test_person_whose_app_nothing_mends_hears_the_help_once_and_then_the_next_thing():
    talk = Talk()
    talk.hears("authenticator_not_working", "no notification comes")
    talk.hears("step_done", "next")
    talk.hears("step_done", "next")
    assert talk.hears("step_stuck", "no it does not work") == ["utter_stuck_check_the_clock"]
    assert talk.hears("step_stuck", "nothing works") == ["utter_step_match_the_number"]
    assert talk.hears("step_stuck", "nothing works") == ["utter_stuck_match_the_number"]


def test_person_who_asks_twice_about_a_step_of_mending_the_app_stays_at_it():
    talk = Talk()
    talk.hears("authenticator_not_working")
    assert talk.hears("out_of_scope", confidence=0.6) == ["utter_stuck_wake_the_app"]
    assert talk.hears("out_of_scope", confidence=0.6) == ["utter_no_more_help"]


def test_person_asks_why_and_keeps_the_place():
    talk = in_the_guide()
    assert talk.presses("Why?") == ["utter_why_sign_in_another_way"]
    assert talk.hears("ask_repeat") == ["utter_step_sign_in_another_way"]


def test_person_asks_why_a_question_is_asked_and_the_question_comes_again():
    talk = Talk()
    talk.hears("lost_authenticator")
    assert talk.hears("ask_why") == ["utter_why_account_type", "utter_ask_account_type"]


def test_person_goes_back_a_step_and_then_to_the_question_before():
    talk = in_the_guide()
    talk.presses("Done, next")
    assert talk.presses("Back") == ["utter_step_sign_in_another_way"]


def test_person_takes_the_last_answer_back():
    talk = Talk()
    talk.hears("lost_authenticator")
    talk.presses("Work")
    assert talk.hears("go_back_a_step") == ["utter_ask_account_type"]
    assert talk.case.account_type is None
    assert talk.hears("go_back_a_step") == ["utter_nothing_to_go_back_to", "utter_ask_account_type"]


def test_person_wants_all_steps_and_keeps_the_place():
    talk = in_the_guide()
    talk.presses("Done, next")
    said = talk.presses("Show all steps")
    assert said[0] == "utter_step_sign_in_another_way"
    assert said[-1] == "utter_all_steps_end"
    assert talk.says[-1].values == {"number": 2}
    assert talk.hears("step_done") == ["utter_step_get_the_app"]


def test_person_wants_all_steps_before_there_are_any():
    talk = Talk()
    talk.hears("lost_authenticator")
    assert talk.hears("show_all_steps") == ["utter_no_steps_yet", "utter_ask_account_type"]


def test_person_is_in_and_still_hears_how_to_get_a_new_authenticator_and_the_lost_phone_off():
    talk, walked = in_the_guide(), []
    assert talk.hears("problem_solved") == ["utter_solved_so_far", "utter_step_open_security_info"]
    while talk.said != ["utter_guide_finished"]:
        walked.append(talk.said[-1])
        talk.hears("problem_solved")
    assert walked[-3:] == ["utter_step_try_it_out", "utter_step_remove_lost_method", "utter_step_keep_two_methods"]


def test_robbed_person_who_is_in_still_signs_the_thief_out():
    talk, walked = Talk(), []
    talk.hears("lost_authenticator", account_type="business", other_methods="sms", device_event="stolen")
    while talk.said != ["utter_guide_finished"]:
        walked.append(talk.said[-1])
        talk.hears("step_done" if talk.said[-1] == "utter_step_block_the_sim" else "problem_solved")
    assert "utter_step_sign_out_everywhere" in walked


def test_person_who_is_in_before_the_sim_is_blocked_still_blocks_it():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", other_methods="sms", device_event="stolen")
    assert talk.hears("problem_solved") == ["utter_solved_so_far", "utter_step_block_the_sim"]


def test_person_with_nothing_left_to_do_is_not_left_without_a_word():
    assert Talk().hears("problem_solved") == ["utter_solved", "utter_anything_else"]


def test_person_whose_app_works_again_is_left_in_peace():
    talk = Talk()
    talk.hears("authenticator_not_working")
    assert talk.presses("It works now") == ["utter_solved", "utter_guide_finished"]
    assert talk.hears("affirm") == ["utter_all_right"]
    assert talk.hears("deny") == ["utter_all_right"]
    assert talk.hears("step_done") == ["utter_guide_finished"]


def test_person_whose_app_worked_only_for_a_moment_is_led_to_another_way():
    talk = Talk()
    talk.hears("authenticator_not_working")
    talk.presses("It works now")
    assert talk.hears("step_stuck") == ["utter_ask_account_type"]
    assert talk.case.has_tried_fixes


def test_person_who_is_not_in_at_the_end_of_the_guide_gets_the_summary_for_a_human():
    talk = in_the_guide()
    while talk.said != ["utter_guide_finished"]:
        talk.hears("step_done")
    assert talk.hears("step_stuck") == ["utter_human"]


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_yes_or_no_after_a_hand_over_is_no_step_done(intent):
    talk = in_the_guide()
    talk.hears("ask_human")
    assert talk.hears(intent) == ["utter_step_sign_in_another_way"]
    assert talk.hears("affirm") == ["utter_step_open_security_info"]


def test_question_that_was_open_before_a_hand_over_can_be_answered_after_it():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", other_methods="none")
    talk.hears("ask_human")
    assert talk.hears("deny") == ["utter_way_in_another_admin", "utter_step_send_message_to_admin"]


def test_person_who_is_in_while_a_stranger_may_be_too_still_shuts_them_out():
    talk = Talk()
    talk.hears("account_compromised")
    talk.hears("step_done")
    assert talk.hears("problem_solved") == ["utter_solved", "utter_step_report_the_break_in"]


def test_person_who_wants_nothing_else_after_an_answer_is_left_in_peace():
    talk = Talk()
    talk.hears("frontline_qr")
    assert talk.hears("deny") == ["utter_anything_else"]
    assert talk.hears("deny") == ["utter_all_right"]
    assert talk.hears("step_stuck") == ["utter_anything_else"]


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_yes_or_no_that_answers_nothing_is_told_so(intent):
    talk = Talk()
    talk.hears("lost_authenticator")
    assert talk.hears(intent) == ["utter_not_understood", "utter_ask_account_type"]


def test_person_says_next_on_the_phone_and_hears_line_after_line():
    talk, lines = on_the_phone(), 0
    while talk.hears("step_done")[0].startswith("utter_phone_line"):
        lines += 1
    assert lines >= 6
    assert talk.said == ["utter_step_wait_for_data_protection"]


def test_person_goes_back_a_line_on_the_phone():
    talk = on_the_phone()
    talk.hears("step_done")
    first = talk.says[0].values
    talk.hears("step_done")
    talk.hears("go_back_a_step")
    assert talk.says[0].values == first
    talk.hears("go_back_a_step")
    assert talk.said == ["utter_step_call_microsoft"]


def test_robot_that_asks_something_else_gets_the_line_that_fits():
    talk = on_the_phone()
    talk.hears("step_done")
    said = talk.hears("robot_said_something_else", "it asks whether I am a home user or a business user")
    assert said[0].startswith("utter_phone_line")
    assert talk.progress.phone_family == "home_or_business"


def test_robot_that_does_not_take_the_words_gets_others_and_then_the_way_out():
    talk = on_the_phone()
    talk.hears("step_done")
    said = [talk.hears("robot_said_something_else")[0] for _ in range(9)]
    assert said[0] == "utter_phone_instead"
    assert said[-1] == "utter_phone_stuck"
    assert talk.hears("step_done")[0].startswith("utter_phone_line")


def test_person_sees_the_whole_call_or_the_other_road_and_keeps_the_place():
    talk = on_the_phone()
    assert talk.hears("ask_call_sheet") == ["utter_call_sheet"]
    assert talk.hears("ask_trial_tenant") == ["utter_trial_tenant"]
    assert talk.hears("ask_repeat") == ["utter_step_call_microsoft"]


def test_person_tells_the_country_and_the_number_to_dial_is_there():
    talk = on_the_phone()
    assert talk.hears("inform", country="GB") == ["utter_step_call_microsoft"]
    assert "0800 032 6417" in talk.says[0].values["dial"]


def test_two_misunderstandings_bring_the_menu_and_a_third_a_human():
    talk = Talk()
    talk.hears("lost_authenticator")
    assert talk.hears("nlu_fallback") == ["utter_not_understood", "utter_ask_account_type"]
    assert talk.hears("nlu_fallback") == ["utter_menu"]
    assert talk.hears("nlu_fallback") == ["utter_offer_human", "utter_human"]
    assert talk.hears("inform", account_type="school") == ["utter_ask_other_methods"]
    assert talk.hears("nlu_fallback") == ["utter_not_understood", "utter_ask_other_methods"]


def test_message_that_is_not_clear_but_tells_a_fact_is_taken():
    talk = Talk()
    talk.hears("lost_authenticator")
    assert talk.hears("nlu_fallback", account_type="personal") == ["utter_ask_other_methods"]


def test_first_message_with_two_readings_gets_one_question_with_both_as_buttons():
    talk = Talk()
    said = talk.hears("nlu_fallback", readings=("lost_authenticator", "ask_qr_code"))
    assert said == ["utter_which_problem"]
    assert list(talk.buttons.values()) == ["/lost_authenticator", "/ask_qr_code", "/ask_repeat"]
    assert talk.presses("I need the QR code to set up the app")[0] == "utter_answer_qr_code"


def test_person_who_means_none_of_the_readings_gets_all_problems_to_choose_from():
    talk = Talk()
    talk.hears("inform", readings=("out_of_scope", "ask_qr_code"), is_admin=True)
    assert talk.said == ["utter_which_problem"]
    assert talk.presses("None of these") == ["utter_ask_problem"]


def test_newcomer_who_greets_hears_what_can_be_done_here():
    talk = Talk()
    assert talk.hears("greet") == ["utter_greet"]
    assert talk.hears("nlu_fallback") == ["utter_not_understood_at_all"]


def test_person_who_comes_back_goes_on_where_they_were():
    talk = in_the_guide()
    assert talk.hears("come_back") == ["utter_welcome_back", "utter_step_sign_in_another_way"]


def test_person_starts_over_and_the_case_is_empty():
    talk = in_the_guide()
    assert talk.hears("start_over") == ["utter_start_over"]
    assert talk.case == Case()


def test_person_who_wants_a_human_gets_the_summary_and_can_go_on():
    talk = in_the_guide()
    assert talk.hears("ask_human") == ["utter_human"]
    assert "NOT checked" in talk.says[0].values["summary"]
    assert talk.presses("Go on here") == ["utter_step_sign_in_another_way"]


def test_person_whom_microsoft_can_call_asks_for_no_human():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    assert talk.hears("ask_human", answer_other_methods="voice")[0] == "utter_way_in_other_method"


def test_person_who_answers_no_and_wants_a_human_gets_one():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", other_methods="none")
    assert talk.hears("ask_human", answer="no") == ["utter_human"]
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    assert talk.hears("ask_human", answer_other_methods="none") == ["utter_human"]


@pytest.mark.parametrize(
    ("intent", "first"),
    [
        ("express_anger", "utter_sorry_for_the_trouble"),
        ("ask_who_you_are", "utter_who_i_am"),
        ("ask_how_long", "utter_how_long"),
        ("ask_to_bypass", "utter_no_way_around"),
    ],
)
def test_person_digresses_and_the_step_comes_again(intent, first):
    assert in_the_guide().hears(intent) == [first, "utter_step_sign_in_another_way"]


def test_person_asks_what_a_word_means_and_the_question_comes_again():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    said = talk.hears("ask_meaning", term="temporary_access_pass")
    assert said == ["utter_meaning_temporary_access_pass", "utter_ask_other_methods"]
    assert talk.hears("ask_meaning") == ["utter_meaning_unknown", "utter_ask_other_methods"]


@pytest.mark.parametrize(
    ("choice", "fact", "value"),
    [
        ("1", "account_type", "business"),
        ("2", "account_type", "school"),
        ("last", "account_type", "personal"),
    ],
)
def test_person_picks_an_answer_by_its_place(choice, fact, value):
    talk = Talk()
    talk.hears("lost_authenticator")
    talk.hears("pick_option", choice=choice)
    assert getattr(talk.case, fact) == value


@pytest.mark.parametrize(
    ("choice", "methods"),
    [
        ("none", ()),
        ("last", ()),
        ("3", ("sms",)),
    ],
)
def test_person_picks_what_still_works_by_its_place(choice, methods):
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    talk.hears("pick_option", choice=choice)
    assert talk.case.other_methods == methods


def test_person_says_both_when_asked_who_else_can_reset():
    talk = Talk()
    talk.hears("lost_authenticator", is_admin=True, other_methods="none")
    talk.hears("pick_option", choice="all")
    assert talk.case.has_other_admin is True
    assert talk.case.has_partner is True


def test_no_at_something_to_try_leads_to_the_next_thing():
    talk = Talk()
    talk.hears("authenticator_not_working", account_type="business")
    first = talk.said[-1]
    second = talk.hears("deny")[-1]
    third = talk.hears("deny")[-1]
    assert len({first, second, third}) == 3
    assert "utter_offer_human" not in talk.said


def test_person_who_wants_a_human_waits_at_the_agents_desk():
    talk = Talk(problem="lost_authenticator", account_type="business")
    assert talk.hears("ask_human") == ["utter_human"]
    assert talk.orders == ("hand_over",)


def test_person_who_wants_a_human_is_told_that_the_desk_sees_their_case_where_there_is_one():
    talk = Talk(known=Known(can_look_up=True))
    talk.hears("lost_authenticator", account_type="business")
    assert talk.hears("ask_human") == ["utter_human_at_the_desk"]
    assert talk.orders == ("hand_over",)
