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


def test_training_data_are_read_once_for_each_set_of_files_and_language():
    from bot.runtime.quick import read_once

    read = []
    reads = read_once(lambda paths, language: read.append((paths, language)) or f"{paths} in {language}")

    again = [
        reads(iter(paths), language) for paths, language in [("ab", "en"), ("ab", "en"), ("ac", "en"), ("ab", "de")]
    ]
    assert read == [(("a", "b"), "en"), (("a", "c"), "en"), (("a", "b"), "de")]
    assert again == [f"{paths} in {language}" for paths, language in [read[0], *read]]


def test_data_are_checked_quickly_and_who_made_a_mistake_still_learns_the_line():
    from rasa.shared.exceptions import YamlException
    from rasa.shared.nlu.training_data.formats.rasa_yaml import NLU_SCHEMA_FILE
    from rasa.shared.utils import io, validation

    from bot.runtime.quick import checked_quickly

    read, own = [], io.read_yaml

    def reading(content, reader_type="safe"):
        read.append(reader_type)
        return own(content, reader_type)

    io.read_yaml = reading
    try:
        check = checked_quickly(validation.validate_yaml_schema, io)
        check('version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hello\n', NLU_SCHEMA_FILE)
        assert ["safe", "rt"] not in read
        with pytest.raises(YamlException, match="Line 3"):
            check('version: "3.1"\nnlu:\n- intentt: greet\n', NLU_SCHEMA_FILE)
        assert io.read_yaml is reading
    finally:
        io.read_yaml = own
