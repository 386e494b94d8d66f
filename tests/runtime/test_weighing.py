"""A reading that seldom goes with a fact of the message loses to one that does."""

import pytest

pytestmark = pytest.mark.slow

STUCK, GONE, OTHER = "authenticator_not_working", "lost_authenticator", "lost_other_method"


def heard(ranking, facts):
    from rasa.shared.nlu.training_data.message import Message

    from bot.runtime.weighing import FactsWeigh

    weighing = FactsWeigh({"less_likely": {"device_event": {STUCK: 0.25}}})
    readings = [{"name": name, "confidence": confidence} for name, confidence in ranking.items()]
    message = Message({"text": "..."})
    message.set("intent", readings[0])
    message.set("intent_ranking", readings)
    message.set("entities", [{"entity": fact, "value": value} for fact, value in facts.items()])
    weighing.process([message])
    return message.get("intent")["name"], {one["name"]: one["confidence"] for one in message.get("intent_ranking")}


def test_who_tells_of_a_broken_phone_has_lost_the_app_though_it_is_said_not_to_work():
    intent, likely = heard({STUCK: 0.5, GONE: 0.4, OTHER: 0.1}, {"device_event": "broken"})
    assert intent == GONE
    assert list(likely) == [GONE, STUCK, OTHER]
    assert likely[GONE] / likely[STUCK] == pytest.approx(0.4 / 0.125)


def test_all_that_may_be_meant_stays_as_likely_together_as_it_was():
    _, likely = heard({STUCK: 0.5, GONE: 0.4}, {"device_event": "lost"})
    assert sum(likely.values()) == pytest.approx(0.9)


def test_who_is_clearly_troubled_by_the_app_itself_keeps_that_on_a_new_phone():
    assert heard({STUCK: 0.9, GONE: 0.1}, {"device_event": "new_phone"})[0] == STUCK


def test_without_such_a_fact_nothing_changes():
    ranking = {STUCK: 0.5, GONE: 0.4, OTHER: 0.1}
    assert heard(ranking, {"account_type": "school"}) == (STUCK, ranking)
    assert heard(ranking, {}) == (STUCK, ranking)


def test_what_has_nothing_to_do_with_the_fact_is_left_alone():
    ranking = {GONE: 0.8, OTHER: 0.2}
    assert heard(ranking, {"device_event": "stolen"}) == (GONE, ranking)
