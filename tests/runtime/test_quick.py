"""What is left out to be quick still does what Rasa did."""

import dask
import jsonschema
import pytest

pytestmark = pytest.mark.slow


def test_an_answer_of_an_action_is_still_checked():
    from rasa.core.actions.action import RemoteAction

    check = RemoteAction("action_x", None)._validate_action_result
    assert check({"events": [{"event": "slot", "name": "a", "value": 1}], "responses": []})
    with pytest.raises(jsonschema.ValidationError):
        check({"events": "nothing", "responses": []})


def test_every_event_is_still_found_by_its_name():
    from rasa.shared.core.events import BotUttered, Event, SlotSet

    assert Event.resolve_by_type("bot") is BotUttered
    assert Event.resolve_by_type("slot") is SlotSet


def test_a_domain_is_still_empty_only_without_anything_in_it():
    from rasa.shared.core.domain import Domain

    from bot.runtime.quick import make_quick

    make_quick()
    assert Domain.empty().is_empty()
    assert not Domain.from_dict({"intents": ["ask_price"]}).is_empty()


def test_the_components_of_a_model_still_run_each_after_those_that_it_needs():
    from rasa.engine.runner import dask as runner

    from bot.runtime.quick import make_quick

    def joined(*before):
        return ("x", "".join(name for name, _ in before))

    make_quick()
    graph = {"b": (lambda a: ("b", a), "a"), "c": (joined, "a", "b"), "a": ("a", None)}
    assert dict(runner.dask.get(graph, ["c"])) == dict(dask.get(graph, ["c"])) == {"x": "ab"}


def test_a_component_that_breaks_is_still_told_of():
    from rasa.engine.runner import dask as runner

    def breaks():
        raise RuntimeError("as Rasa expects it")

    with pytest.raises(RuntimeError, match="as Rasa expects it"):
        runner.dask.get({"a": (breaks,)}, ["a"])
