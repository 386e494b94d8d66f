"""A talk in the terminal becomes a story that passes as it stands."""

import json
import os
import subprocess
import sys

import pytest
import yaml

from bot.runtime.recorder import command_for, name_from, recorded
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

PROVES = """my phone broke and authenticator was on it, it's my work account
look it up for me
viktor.horak@northwind.example
271828
I want a human
"""

_COMMANDS = """
import contextlib, io, json, sys
from bot.__main__ import main
done = []
for arguments, typed in json.loads(sys.argv[1]):
    sys.stdin = io.StringIO(typed)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        code = main(arguments)
    done.append([code, printed.getvalue()])
print(json.dumps(done))
"""


def test_the_name_of_the_case_is_the_name_of_the_file(tmp_path):
    assert name_from(tmp_path / "test_person_finds_the_old_phone.yml") == "person finds the old phone"


def test_the_command_that_is_told_names_the_configuration_to_a_file_elsewhere(tmp_path):
    here, elsewhere = ROOT / "tests/dialogues/test_a.yml", tmp_path / "my talk.yml"

    assert command_for(here) == f".venv/bin/python -m pytest {here}"
    assert command_for(elsewhere) == f".venv/bin/python -m pytest -c pyproject.toml '{elsewhere}'"


def test_an_apology_of_the_front_door_is_in_the_story():
    turn = recorded("hello", [{"event": "user", "text": "hello"}], [{"text": "Sorry, something here broke."}])

    assert as_test_case("x", [turn])["steps"] == [{"user": "hello"}, {"bot": "Sorry, something here broke."}]


@pytest.fixture(scope="module")
def talks(tmp_path_factory):
    """Talks in the terminal: with the demo, into a file, to be shown, and one in which nothing is said."""
    folder = tmp_path_factory.mktemp("talks")
    file, nothing = folder / "stories" / "test_person_records_a_talk.yml", folder / "test_nothing.yml"
    return folder, _done_in_the_terminal(
        {"SPAREKEY_FIXED_TODAY": "2026-11-24", "SPAREKEY_DATABASE": str(folder / "real.db")},
        [
            [["talk", "--demo", str(folder / "demo.yml")], PROVES],
            [["talk", str(file)], TYPED],
            [["talk"], "hello\n"],
            [["talk", str(nothing)], ""],
        ],
    )


@pytest.mark.model
def test_a_recorded_talk_passes_as_it_stands(talks, request):
    folder, (_, (code, printed), _, _) = talks
    file = folder / "stories" / "test_person_records_a_talk.yml"

    assert code == 0, printed
    assert "Hunter2" not in file.read_text("utf-8")
    (case,) = read_cases(file, folder)
    assert case.name == "person records a talk"
    assert [(turn.text, turn.is_press) for turn in case.turns][-1] == ("No", True)
    exchanges = play(case, stories_of(request.config).talker())
    assert exchanges[-1].turn.slots["presented"] == "way_in_another_admin"


@pytest.mark.model
def test_a_talk_with_the_people_of_the_demo_passes_as_it_stands(talks, request):
    folder, ((code, printed), _, _, _) = talks

    assert code == 0, printed
    (case,) = read_cases(folder / "demo.yml", folder)
    assert [turn.text for turn in case.turns][-2:] == ["<wrong code>", "I want a human"]
    exchanges = play(case, stories_of(request.config).talker())
    assert [message.name for message in exchanges[-1].turn.messages] == ["utter_human_at_the_desk"]
    assert not (folder / "sparekey.db").exists()


@pytest.mark.model
def test_a_talk_can_be_shown_and_nothing_is_kept_of_it(talks):
    folder, (_, _, (_, printed), _) = talks

    shown = yaml.safe_load(printed[printed.index("# Recorded") :])
    assert shown["test_cases"][0]["steps"] == [{"user": "hello"}, {"utter": "utter_greet"}]
    assert not (folder / "real.db").exists()


@pytest.mark.model
def test_nothing_said_is_nothing_written(talks):
    folder, (_, _, _, (code, _)) = talks

    assert code == 1
    assert not (folder / "test_nothing.yml").exists()


def _done_in_the_terminal(environment, commands):
    """Give each command's exit code and what it printed; in one process, because Rasa takes ten seconds to import."""
    run = subprocess.run(
        [sys.executable, "-c", _COMMANDS, json.dumps(commands)],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])
