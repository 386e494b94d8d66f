"""Every question, step, answer and way in has words for the agent too, beside those for callers; none is left over."""

import ast
import datetime as dt
import re

import pytest

from bot.case import FACTS, METHODS, Case
from bot.desk.card import card_of, facts_of_talk
from bot.desk.checks import CHECKS
from bot.desk.flags import red_flags
from bot.desk.moves import answer_id
from bot.desk.talk import Talk
from bot.desk.wording import NOT_CHECKED, end_words, refusals, step_words, trouble_words, words
from bot.directory.people import Contact
from bot.enrolment.standing import MOST_IN_A_ROW, Standing
from bot.errors import (
    ChangeRefused,
    CheckRefused,
    DirectoryUnavailable,
    MoveRefused,
    OpenIdUnreachable,
    VouchingRefused,
)
from bot.plan import EVERY_ANSWER, plan_for
from bot.proof.rules import OUT_OF_BAND
from bot.questions import QUESTIONS
from bot.ways_in import WAYS_IN
from tests.bot.proof.fakes import NOON, person
from tests.bot.test_every_path import all_cases
from tests.contracts.project import ROOT
from tests.contracts.test_wording import every_step

TODAY = dt.date(2026, 11, 24)


def test_every_question_has_a_sentence_and_words_for_every_answer():
    asked = words("ask")
    assert set(asked) == set(QUESTIONS)
    for question, answers in QUESTIONS.items():
        assert set(asked[question]["answers"]) == {answer_id(answer) for answer in answers}, question


def test_every_way_in_and_answer_has_a_name_and_a_reason():
    assert set(words("ways")["ways"]) == {way.name for way in WAYS_IN}
    assert set(words("ways")["answers"]) == {*EVERY_ANSWER, "qr_code"}
    for entry in (*words("ways")["ways"].values(), *words("ways")["answers"].values()):
        assert set(entry) == {"name", "reason", "say"}


def test_every_step_has_words_for_the_agent_as_it_has_for_the_caller():
    """R47: the same steps, by the same ids, none twice and none left over."""
    assert set(words("do")) | set(words("steps")) == every_step()
    assert not set(words("do")) & set(words("steps"))
    for step, entry in {**words("do"), **words("steps")}.items():
        assert entry["say"], step
        assert entry["stuck"], step
        assert entry["note"], step


def test_every_conditional_text_has_one_for_everybody_else_and_it_comes_last():
    said = [
        text for entry in (*words("do").values(), *words("steps").values()) for text in (entry["say"], entry["stuck"])
    ]
    for variants in (*said, *words("words")["refusals"]):
        if not isinstance(variants, str):
            assert ["when" in one for one in variants] == [True] * (len(variants) - 1) + [False], variants
            assert all(set(one.get("when", {})) <= {*FACTS, *NOT_CHECKED} for one in variants), variants


CHECKED, CALLS_BACK = {**NOT_CHECKED, "is_checked": True}, {**NOT_CHECKED, "calls_back": True}


@pytest.mark.parametrize("check", [NOT_CHECKED, CHECKED, {**CHECKED, "calls_back": True}])
def test_nobody_is_promised_a_call_back_where_no_number_counts_or_the_check_is_made(check):
    """R16, R44"""
    said = [*refusals(check)]
    for case in all_cases():
        plan = plan_for(case, TODAY)
        for step in {*plan.steps} & {*words("do")}:
            told = step_words(step, plan, case, None, TODAY, check=check)
            said += [told.say, told.stuck]
    assert not [text for text in said if re.search("call(ed)? (you|them) back|number (that we have )?on file", text)]


def test_caller_who_can_be_called_back_is_told_so():
    """R16"""
    assert any("I call you back on the number that we have on file" in text for text in refusals(CALLS_BACK))
    case = Case(problem="lost_authenticator", account_type="business", other_methods=(), is_admin=False)
    step = step_words("send_message_to_admin", plan_for(case, TODAY), case, None, TODAY, check=CALLS_BACK)
    assert "I call you back" in step.say


def test_agent_who_reads_a_step_out_never_asks_for_a_code_or_speaks_of_the_chats_buttons():
    """R18: what Microsoft shows or sends is for the caller alone."""
    for step, entry in {**words("do"), **words("steps")}.items():
        for text in said_in(entry["say"]):
            assert not re.search(
                r"say \"(next|again|back)|tell me the code|read (it|me|the) to me", text.replace("not read", "")
            ), step


def said_in(texts):
    return [texts] if isinstance(texts, str) else [one["text"] for one in texts]


def test_every_click_path_says_the_role_that_it_takes():
    for step, entry in words("do").items():
        assert entry["say"], step
        assert entry["do"], step
        assert entry["role"], step
        assert entry["note"], step


def test_agent_is_not_sent_to_entra_for_a_second_factor_that_the_organisation_keeps():
    case = Case(problem="lost_authenticator", account_type="business", other_methods=(), has_own_second_factor=True)
    plan = plan_for(case, TODAY)
    said = [step_words(step, plan, case, None, TODAY) for step in plan.steps]
    assert any(one.do for one in said)
    assert not [line for one in said for line in one.do if "entra.microsoft.com" in line]


def test_every_step_of_every_case_can_be_read_out():
    seen = set()
    for case in all_cases():
        plan = plan_for(case, TODAY)
        for step in plan.steps:
            if (step, case.account_type, case.is_admin, case.problem) in seen:
                continue
            seen.add((step, case.account_type, case.is_admin, case.problem))
            said = step_words(step, plan, case, None, TODAY).say
            assert said
            assert not re.search(r"(?<!\{)\{[a-z_]+\}", said), step


@pytest.mark.parametrize("way", ["", *(way.name for way in WAYS_IN)])
def test_every_way_in_makes_a_card(way):
    case = next(case for case in all_cases() if (plan_for(case, TODAY).way_in or "") == way)
    assert all(end_words(plan_for(case, TODAY), case, TODAY))
    assert card_of(Talk(case), None, TODAY, is_checked=False).say


def test_every_fact_and_value_has_a_label():
    assert set(words("words")["facts"]) == set(FACTS)
    known, unknown = facts_of_talk(Talk(Case()))
    assert not known
    assert all(press.label for fact in unknown for press in fact.mends)


def test_every_method_that_may_be_on_file_has_words():
    assert set(words("words")["registered"]) == set(METHODS)


def test_every_check_has_words():
    assert set(CHECKS) == OUT_OF_BAND == set(words("words")["checks"]) == set(words("words")["checked"])


def reasons_in(error):
    """Give why this error is raised, as the code names it: in its place, or given back by what decides."""
    found = set()
    for file in (ROOT / "bot").rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        raised = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) == error]
        names = {called(node) for node in ast.walk(tree) if isinstance(node, ast.Call)} & {"_refusal", "why_not"}
        deciding = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and raised and n.name in names]
        given = [n.value for d in deciding for n in ast.walk(d) if isinstance(n, ast.Return) and n.value]
        found |= {text for node in (*raised, *given) for text in texts_in(node)}
    return {re.sub(r"\W+", "_", text) for text in found if len(text) > 1}


def called(node):
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def texts_in(node):
    """Give the texts that this comes to, not those that it asks about."""
    if isinstance(node, ast.IfExp):
        return texts_in(node.body) | texts_in(node.orelse)
    constants = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
    return {one for one in constants if isinstance(one, str)}


@pytest.mark.parametrize("error", ["CheckRefused", "ChangeRefused", "VouchingRefused"])
def test_every_reason_of_a_refusal_has_words_and_none_is_left_over(error):
    assert set(words("troubles")[error]) == reasons_in(error)


def test_every_trouble_that_an_agent_can_meet_has_words():
    unavailable = {DirectoryUnavailable, *DirectoryUnavailable.__subclasses__()}
    refused = {MoveRefused, CheckRefused, ChangeRefused, VouchingRefused, OpenIdUnreachable}
    assert set(words("troubles")) == {error.__name__ for error in unavailable | refused}
    for error in (*unavailable, OpenIdUnreachable):
        assert "{" not in trouble_words(error("contoso", "30"))
    assert "in that way" in trouble_words(CheckRefused("not a check for this account"))


def test_every_red_flag_and_whatever_an_agent_alone_lifts_has_words():
    stopped = {Standing(stopped_at=1.0).barred, Standing(wrong_codes=MOST_IN_A_ROW).barred}
    assert set(words("words")["barred"]) == stopped
    changed, noted = (Contact("x", "sms", "+1 425 555 0100", NOON),), Talk(asks_for_both=True, is_pressing=True)
    flags = {
        flag
        for roles in (("User Administrator",), None)
        for flag in red_flags(person(roles=roles, contacts=changed), 3, NOON, noted, is_stopped=True, is_refused=True)
    }
    assert set(words("words")["flags"]) == flags


def test_no_words_of_the_desk_shout():
    for name in ("ask", "ways", "do", "steps", "changes", "note", "troubles", "words"):
        assert "!" not in str(words(name))
