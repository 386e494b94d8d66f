"""Which question comes next, told as people with a lockout."""

import datetime as dt

from bot.case import Case
from bot.plan import plan_for
from bot.questions import next_question

TODAY = dt.date(2026, 11, 24)


def questions_for(**facts):
    """Answer every question of a person who knows these facts; return the questions and the end."""
    told = {"problem": facts.pop("problem", "lost_authenticator"), **facts.pop("told", {})}
    case, asked = Case(**told), []
    while fact := next_question(case, TODAY):
        asked.append(fact)
        case = case.with_facts(**{fact: facts[fact]})
    return asked, plan_for(case, TODAY)


def test_sole_administrator_who_says_so_at_once_has_the_script_after_two_answers():
    asked, plan = questions_for(told={"is_admin": True, "has_other_admin": False}, other_methods=(), has_partner=False)

    assert asked == ["other_methods", "has_partner"]
    assert plan.way_in == "data_protection"


def test_compromise_is_dealt_with_before_any_question():
    assert questions_for(problem="account_compromised")[0] == []
    assert questions_for(problem="account_compromised")[1].way_in == "secure_account"


def test_person_with_a_private_account_is_never_asked_about_administrators():
    asked, plan = questions_for(account_type="personal", other_methods=())

    assert asked == ["account_type", "other_methods"]
    assert plan.way_in == "personal_recovery"


def test_employee_is_sent_to_their_administrator():
    _, plan = questions_for(account_type="business", other_methods=("email",), is_admin=False)

    assert plan.way_in == "another_admin"
