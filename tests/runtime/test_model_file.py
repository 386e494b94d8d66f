"""Only the model that was trained here, from what is here, is taken (R40)."""

import pytest

from bot.errors import ModelChanged, ModelMissing
from bot.runtime import model_file
from bot.runtime.agent import load_agent
from bot.settings import Settings
from bot.written import parsed
from tests.contracts.project import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def model(tmp_path):
    file = tmp_path / "sparekey.tar.gz"
    file.write_bytes(b"a model")
    model_file.note_what_it_was_trained_from(file, model_file.sources_checksum())
    return file


def test_the_model_that_was_trained_here_is_taken(model):
    model_file.check(model)
    assert model_file.is_up_to_date(model)


def test_a_model_that_somebody_changed_is_not_loaded(model):
    model.write_bytes(b"another model")
    with pytest.raises(ModelChanged, match="make train"):
        model_file.check(model)


def test_nothing_of_a_changed_model_is_unpacked_before_it_is_refused(model):
    """R40: it is no archive, so that unpacking it would be another error."""
    model.write_bytes(b"another model")
    with pytest.raises(ModelChanged):
        load_agent(Settings(model=model))


def test_no_model_is_fetched_from_elsewhere():
    """R40: Rasa fetches one where its settings name a server of models."""
    assert "models" not in parsed((ROOT / "endpoints.yml").read_text("utf-8"))
    assert set(parsed((ROOT / "credentials.yml").read_text("utf-8"))) == {"bot.runtime.channel.FrontDoorChannel"}


def test_a_model_without_its_record_is_not_loaded(model):
    model.with_name("sparekey.json").unlink()
    with pytest.raises(ModelChanged):
        model_file.check(model)


def test_without_a_model_the_line_says_how_to_make_one(tmp_path):
    with pytest.raises(ModelMissing, match="make train"):
        model_file.check(tmp_path / "none.tar.gz")


def test_a_change_of_the_data_calls_for_a_new_model(model):
    model_file.note_what_it_was_trained_from(model, "what it was trained from before")
    assert not model_file.is_up_to_date(model)


def test_the_code_that_reads_the_data_is_part_of_what_a_model_is_made_of():
    digested = [str(file) for source in model_file.SOURCES for file in model_file.files_in(source)]
    assert "bot/hearing/clauses.py" in digested
    assert "data/facts/words.yml" in digested
    assert "domain.yml" in digested
