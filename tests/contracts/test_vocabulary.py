"""The domain, the rules, the training data and the code speak of the same things."""

from dataclasses import fields

import pytest

from bot.case import ACCOUNT_TYPES, DEVICE_EVENTS, FACTS, METHODS, PROBLEMS, Case
from bot.hearing.patterns import read_patterns
from bot.phone.caller import Caller
from bot.talk.explaining import TERMS
from bot.talk.turn import Progress
from bot.written import parsed
from tests.contracts.project import ROOT, domain, examples, python_files, responses, rules
from tests.talk_without_rasa import talk_actions_in

INTENTS = [next(iter(intent)) if isinstance(intent, dict) else intent for intent in domain()["intents"]]
#: These come by the front door or by a button alone; nothing that is typed is taken for them.
NEVER_HEARD = {"give_code", "send_second_code"}
PATTERNS = read_patterns(ROOT / "data/facts")
FOUND_IN_TEXT = {fact: [entry.get("value") for entry in entries] for fact, entries in PATTERNS["facts"].items()}


def test_every_slot_is_a_fact_the_progress_or_a_detail_for_the_call():
    names = {f.name for kind in (Case, Progress, Caller) for f in fields(kind)}
    assert set(domain()["slots"]) == names


def test_no_slot_is_filled_from_what_people_type():
    """R18"""
    for name, slot in domain()["slots"].items():
        assert [mapping["type"] for mapping in slot["mappings"]] == ["custom"], name


def test_no_slot_steers_the_rules():
    for name, slot in domain()["slots"].items():
        assert slot["type"] == "any" or slot["influence_conversation"] is False, name


def test_every_problem_is_an_intent():
    assert set(PROBLEMS) <= set(INTENTS)


def test_every_intent_has_a_rule_and_sentences_and_no_rule_names_another():
    ruled = {step["intent"] for rule in rules() for step in rule["steps"] if "intent" in step}
    assert ruled == {*INTENTS, "nlu_fallback"}
    assert set(examples()) == set(INTENTS) - NEVER_HEARD


def test_every_intent_has_a_file_of_its_own_name():
    for file in [*(ROOT / "data/nlu").glob("*.yml"), *(ROOT / "data/nlu/posts").glob("*.yml")]:
        content = parsed(file.read_text("utf-8"))
        assert {entry["intent"] for entry in content["nlu"]} == {file.stem}


def test_every_action_of_the_domain_is_a_file_and_every_file_an_action():
    rooms = [file.stem for file in python_files("actions") if file.stem not in ("__init__", "bridge", "deadline")]
    assert set(domain()["actions"]) == {f"action_{room}" for room in rooms}
    for room in rooms:
        names = [kind().name() for kind in talk_actions_in(f"actions.{room}")]
        assert names == ([] if room == "validate_slot_mappings" else [f"action_{room}"])


def test_every_button_presses_an_intent_that_exists():
    for name, variants in responses().items():
        for variant in variants:
            for button in variant.get("buttons", []):
                assert button["payload"].lstrip("/").split("{")[0] in INTENTS, name


def test_what_is_found_in_text_is_what_a_fact_can_be():
    allowed = {
        "account_type": ACCOUNT_TYPES,
        "device_event": DEVICE_EVENTS,
        "other_methods": (*METHODS, "none"),
        "lost_methods": METHODS,
        "term": TERMS,
        "answer": ("yes", "no", "dont_know"),
        "answer_account_type": ACCOUNT_TYPES,
        "answer_other_methods": (*METHODS, "none"),
    }
    for fact, values in FOUND_IN_TEXT.items():
        assert fact in domain()["entities"], fact
        for value in values:
            if fact in allowed:
                assert value in allowed[fact], fact
            elif fact in FACTS:
                assert isinstance(value, bool), fact


def test_every_term_can_be_found_and_every_method_has_a_name():
    assert set(FOUND_IN_TEXT["term"]) == set(TERMS)
    assert set(PATTERNS["methods"]["names"]) | {"other_device"} == set(METHODS)


@pytest.mark.parametrize("folder", ["data/nlu"])
def test_no_sentence_is_trained_twice(folder):
    seen = {}
    for intent, sentences in examples(folder).items():
        for sentence in sentences:
            plain = " ".join("".join(c if c.isalnum() else " " for c in sentence.lower()).split()) or sentence
            assert plain not in seen, f"{sentence!r} is in {seen[plain]} and in {intent}"
            seen[plain] = intent


@pytest.mark.slow
def test_every_data_file_is_of_the_version_of_this_rasa():
    for file in [ROOT / "domain.yml", *(ROOT / "data").rglob("*.yml")]:
        if "facts" not in file.parts:
            assert parsed(file.read_text("utf-8"))["version"] == "3.1", file
