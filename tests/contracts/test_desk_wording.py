"""Every question, step and way in has words for the agent too; steps that are read aloud as they are, are listed."""

import datetime as dt
import re

import pytest

from bot.case import FACTS, Case
from bot.desk.card import card_of, facts_of_talk
from bot.desk.checks import CHECKS
from bot.desk.talk import Talk, answer_id
from bot.desk.wording import end_words, step_words, words
from bot.plan import ANSWERS, plan_for
from bot.proof.rules import OUT_OF_BAND
from bot.questions import QUESTIONS
from bot.ways_in import WAYS_IN
from tests.bot.test_every_path import ALL_CASES
from tests.contracts.test_wording import STEPS

TODAY = dt.date(2026, 11, 24)

#: What the caller does alone: the words of the chat fit, read aloud.
READ_ALOUD = set(
    """
add_sign_in_method add_way_to_sign_in approve_with_old_phone block_the_sim call_microsoft change_the_password
check_notifications check_the_clock check_what_changed deny_every_prompt fill_in_the_recovery_form gather_the_proofs
get_the_app have_two_administrators keep_a_recovery_code keep_the_new_recovery_codes keep_two_methods
leave_the_empty_tile match_the_number open_personal_security open_security_info open_the_enrolment_page
prove_a_second_contact remove_lost_method remove_lost_personal_method replace_security_info scan_the_qr_code
send_message_to_partner sign_in_after_the_reset sign_in_another_way sign_in_with_the_pass sign_out_everywhere
try_it_out use_the_signed_in_device wait_for_data_protection wait_for_the_partner wait_thirty_days wake_the_app
""".split()
)


def test_every_question_has_a_sentence_and_words_for_every_answer():
    asked = words("ask")
    assert set(asked) == set(QUESTIONS)
    for question, answers in QUESTIONS.items():
        assert set(asked[question]["answers"]) == {answer_id(answer) for answer in answers}, question


def test_every_way_in_and_answer_has_a_name_and_a_reason():
    assert set(words("ways")["ways"]) == {way.name for way in WAYS_IN}
    assert set(words("ways")["answers"]) == set(ANSWERS.values())


def test_every_step_has_words_of_the_agents_or_is_listed_as_read_aloud():
    assert set(words("do")) | READ_ALOUD == set(STEPS)
    assert not set(words("do")) & READ_ALOUD


def test_every_click_path_says_the_role_that_it_takes():
    for step, entry in words("do").items():
        assert entry["say"], step
        assert entry["do"], step
        assert entry["role"], step
        assert entry["note"], step


def test_every_step_of_every_case_can_be_read_out():
    seen = set()
    for case in ALL_CASES:
        plan = plan_for(case, TODAY)
        for step in plan.steps:
            if (step, case.account_type, case.is_admin) in seen or step == "open_the_enrolment_page":
                continue
            seen.add((step, case.account_type, case.is_admin))
            said = step_words(step, plan, case, None, TODAY).say
            assert said
            assert not re.search(r"(?<!\{)\{[a-z_]+\}", said), step


@pytest.mark.parametrize("way", sorted({plan_for(case, TODAY).way_in or "" for case in ALL_CASES}))
def test_every_way_in_makes_a_card(way):
    case = next(case for case in ALL_CASES if (plan_for(case, TODAY).way_in or "") == way)
    assert all(end_words(plan_for(case, TODAY), case, TODAY))
    assert card_of(Talk(case), None, TODAY, is_checked=False).say


def test_every_fact_and_value_has_a_label():
    assert set(words("words")["facts"]) == set(FACTS)
    known, unknown = facts_of_talk(Talk(Case()))
    assert not known
    assert all(press.label for fact in unknown for press in fact.mends)


def test_every_check_has_words():
    assert set(CHECKS) == OUT_OF_BAND == set(words("words")["checks"]) == set(words("words")["checked"])


def test_no_words_of_the_desk_shout():
    for name in ("ask", "ways", "do", "words"):
        assert "!" not in str(words(name))
