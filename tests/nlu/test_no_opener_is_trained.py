"""What measures understanding is never trained: no sentence of ours is a near copy of an opener."""

from collections import defaultdict
from pathlib import Path

from tests.contracts.project import ROOT
from tests.nlu.fingerprints import fingerprint_of, is_near_copy, runs_of

OPENERS = [line.split() for line in Path(__file__).with_name("openers.fingerprints").read_text("utf-8").splitlines()]
EXAMPLE = "I dropped my phone in the lake last week and now Outlook wants a number from the app that was on it"


def near_copies(sentences):
    by_run = defaultdict(list)
    for fingerprint in OPENERS:
        for run in fingerprint:
            by_run[run].append(fingerprint)
    found = []
    for sentence in sentences:
        runs = runs_of(sentence)
        if any(is_near_copy(runs, fingerprint) for run in runs for fingerprint in by_run.get(run, ())):
            found.append(sentence)
    return found


def lines_of(folder):
    files = [file for file in (ROOT / folder).rglob("*") if file.suffix in (".yml", ".py") and file.is_file()]
    return [line.strip(" -\"'") for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]


def test_no_sentence_of_training_rules_or_code_is_a_near_copy_of_an_opener():
    assert near_copies([line for folder in ("data", "bot", "actions") for line in lines_of(folder)]) == []


def test_a_copy_with_other_words_around_it_would_be_found():
    assert is_near_copy(runs_of(f"hello all, {EXAMPLE}, please help me"), fingerprint_of(EXAMPLE))
    assert not is_near_copy(runs_of("I dropped my phone in the sea and now it is gone"), fingerprint_of(EXAMPLE))


def test_every_opener_has_its_fingerprint():
    assert len(OPENERS) >= 91
