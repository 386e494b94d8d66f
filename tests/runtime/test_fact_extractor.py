"""A model finds the facts of the patterns that config.yml names, wherever it runs, and learns from what they hear."""

import shutil

import pytest

from tests.contracts.project import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return tmp_path_factory.mktemp("extractor")


@pytest.fixture(scope="module")
def kept(room):
    """Where an extractor is kept, and its resource, in which the patterns hear of rain."""
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource

    return LocalModelStorage(room), Resource("extractor")


@pytest.fixture(scope="module")
def extractor(room, kept):
    from bot.runtime.fact_extractor import FactExtractor

    folder = shutil.copytree(ROOT / "data/facts", room / "patterns")
    (folder / "weather.yml").write_text('facts: {weather: [{value: rain, says: ["it rains"]}]}')
    made = FactExtractor.create({"patterns": str(folder)}, *kept, None)
    shutil.rmtree(folder)
    return made


def test_patterns_of_another_folder_are_those_of_the_model(extractor, kept):
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    extractor.train(TrainingData())

    loaded = type(extractor).load({}, *kept, None)

    (message,) = loaded.process([Message({"text": "It rains."})])
    assert [(entity["entity"], entity["value"]) for entity in message.get("entities")] == [("weather", "rain")]


def test_what_a_long_sentence_states_is_learnt_from_and_a_short_one_speaks_for_itself(extractor):
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    long = "It rains and it rains on the trees and the houses, the hills and the sea, the cows and the sheep."
    said = [Message({"text": text, "intent": "greet"}) for text in ("It rains.", long)]

    extractor.process_training_data(TrainingData(said))

    assert [one.get("stated") for one in said] == [None, ("weather is rain",)]
