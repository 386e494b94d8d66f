"""A model finds the facts of the patterns that config.yml names, wherever it runs."""

import shutil

import pytest

from tests.contracts.project import ROOT

pytestmark = pytest.mark.slow


def test_patterns_of_another_folder_are_those_of_the_model(tmp_path):
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from bot.runtime.fact_extractor import FactExtractor

    folder = shutil.copytree(ROOT / "data/facts", tmp_path / "patterns")
    (folder / "weather.yml").write_text('facts: {weather: [{value: rain, says: ["it rains"]}]}')
    storage, resource = LocalModelStorage(tmp_path), Resource("extractor")
    FactExtractor.create({"patterns": str(folder)}, storage, resource, None).train(TrainingData())
    shutil.rmtree(folder)

    loaded = FactExtractor.load({"patterns": str(folder)}, storage, resource, None)

    (message,) = loaded.process([Message({"text": "It rains."})])
    assert [(entity["entity"], entity["value"]) for entity in message.get("entities")] == [("weather", "rain")]
