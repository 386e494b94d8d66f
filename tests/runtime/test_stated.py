"""What a message states is read before what it is about, and the classifier learns from it."""

import pytest

from bot.hearing.facts import FactFinder, Finding, read_patterns
from bot.runtime.stated import names_of, stated_in
from bot.written import mapping_in
from tests.contracts.project import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def finder() -> FactFinder:
    return FactFinder.from_patterns(read_patterns(ROOT / "data/facts"))


def test_the_pipeline_reads_what_is_stated_before_it_tells_what_a_message_is_about():
    names = [part["name"].rpartition(".")[2] for part in mapping_in(ROOT / "config.yml")["pipeline"]]
    assert names.index("FactExtractor") < names.index("MeaningClassifier")


def test_a_fact_has_its_value_in_its_name_and_is_told_once():
    found = [
        Finding("device_event", "lost", 0, 4),
        Finding("is_admin", True, 9, 12),
        Finding("device_event", "lost", 20, 24),
    ]
    assert names_of(found) == ("device_event is lost", "is_admin is True")


def test_what_a_person_denies_is_not_stated(finder):
    (lost, denied) = stated_in(["my phone was stolen", "my phone was not stolen"], finder)
    assert "device_event is stolen" in lost
    assert "device_event is stolen" not in denied


def test_many_texts_are_read_on_every_core_and_keep_their_order(finder):
    some = ["my phone was stolen", "I am the only administrator", "hello"]
    many = some * 700
    assert stated_in(many, finder) == stated_in(some, finder) * 700
