"""Typed answers to each question of the form, heard as the assistant hears them: the right facts, and no others."""

import datetime as dt

import pytest

from bot.case import FACTS, Case
from bot.hearing.message import Message
from bot.hearing.taking_in import take_in
from bot.talk.turn import Progress
from tests.nlu.sentences import listed

pytestmark = [pytest.mark.slow, pytest.mark.model]

TODAY = dt.date(2026, 11, 24)


def told(listener, answer):
    """Give the facts that this answer told, and those that its writer does not know."""
    before = Case(problem="lost_authenticator", **with_tuples(answer.get("given", {})))
    parsed = listener.parse(answer["said"])
    message = Message.from_entities(parsed["intent"]["name"], parsed["entities"])
    after, _ = take_in(message, before, Progress(requested_slot=answer["question"]), TODAY)
    facts = {fact: getattr(after, fact) for fact in FACTS if getattr(after, fact) != getattr(before, fact)}
    return facts, set(after.not_known)


def with_tuples(facts):
    return {fact: tuple(value) if isinstance(value, list) else value for fact, value in facts.items()}


@pytest.mark.timeout(300)
def test_an_answer_gives_the_right_facts_and_no_others(listener):
    answers = listed("typed_answers.yml", "answers")
    listener.hear(answer["said"] for answer in answers)
    wrong = []
    for answer in answers:
        facts, not_known = told(listener, answer)
        expected = with_tuples(Case(**with_tuples(answer["facts"])).__dict__)
        if facts != {f: expected[f] for f in answer["facts"]} or not_known != set(answer.get("not_known", ())):
            wrong.append((answer["question"], answer["said"], facts, sorted(not_known)))
    share = 1 - len(wrong) / len(answers)
    print(f"typed answers, {len(answers)}: {share:.1%} right", *wrong, sep="\n")
    assert len(answers) >= 300
    assert share >= 0.98
