"""From the first message to the way in, told as people: what is asked, what is not, and what comes at the end."""

import datetime as dt

import pytest

from bot.paths import DONT_KNOW, OPENINGS, answer_named, every_path
from bot.questions import without_an_answer
from tests.talk_without_rasa import TODAY, Talk, slots_of

AFTER_SMS = dt.date(2027, 2, 2)


def test_employee_is_asked_three_things_and_gets_the_message_for_the_admin():
    talk = Talk()
    assert talk.hears("lost_authenticator") == ["utter_ask_account_type"]
    assert talk.presses("Work") == ["utter_ask_other_methods"]
    assert talk.presses("None of these") == ["utter_ask_is_admin"]
    assert talk.presses("No") == ["utter_way_in_another_admin", "utter_step_send_message_to_admin"]
    assert talk.question is None


def test_sole_administrator_who_says_so_at_once_has_the_script_after_two_answers():
    talk = Talk()
    assert talk.hears("lost_authenticator", is_admin=True, has_other_admin=False) == ["utter_ask_other_methods"]
    assert talk.hears("inform", other_methods="none") == ["utter_ask_has_partner"]
    assert talk.hears("deny") == ["utter_way_in_data_protection", "utter_step_gather_the_proofs"]


def test_person_who_asks_for_the_qr_code_gets_the_truth_and_the_next_question_in_one_turn():
    talk = Talk()
    said = talk.hears("ask_qr_code", account_type="business")
    assert said == ["utter_answer_qr_code", "utter_ask_other_methods"]


def test_person_who_asks_for_the_qr_code_again_gets_the_truth_again_and_stays_where_they_were():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    assert talk.hears("ask_qr_code") == ["utter_answer_qr_code", "utter_ask_other_methods"]
    assert talk.case.problem == "lost_authenticator"


def test_person_who_asked_for_the_qr_code_at_first_is_told_again_too():
    talk = Talk()
    talk.hears("ask_qr_code")
    assert talk.hears("ask_qr_code") == ["utter_answer_qr_code", "utter_ask_account_type"]
    assert talk.hears("ask_qr_code", account_type="business") == ["utter_ask_other_methods"]


def test_person_who_is_in_and_asks_for_the_qr_code_is_not_told_that_they_are_locked_out():
    talk = Talk(problem="lost_authenticator", account_type="business", is_admin=False, has_been_reset=True)
    talk.hears("ask_repeat")
    assert talk.hears("ask_qr_code")[0] == "utter_answer_qr_code"
    for adding in ("utter_step_open_security_info", "utter_step_get_the_app", "utter_step_add_sign_in_method"):
        talk.presses("Done, next")
        assert talk.hears("ask_qr_code") == ["utter_answer_qr_code_once_in", adding]


def test_frontline_worker_is_told_about_the_badge_and_offered_recovery():
    talk = Talk()
    assert talk.hears("frontline_qr") == ["utter_answer_frontline_qr", "utter_offer_recovery"]
    assert talk.presses("Yes") == ["utter_ask_account_type"]
    assert talk.case.problem == "lost_authenticator"


def test_frontline_worker_who_needs_no_more_is_left_in_peace():
    talk = Talk()
    talk.hears("frontline_qr")
    assert talk.presses("No, that was all") == ["utter_anything_else"]


def test_person_with_two_topics_we_do_not_know_gets_the_answer_for_each():
    talk = Talk()
    assert talk.hears("out_of_scope") == ["utter_answer_out_of_scope"]
    assert talk.hears("out_of_scope") == ["utter_answer_out_of_scope"]
    assert talk.hears("admin_reset_for_user") == ["utter_answer_admin_how_to"]
    assert talk.presses("I am locked out myself") == ["utter_ask_account_type"]


def test_person_who_says_thanks_after_an_answer_is_not_answered_again():
    talk = Talk()
    talk.hears("out_of_scope")
    assert talk.hears("affirm") == ["utter_anything_else"]
    assert talk.hears("ask_repeat") == ["utter_answer_out_of_scope"]


def test_compromise_goes_first_and_recovery_follows_when_it_is_contained():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    assert talk.hears("account_compromised")[0] == "utter_way_in_secure_account"
    for _ in range(3):
        talk.hears("step_done")
    assert talk.hears("step_done") == ["utter_ask_other_methods"]
    assert talk.case.has_been_secured


def test_person_corrects_themselves_and_the_way_in_follows():
    talk = Talk()
    talk.hears("lost_authenticator", is_admin=True, has_other_admin=False, other_methods="none", has_partner=False)
    assert talk.progress.presented == "way_in_data_protection"
    assert talk.hears("inform", has_other_admin=True)[0] == "utter_way_in_another_admin"
    assert talk.hears("inform", other_methods="old_phone")[0] == "utter_way_in_old_phone"
    assert talk.hears("inform", lost_methods="old_phone")[0] == "utter_way_in_another_admin"


def test_another_problem_is_taken_only_after_a_yes():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    assert talk.hears("authenticator_not_working") == ["utter_ask_new_problem_authenticator_not_working"]
    assert talk.hears("deny") == ["utter_ask_other_methods"]
    talk.hears("authenticator_not_working")
    assert talk.hears("affirm")[0] == "utter_way_in_fix_app"


def test_person_who_tells_how_it_got_lost_is_asked_whether_it_is():
    talk = Talk()
    talk.hears("authenticator_not_working")
    said = talk.hears("lost_authenticator", device_event="lost", account_type="business")
    assert said == ["utter_ask_new_problem_lost_authenticator"]


def test_student_who_names_the_it_is_no_employee_by_that():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="school")
    talk.hears("step_stuck", likely_account_type="business", other_methods="none")
    assert talk.case.account_type == "school"


def test_person_whose_words_smell_of_an_office_is_taken_to_work_there():
    talk = Talk()
    assert talk.hears("lost_authenticator", likely_account_type="business") == ["utter_ask_other_methods"]
    assert talk.case.account_type == "business"


def test_administrator_has_an_account_of_the_organisation_whatever_was_said_before():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="personal")
    talk.hears("inform", likely_account_type="business", is_admin=True)
    assert talk.case.account_type == "business"


@pytest.mark.parametrize("event", ["lost", "stolen", "broken", "reset_or_deleted"])
def test_person_whose_phone_is_gone_while_the_app_is_mended_is_asked_whether_it_is(event):
    talk = Talk()
    talk.hears("authenticator_not_working", account_type="business")
    assert talk.hears("deny", device_event=event) == ["utter_ask_new_problem_lost_authenticator"]
    assert talk.presses("Yes") == ["utter_ask_other_methods"]
    assert talk.case.problem == "lost_authenticator"


def test_person_whose_phone_is_only_new_goes_on_mending_the_app():
    talk = Talk()
    talk.hears("authenticator_not_working", account_type="business")
    assert talk.hears("inform", device_event="new_phone") == ["utter_step_wake_the_app"]


def test_administrator_who_asks_on_is_told_what_was_left_out():
    talk = Talk()
    talk.hears("admin_reset_for_user")
    assert talk.hears("admin_reset_for_user") == ["utter_answer_admin_how_to_more", "utter_anything_else"]
    assert talk.hears("step_stuck") == ["utter_answer_admin_how_to_more", "utter_anything_else"]
    assert talk.hears("nlu_fallback") == ["utter_answer_admin_how_to_more", "utter_anything_else"]
    assert talk.hears("nlu_fallback") == ["utter_menu"]


def test_person_whose_way_closes_while_they_are_stuck_goes_on_at_the_next_one():
    talk = Talk()
    facts = {"is_admin": True, "has_other_admin": False, "has_partner": True, "other_methods": "none"}
    talk.hears("lost_authenticator", **facts)
    said = talk.hears("step_stuck", has_partner=False)
    assert said == ["utter_way_in_data_protection", "utter_step_gather_the_proofs"]


def test_administrator_who_names_another_company_in_between_stays_an_administrator():
    talk = Talk()
    talk.hears("admin_reset_for_user")
    assert talk.hears("out_of_scope") == ["utter_answer_out_of_scope", "utter_anything_else"]
    assert talk.case.problem == "admin_reset_for_user"


def test_person_who_asks_about_the_step_in_words_of_something_else_is_helped_with_it():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", other_methods="sms")
    assert talk.hears("out_of_scope", confidence=0.6) == ["utter_stuck_sign_in_another_way"]
    assert talk.hears("out_of_scope", confidence=0.95)[0] == "utter_answer_out_of_scope"


def test_administrator_who_asks_on_in_words_of_something_else_is_told_what_was_left_out():
    talk = Talk()
    talk.hears("admin_reset_for_user")
    assert talk.hears("out_of_scope", confidence=0.6)[0] == "utter_answer_admin_how_to_more"


def test_person_who_says_the_same_again_and_again_gets_the_menu_and_then_a_human():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", device_event="new_phone")
    assert talk.hears("inform", device_event="new_phone") == ["utter_noted", "utter_ask_other_methods"]
    assert talk.hears("inform", device_event="new_phone") == ["utter_menu"]
    assert talk.hears("inform", device_event="new_phone") == ["utter_offer_human", "utter_human"]


def test_person_who_stays_stuck_at_a_question_gets_the_menu_and_then_a_human():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    why, hint = "utter_why_other_methods", "utter_stuck_at_question"
    assert talk.hears("step_stuck") == [why, hint, "utter_ask_other_methods"]
    assert talk.hears("step_stuck") == ["utter_menu"]
    assert talk.hears("step_stuck") == ["utter_offer_human", "utter_human"]
    assert talk.hears("inform", other_methods="sms")[0] == "utter_way_in_other_method"


def test_person_whose_answer_sounds_like_another_problem_is_not_asked_about_it():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", other_methods="sms")
    assert talk.hears("lost_other_method", lost_methods="sms") == ["utter_ask_is_admin"]
    assert talk.hears("authenticator_not_working", answer="no")[0] == "utter_way_in_another_admin"


def test_administrator_who_asks_in_between_about_a_colleague_is_answered():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    said = talk.hears("admin_reset_for_user", is_admin=True)
    assert said == ["utter_answer_admin_how_to", "utter_ask_other_methods"]


def test_app_that_cannot_be_mended_leads_on_to_recovery():
    talk = Talk()
    talk.hears("authenticator_not_working", account_type="personal")
    for _ in range(4):
        talk.presses("Still not, next")
    assert talk.presses("Still not, next") == ["utter_ask_other_methods"]


@pytest.mark.parametrize("told", [{"intent": "been_reset"}, {"intent": "inform", "has_been_reset": True}])
def test_person_comes_back_after_the_reset_and_enrols(told):
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", other_methods="none", is_admin=False)
    said = talk.hears(**told)
    assert said == ["utter_way_in_other_method", "utter_step_sign_in_after_the_reset"]


def test_person_who_opens_with_the_reset_is_not_asked_what_happened():
    talk = Talk()
    assert talk.hears("been_reset") == ["utter_ask_account_type"]
    assert talk.presses("Work") == ["utter_way_in_other_method", "utter_step_sign_in_after_the_reset"]


def test_person_with_a_new_sim_gets_text_messages_back_until_they_end():
    for today, way in ((TODAY, "utter_way_in_other_method"), (AFTER_SMS, "utter_way_in_another_admin")):
        talk = Talk(today)
        talk.hears("lost_authenticator", account_type="business", other_methods="none", is_admin=False)
        talk.hears("inform", other_methods="sms")
        assert f"utter_{talk.progress.presented}" == way


@pytest.mark.parametrize("opening", OPENINGS, ids=lambda case: str(slots_of(case)) or "nothing")
def test_every_path_can_be_walked_and_nobody_is_asked_twice(opening):
    for path in (path for path in every_path(TODAY) if path.opening == opening):
        talk = Talk()
        talk.case = opening
        talk.hears("ask_repeat")
        for question, answer in path.asked:
            assert talk.question == question
            _answer(talk, question, answer.split(" | ")[0])
        reached = talk.progress.presented
        assert reached == (f"way_in_{path.end.way_in}" if path.end.way_in else f"answer_{path.end.answer}")
        assert len(talk.progress.asked) == len(set(talk.progress.asked)) == len(path.asked)


def _answer(talk, question, words):
    if words == DONT_KNOW:
        talk.hears("dont_know")
        return
    answer = answer_named(question, words)
    found = {fact: _found(value) for fact, value in answer.items() if fact != "problem"}
    talk.hears(answer.get("problem", "inform"), **found)


def _found(value):
    return (list(value) or "none") if isinstance(value, tuple) else value


def test_dont_know_to_everything_still_ends_somewhere():
    talk = Talk()
    talk.hears("lost_authenticator")
    for _ in range(5):
        if talk.question is None:
            break
        before = without_an_answer(talk.question, talk.case)
        talk.hears("dont_know")
        assert talk.case.not_known == before.not_known
    assert talk.progress.presented == "way_in_helpdesk"


def test_person_on_the_way_to_a_new_app_speaks_of_that_one():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business", other_methods="sms")
    assert talk.hears("authenticator_not_working", confidence=0.9) == ["utter_stuck_sign_in_another_way"]
    assert talk.hears("authenticator_not_working") == ["utter_ask_new_problem_authenticator_not_working"]


def test_person_who_says_something_else_when_asked_whether_the_app_is_gone_is_asked_again():
    talk = Talk()
    talk.hears("authenticator_not_working", account_type="business")
    assert talk.hears("inform", device_event="lost") == ["utter_ask_new_problem_lost_authenticator"]
    assert talk.hears("inform", account_type="school") == ["utter_ask_new_problem_lost_authenticator"]
    assert talk.hears("affirm")[-1] == "utter_ask_other_methods"


def test_person_who_helps_an_only_administrator_is_not_told_what_another_one_would_do():
    talk = Talk()
    assert talk.hears("admin_reset_for_user", has_other_admin=False) == ["utter_answer_only_admin_is_out"]
    assert talk.presses("Their only administrator is locked out") == ["utter_ask_other_methods"]
    talk.hears("inform", other_methods="none", has_partner=False)
    assert talk.progress.presented == "way_in_data_protection"


def test_person_who_is_the_only_administrator_and_signed_in_lets_somebody_else_in():
    talk = Talk()
    said = talk.hears("admin_reset_for_user", has_other_admin=False, is_admin=True)
    assert said == ["utter_answer_admin_how_to"]


def test_person_whose_other_administrator_can_sign_in_hears_what_that_one_does():
    talk = Talk()
    talk.hears("admin_reset_for_user", has_other_admin=False)
    assert talk.presses("Another administrator can still sign in") == ["utter_answer_admin_how_to"]
