"""People who got an answer that does not fit, and say why: they are helped after all."""

from tests.talk_without_rasa import Talk


def parent_with_the_guide_of_administrators(**facts):
    talk = Talk()
    talk.hears("admin_reset_for_user", account_type="school", device_event="reset_or_deleted", **facts)
    assert talk.said == ["utter_answer_admin_how_to"]
    return talk


def test_parent_who_is_no_administrator_answers_for_the_child():
    talk = parent_with_the_guide_of_administrators()
    said = talk.hears("inform", "I'm not an administrator, I'm her mother", is_admin=False)
    assert said == ["utter_answer_for_them", "utter_ask_other_methods"]
    assert talk.hears("inform", "nothing works", other_methods="none")[0] == "utter_way_in_another_admin"


def test_parent_who_asks_on_and_is_no_administrator_is_not_told_more_for_administrators():
    talk = parent_with_the_guide_of_administrators()
    said = talk.hears("admin_reset_for_user", "I'm no admin, how do I let her in", is_admin=False)
    assert said == ["utter_answer_for_them", "utter_ask_other_methods"]


def test_parent_who_has_said_so_at_once_and_says_it_again_answers_for_the_child():
    talk = parent_with_the_guide_of_administrators(is_admin=False)
    said = talk.hears("inform", "no, I'm not an admin", is_admin=False)
    assert said == ["utter_answer_for_them", "utter_ask_other_methods"]


def test_administrator_who_says_so_keeps_the_guide():
    talk = parent_with_the_guide_of_administrators()
    assert talk.hears("inform", "I am an administrator", is_admin=True) == ["utter_anything_else"]


def test_who_helps_the_only_administrator_is_told_so():
    talk = parent_with_the_guide_of_administrators()
    said = talk.hears("inform", "I'm not an admin, he is the only one", is_admin=False, has_other_admin=False)
    assert said == ["utter_answer_only_admin_is_out"]


def test_person_who_meant_a_microsoft_account_is_asked_what_happened():
    talk = Talk()
    talk.hears("out_of_scope", "My google account wont let me in, authenticator lost")
    said = talk.hears("inform", "sorry, I mean my microsoft hotmail account", account_type="personal")
    assert said == ["utter_ask_problem"]
    assert talk.hears("lost_authenticator", "I lost the app") == ["utter_ask_other_methods"]


def test_person_who_asks_for_something_else_again_hears_that_it_is_not_done_here():
    talk = Talk()
    talk.hears("out_of_scope", "how do I print")
    assert talk.hears("out_of_scope", "on my work laptop", account_type="business") == ["utter_answer_out_of_scope"]
