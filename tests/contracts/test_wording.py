"""Every id has wording and every wording an id; what a text leaves open is what the code fills in."""

import datetime as dt
import functools
import re

import pytest

from bot.case import PROBLEMS, Case
from bot.errors import SparekeyError
from bot.hearing.facts import FactFinder, read_patterns
from bot.phone.caller import Caller
from bot.phone.robot import families, script_for
from bot.plan import ANSWERS, EVERY_ANSWER, MORE, plan_for
from bot.questions import QUESTIONS, offered_answers
from bot.talk import call, explaining, guide, in_passing, worries
from bot.talk.turn import Progress, Turn
from bot.ways_in import WAYS_IN
from tests.bot.test_every_path import all_cases
from tests.contracts.project import ROOT, placeholders, responses, responses_named_in, rules

TODAY = dt.date(2026, 11, 24)
NEW_PROBLEMS = [p for p in PROBLEMS if p not in (*ANSWERS, "ask_qr_code")]

#: Troubles of the bridge: `apologise(dispatcher, "trouble_...")`.
TROUBLES = {"utter_trouble_action_failed", "utter_trouble_too_slow"}


@functools.cache
def every_step():
    return {step for case in all_cases() for step in plan_for(case, TODAY).steps}


def by_id():
    """Give the responses that are put together from an id."""
    return {
        *(f"utter_ask_{question}" for question in QUESTIONS),
        *(f"utter_why_{question}" for question in QUESTIONS),
        *(f"utter_way_in_{way.name}" for way in WAYS_IN),
        *(
            f"utter_answer_{answer}"
            for answer in (*EVERY_ANSWER, *MORE.values(), "qr_code", "qr_code_once_in", *in_passing.TOPICS)
        ),
        *(f"utter_{kind}_{step}" for kind in ("step", "why", "stuck") for step in every_step()),
        *(f"utter_ask_new_problem_{problem}" for problem in NEW_PROBLEMS),
        *(f"utter_meaning_{term}" for term in explaining.TERMS),
        *(f"utter_worry_{worry}" for worry in worries.WORRIES),
    }


@functools.cache
def named():
    """Give those that code, or a rule, names in full. `utter_action` is Rasa's own key for the name of a response."""
    steps = (step.get("action", "") for rule in rules() for step in rule["steps"])
    in_rules = {action for action in steps if action.startswith("utter_")}
    return (responses_named_in("bot", "actions") - {"utter_action"}) | in_rules | TROUBLES


def test_every_id_has_its_wording():
    """R47"""
    assert (by_id() | named()) - set(responses()) == set(), "write these in data/responses"


def test_every_wording_has_its_id():
    assert set(responses()) - by_id() - named() == set(), "nothing says these: delete them, or say them"


def test_every_step_of_every_case_is_worded_for_every_kind_of_account():
    assert len(every_step()) > 30


def test_every_conditional_text_has_one_for_everybody_else_and_it_comes_last():
    for name, variants in responses().items():
        conditions = [bool(variant.get("condition")) for variant in variants]
        assert conditions == [True] * (len(conditions) - 1) + [False], name


def test_no_text_promises_asks_for_a_secret_or_shouts():
    for name, variants in responses().items():
        for text in (variant["text"] for variant in variants):
            assert "!" not in text.replace("!=", ""), f"{name}: calm, please"
            assert "  " not in text, name
            forbidden = ("guarantee", "send me your password", "tell me the code")
            assert not any(word in text.lower() for word in forbidden), name


def test_a_step_fills_in_exactly_what_its_text_leaves_open():
    for step in sorted(every_step()):
        special = set(guide.STEP_VALUES[step](turn_of(Case()))) if step in guide.STEP_VALUES else set()
        assert placeholders(f"utter_step_{step}") == {"number", "total", *special}, step
        assert placeholders(f"utter_why_{step}") | placeholders(f"utter_stuck_{step}") == set(), step


def test_the_call_fills_in_exactly_what_its_texts_leave_open():
    for family in families():
        for number in range(len(script_for(Caller(), family))):
            turn = turn_of(Case(), phone_family=family, phone_line=number)
            for say in (*call.say_line(turn).says, *call.said_something_else(turn).says):
                assert placeholders(say.response) == set(say.values), say
    for say in (*call.show_sheet(turn_of(Case())).says, *call.show_trial_tenant(turn_of(Case())).says):
        assert placeholders(say.response) == set(say.values), say


def test_nothing_else_leaves_anything_open():
    filled = {
        "utter_human",
        "utter_human_at_the_desk",
        "utter_all_steps_end",
        "utter_methods_on_file",
        "utter_second_code_sent",
        "utter_enrolment_page_at_its_step",
        *(name for name in responses() if "phone" in name or "sheet" in name),
    }
    for name in responses():
        if not name.startswith("utter_step_") and name not in {*filled, "utter_trial_tenant"}:
            assert placeholders(name) == set(), name


@pytest.mark.slow
def test_what_a_text_tells_people_to_say_is_heard():
    finder = FactFinder.from_patterns(read_patterns(ROOT / "data/facts"))
    texts = [variant["text"] for variants in responses().values() for variant in variants]
    sentences = {words for text in texts for words in re.findall(r'tell me "([^"]+)"', text)}
    assert len(sentences) >= 4
    for sentence in sentences:
        assert [found for found in finder.find(sentence) if not found.fact.startswith("answer")], sentence


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_buttons_of_a_question_are_its_answers_in_their_order(question):
    for variant in responses()[f"utter_ask_{question}"]:
        personal = any(c["value"] == "personal" for c in variant.get("condition", []))
        case = Case(account_type="personal" if personal else None)
        offered = [payload_of(question, answer) for answer in offered_answers(question, case)]
        dont_know = [] if question == "problem" else ["/dont_know"]
        assert [button["payload"] for button in variant["buttons"]] == [*offered, *dont_know]


def test_every_problem_has_a_button_for_when_it_is_in_doubt():
    payloads = [button["payload"] for button in responses()["utter_problem_buttons"][0]["buttons"]]
    assert sorted(payloads) == sorted([*(f"/{problem}" for problem in PROBLEMS), "/ask_repeat"])


def test_every_state_of_the_world_can_be_said_in_one_line():
    for error in SparekeyError.__subclasses__():
        assert "{}" in error.line
        assert "\n" not in str(error(*["this"] * error.line.count("{}")))


def payload_of(question, answer):
    if question == "problem":
        return f"/{answer['problem']}"
    facts = ", ".join(f'"{fact}": {json_of(value)}' for fact, value in answer.items())
    return f"/inform{{{{{facts}}}}}"


def json_of(value):
    if isinstance(value, bool):
        return str(value).lower()
    word = (value[0] if value else "none") if isinstance(value, tuple) else value
    return f'"{word}"'


def turn_of(case, **progress):
    return Turn(case, Progress(**progress), TODAY)
