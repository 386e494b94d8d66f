"""Only what was told goes along to another device; what was proved, and what follows from it, stays behind."""

from bot.case import Case
from bot.plan import plan_for
from bot.talk.carrying_on import what_travels
from tests.talk_without_rasa import TODAY, slots_of


def test_what_was_told_and_how_far_it_came_goes_along():
    told = {
        "problem": "lost_authenticator",
        "account_type": "business",
        "other_methods": [],
        "is_admin": False,
        "presented": "way_in_another_admin",
        "done_steps": ["ask_an_administrator"],
        "sign_in_name": "anna@contoso.com",
        "country": None,
    }
    assert what_travels(told) == {name: value for name, value in told.items() if value is not None}


def test_what_only_a_proof_opened_stays_behind():
    proved = {"can_enrol_here": True, "session_started_metadata": {"x": 1}}
    assert what_travels(proved) == {}
    done = {"done_steps": ["prove_a_second_contact", "open_the_enrolment_page", "block_the_sim"]}
    assert what_travels(done) == {"done_steps": ["block_the_sim"]}


def test_whom_only_their_own_helpdesk_can_let_in_is_sent_to_no_page_of_microsofts_elsewhere():
    known = Case(problem="lost_authenticator", account_type="business", other_methods=(), has_own_second_factor=True)
    there = Case.from_slots(what_travels(slots_of(known)))
    assert plan_for(there, TODAY).way_in == plan_for(known, TODAY).way_in == "helpdesk"
