"""A talk in the terminal becomes a story that passes as it stands."""

import os
import subprocess
import sys

import pytest
import yaml

from bot.runtime.recorder import name_from, recorded
from story_tests.playing import play
from story_tests.reading import read_cases
from story_tests.record import as_test_case
from story_tests.session import stories_of
from tests.contracts.project import ROOT

pytestmark = pytest.mark.slow

TYPED = """hello
I lost my phone with the authenticator for my company
my password is Hunter2!zebra
none of these
2
"""


def test_the_name_of_the_case_is_the_name_of_the_file(tmp_path):
    assert name_from(tmp_path / "test_person_finds_the_old_phone.yml") == "person finds the old phone"


def test_an_apology_of_the_front_door_is_in_the_story():
    turn = recorded("hello", [{"event": "user", "text": "hello"}], [{"text": "Sorry, something here broke."}])

    assert as_test_case("x", [turn])["steps"] == [{"user": "hello"}, {"bot": "Sorry, something here broke."}]


@pytest.mark.slow
@pytest.mark.model
def test_a_recorded_talk_passes_as_it_stands(tmp_path, request):
    file = tmp_path / "stories" / "test_person_records_a_talk.yml"

    done = talk(file, TYPED)

    assert done.returncode == 0, done.stderr
    assert "Hunter2" not in file.read_text("utf-8")
    (case,) = read_cases(file, tmp_path)
    assert case.name == "person records a talk"
    assert [(turn.text, turn.is_press) for turn in case.turns][-1] == ("No", True)
    exchanges = play(case, stories_of(request.config).talker())
    assert exchanges[-1].turn.slots["presented"] == "way_in_another_admin"


@pytest.mark.slow
@pytest.mark.model
def test_a_talk_can_be_shown_and_nothing_is_kept_of_it(tmp_path):
    done = talk(None, "hello\n", SPAREKEY_DATABASE=str(tmp_path / "real.db"))

    shown = yaml.safe_load(done.stdout[done.stdout.index("# Recorded") :])
    assert shown["test_cases"][0]["steps"] == [{"user": "hello"}, {"utter": "utter_greet"}]
    assert not (tmp_path / "real.db").exists()


@pytest.mark.slow
@pytest.mark.model
def test_nothing_said_is_nothing_written(tmp_path):
    done = talk(tmp_path / "test_nothing.yml", "")

    assert done.returncode == 1
    assert not (tmp_path / "test_nothing.yml").exists()


def talk(file, typed, **environment):
    command = [sys.executable, "-m", "bot", "talk", *([str(file)] if file else [])]
    variables = {**os.environ, "SPAREKEY_FIXED_TODAY": "2026-11-24", **environment}
    return subprocess.run(
        command, input=typed, env=variables, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
