"""A break-in comes first, and again when somebody got in again; what was misheard or mispressed is taken back."""

from tests.bot.talk.test_moves import in_the_guide
from tests.talk_without_rasa import Talk

AGAIN = "utter_ask_new_problem_account_compromised"


def shut_out():
    talk = Talk()
    talk.hears("account_compromised", account_type="business", other_methods="old_phone")
    while not talk.case.has_been_secured:
        talk.presses("Done, next")
    assert talk.said == ["utter_way_in_old_phone", "utter_step_approve_with_old_phone"]
    return talk


def test_break_in_told_on_the_way_comes_first_and_the_way_is_kept_for_later():
    talk = in_the_guide()
    said = talk.hears("account_compromised", "somebody is in my mails")
    assert said == ["utter_way_in_secure_account", "utter_step_deny_every_prompt"]
    while not talk.case.has_been_secured:
        talk.presses("Done, next")
    assert talk.said == ["utter_way_in_other_method", "utter_step_sign_in_another_way"]
    assert talk.case.problem == "lost_authenticator"


def test_who_says_that_nobody_got_in_goes_on_where_they_were():
    talk = in_the_guide()
    talk.hears("account_compromised")
    said = talk.hears("inform", "no, nobody else got in", is_compromised=False)
    assert said == ["utter_way_in_other_method", "utter_step_sign_in_another_way"]


def test_who_pressed_the_wrong_button_of_the_menu_takes_the_break_in_back():
    talk = Talk()
    talk.hears("nlu_fallback", readings=("lost_authenticator", "account_compromised"))
    talk.presses("Somebody else got into my account")
    assert talk.case.is_under_attack
    assert talk.hears("go_back_a_step") == ["utter_ask_problem"]
    assert not talk.case.is_under_attack


def test_person_who_was_broken_into_again_is_asked_and_shuts_them_out_once_more():
    talk = shut_out()
    assert talk.hears("account_compromised", "somebody got into my account again") == [AGAIN]
    assert talk.presses("Yes") == ["utter_way_in_secure_account", "utter_step_deny_every_prompt"]
    assert talk.case.is_under_attack


def test_person_who_only_tells_once_more_of_the_break_in_goes_on():
    talk = shut_out()
    talk.hears("account_compromised", "as I said, he had got in by my mails")
    assert talk.presses("No, go on as before") == ["utter_step_approve_with_old_phone"]
    assert talk.case.has_been_secured


def test_question_whether_it_is_another_problem_stays_open_while_they_take_a_moment():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    talk.hears("authenticator_not_working")
    assert talk.hears("need_time", "one moment") == ["utter_take_your_time"]
    assert "No, go on as before" in talk.buttons
    assert talk.hears("affirm", "yes")[0] == "utter_way_in_fix_app"


def test_who_thanks_before_they_say_yes_to_recovery_is_still_taken_at_their_word():
    talk = Talk()
    talk.hears("frontline_qr")
    talk.hears("thank", "thanks")
    assert talk.hears("affirm", "yes") == ["utter_ask_account_type"]
    assert talk.case.problem == "lost_authenticator"


def test_who_is_in_and_needs_nothing_more_is_not_asked_on():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    assert talk.hears("problem_solved", "never mind, I am in") == ["utter_solved", "utter_anything_else"]
    assert talk.hears("deny", "no") == ["utter_all_right"]
