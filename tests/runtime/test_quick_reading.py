"""What is left out to read quickly changes nothing of what is read."""

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def rasa_as_it_was():
    """Give back what a test made quick."""
    from rasa.shared.importers import utils
    from rasa.shared.nlu.training_data import training_data
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.utils import io

    before = utils.training_data_from_paths, training_data.copy, Message.__hash__, io.read_yaml
    yield
    utils.training_data_from_paths, training_data.copy, Message.__hash__, io.read_yaml = before


def test_training_data_are_read_once_for_each_set_of_files_and_language():
    from bot.runtime.quick_reading import read_once

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

    from bot.runtime.quick_reading import checked_quickly

    read, own = [], io.read_yaml

    def reading(content, reader_type="safe"):
        read.append(reader_type)
        return own(content, reader_type)

    io.read_yaml = reading
    as_rasa_checks = getattr(validation.validate_yaml_schema, "__wrapped__", validation.validate_yaml_schema)
    check = checked_quickly(as_rasa_checks, io)
    check('version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hello\n', NLU_SCHEMA_FILE)
    assert read
    assert ["safe", "rt"] not in read
    with pytest.raises(YamlException, match="Line 3"):
        check('version: "3.1"\nnlu:\n- intentt: greet\n', NLU_SCHEMA_FILE)
    assert io.read_yaml is reading


def test_a_value_is_read_as_ever_however_many_were_read_before(monkeypatch):
    from rasa.shared.utils.io import read_yaml
    from ruamel.yaml.resolver import Resolver

    from bot.runtime.quick_reading import make_reading_quick

    monkeypatch.setenv("KITCHEN", "table")
    make_reading_quick()
    known = {first: len(patterns) for first, patterns in Resolver.yaml_implicit_resolvers.items()}
    read = read_yaml("[7, 0.5, yes, null, ~, 2026-11-28, seven, '']\n")
    assert {first: len(patterns) for first, patterns in Resolver.yaml_implicit_resolvers.items()} == known
    assert [str(value) for value in read] == ["7", "0.5", "yes", "None", "None", "2026-11-28", "seven", ""]
    assert read_yaml("at: ${KITCHEN}\nby: the ${KITCHEN}") == {"at": "table", "by": "the table"}


def test_a_file_is_read_as_ever_however_much_of_it_was_read_before():
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.resolver import VersionedResolver

    from bot.runtime.quick_reading import make_reading_quick

    make_reading_quick()
    resolver = VersionedResolver("1.2")
    resolver.loadumper = type("Loader", (), {"typ": "rt", "version": (1, 2)})()
    read = [resolver.resolve(ScalarNode, value, (True, False)) for value in ("7", "seven", "7", "true")]
    assert [tag.rpartition(":")[2] for tag in read] == ["int", "str", "int", "bool"]
    assert len(resolver.versioned_resolver.get("7")) == len(resolver.versioned_resolver.get("8"))


def test_sentences_that_are_merged_are_all_there_and_each_once():
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from bot.runtime.quick_reading import make_training_data_quick

    def sentences(*texts_and_intents):
        return TrainingData([Message({"text": text, "intent": intent}) for text, intent in texts_and_intents])

    def merged():
        both = sentences(("hi", "greet"), ("hi", "greet"), ("hi", "goodbye")).merge(
            sentences(("hi", "greet"), ("bye", "goodbye"))
        )
        return [(message.get("text"), message.get("intent")) for message in both.training_examples]

    as_rasa_does = merged()
    make_training_data_quick()
    assert merged() == as_rasa_does == [("hi", "greet"), ("hi", "goodbye"), ("bye", "goodbye")]


def test_a_merge_leaves_alone_what_is_merged():
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from bot.runtime.quick_reading import make_training_data_quick

    make_training_data_quick()
    first = TrainingData([Message({"text": "hi"})], lookup_tables=[{"name": "company", "elements": ["Duo"]}])
    both = first.merge(TrainingData([Message({"text": "bye"})], lookup_tables=[{"name": "app", "elements": ["Raivo"]}]))
    assert (len(both.training_examples), len(both.lookup_tables)) == (2, 2)
    assert (len(first.training_examples), len(first.lookup_tables)) == (1, 1)
