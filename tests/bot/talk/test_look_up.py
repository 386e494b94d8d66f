"""Looking somebody up: the same words for everybody, and more only for who proved who they are."""

import pytest

from bot.back_office import PAGE_MARK
from bot.talk.turn import Known
from tests.contracts.project import responses
from tests.talk_without_rasa import Talk

CAN = Known(can_look_up=True)
FACTS = {"account_type": "business", "other_methods": ("fido_key",), "is_admin": False}
PROVED = Known(can_look_up=True, outcome="right", facts=FACTS, methods=("a security key", "u•••@•••.com"))
OWN = {"has_own_second_factor": True, "can_enrol_here": True, "other_methods": ()}


def waiting_for_a_code():
    talk = Talk(known=CAN)
    talk.hears("lost_authenticator", account_type="business")
    assert talk.presses("Look it up for me") == ["utter_ask_sign_in_name"]
    assert talk.hears("inform", sign_in_name="anna@contoso.com") == ["utter_code_on_its_way"]
    assert talk.orders == ("look_up",)
    return talk


def enrolling():
    talk = waiting_for_a_code()
    talk.known = Known(can_look_up=True, outcome="right", facts={**FACTS, **OWN}, methods=("the app",))
    said = talk.hears("give_code")
    assert said == ["utter_methods_on_file", "utter_way_in_other_method", "utter_step_prove_a_second_contact"]
    return talk


def test_where_nobody_is_looked_up_it_is_not_offered_and_the_questions_go_on():
    talk = Talk()
    talk.hears("lost_authenticator", account_type="business")
    assert "Look it up for me" not in talk.buttons
    assert talk.hears("ask_check_methods") == ["utter_cannot_look_up", "utter_ask_other_methods"]


def test_person_who_proved_who_they_are_is_told_and_asked_less():
    talk = waiting_for_a_code()
    talk.known = PROVED
    said = talk.hears("give_code")
    assert said == ["utter_methods_on_file", "utter_way_in_other_method", "utter_step_sign_in_another_way"]
    assert talk.case.other_methods == ("fido_key",)


def test_person_who_mistyped_their_name_is_sent_a_code_for_the_right_one():
    talk = waiting_for_a_code()
    assert talk.hears("inform", "sorry, it is clara@contoso.com", sign_in_name="clara@contoso.com") == [
        "utter_code_on_its_way"
    ]
    assert talk.orders == ("look_up",)


def test_right_code_while_the_directory_is_away_is_not_called_dead():
    talk = waiting_for_a_code()
    talk.known = Known(outcome="right")
    said = talk.hears("give_code")
    assert said == ["utter_code_right_but_nothing_told", "utter_ask_other_methods"]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("wrong", "utter_code_wrong"),
        ("expired", "utter_code_expired"),
        ("used_up", "utter_code_used_up"),
        ("account_blocked", "utter_code_used_up"),
        ("none_open", "utter_code_expired"),
        (None, "utter_code_expired"),
    ],
)
def test_code_that_is_not_right_opens_nothing(outcome, said):
    talk = waiting_for_a_code()
    before = talk.case
    talk.known = Known(can_look_up=True, outcome=outcome)
    assert talk.hears("give_code") == [said]
    assert talk.case == before


def test_person_without_a_code_tries_another_contact_and_then_goes_by_questions():
    talk = waiting_for_a_code()
    assert talk.presses("Try another contact") == ["utter_code_on_its_way"]
    assert talk.orders == ("another_contact",)
    assert talk.presses("Go on without a code") == ["utter_ask_other_methods"]


def test_person_who_does_not_want_to_say_their_name_goes_by_questions():
    talk = Talk(known=CAN)
    talk.hears("lost_authenticator", account_type="business")
    talk.presses("Look it up for me")
    assert talk.presses("No, go on with the questions") == ["utter_ask_other_methods"]


def test_person_enrols_here_after_a_second_proof():
    talk = enrolling()
    assert talk.hears("step_done") == ["utter_second_proof_first", "utter_step_prove_a_second_contact"]
    talk.known = Known(can_look_up=True, second_code="sent", contact="+•• ••• ••10")
    assert talk.presses("Send me the second code") == ["utter_second_code_sent"]
    talk.known = Known(can_look_up=True, outcome="right", facts={}, may_change=True)
    assert talk.hears("give_code") == ["utter_second_code_right", "utter_step_open_the_enrolment_page"]
    assert talk.hears("step_done")[0] == "utter_enrolment_not_finished"
    talk.known = Known(can_look_up=True, enrolment="changed")
    assert talk.hears("step_done") == ["utter_step_keep_the_new_recovery_codes"]


@pytest.mark.parametrize(
    ("outcome", "said"), [("no_other_channel", "utter_no_second_contact"), ("refused", "utter_second_code_refused")]
)
def test_person_who_cannot_prove_it_twice_is_led_to_a_human(outcome, said):
    talk = enrolling()
    talk.known = Known(can_look_up=True, second_code=outcome)
    assert talk.hears("send_second_code") == [said, "utter_way_in_helpdesk", "utter_step_send_summary_to_helpdesk"]


def test_second_code_that_cannot_be_delivered_loses_nothing():
    talk = enrolling()
    talk.known = Known(can_look_up=True, second_code="not_delivered")
    assert talk.hears("send_second_code") == ["utter_second_code_not_delivered"]
    assert talk.case.can_enrol_here


def test_stolen_authenticator_stops_to_work_as_soon_as_its_owner_is_known():
    talk = Talk(known=CAN)
    talk.hears("lost_authenticator", account_type="business", device_event="stolen")
    talk.hears("ask_check_methods", sign_in_name="yara@northwind.example")
    talk.known = Known(
        can_look_up=True, outcome="right", facts={**FACTS, **OWN, "can_enrol_here": False}, methods=("x",)
    )
    said = talk.hears("give_code")
    assert said[:3] == ["utter_methods_on_file", "utter_stolen_authenticator_retired", "utter_way_in_helpdesk"]
    assert talk.orders == ("note_telling", "report_stolen", "hand_over")


def test_theft_that_is_told_after_the_proof_stops_the_authenticator_too():
    talk = enrolling()
    talk.known = Known(can_look_up=True, outcome="right", facts={**FACTS, **OWN})
    said = talk.hears("inform", device_event="stolen")
    assert said[0] == "utter_stolen_authenticator_retired"
    assert talk.orders == ("report_stolen",)


def test_theft_that_is_told_when_nothing_is_proved_any_more_stops_nothing():
    talk = enrolling()
    talk.known = CAN
    assert "utter_stolen_authenticator_retired" not in talk.hears("inform", device_event="stolen")
    assert not talk.orders


def test_list_of_all_steps_gives_no_page_because_the_one_that_is_open_would_close():
    talk = enrolling()
    said = talk.hears("show_all_steps")
    assert said[1] == "utter_enrolment_page_at_its_step"
    assert not any(PAGE_MARK in variant["text"] for name in said for variant in responses()[name])


def test_telling_what_is_on_file_is_noted():
    """R21"""
    talk = waiting_for_a_code()
    talk.known = PROVED
    talk.hears("give_code")
    assert talk.orders == ("note_telling",)


def test_administrator_is_told_what_is_there_but_nothing_is_changed_for_them():
    talk = waiting_for_a_code()
    talk.known = Known(
        can_look_up=True, outcome="right", facts={**FACTS, **OWN, "is_admin": True, "can_enrol_here": False}
    )
    said = talk.hears("give_code")
    assert said == ["utter_nothing_on_file", "utter_way_in_helpdesk", "utter_step_send_summary_to_helpdesk"]


def test_starting_over_forgets_what_was_proved():
    talk = waiting_for_a_code()
    talk.hears("start_over")
    assert talk.orders == ("forget",)
