"""
The plugin runs unchanged on a project that is not ours, with its real model and its real actions.

And every example of docs/story-tests.md, which is about that project, is true: its files are written, its commands run,
and their output is compared.
"""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import sys
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.story_tests.starter import ROOT

# The first of them has Rasa train its own project, with TensorFlow: a minute and more on a busy machine.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

PAGE = (ROOT / "docs/story-tests.md").read_text("utf-8")
#: What the page records has to pass as it stands.
RECORDED = "the recorded story"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)

STORIES = """
fixtures:
- friday:
  - weekday: 5
test_cases:
- test_case: a sad person is cheered up
  steps:
  - user: hello
  - utter: utter_greet
  - user: I am very sad
  - utter: utter_cheer_up
  - bot: Did that help you?
- test_case: a person asks for the day
  steps:
  - user: which day is it
    assertions:
    - action_executed: action_tell_the_day
    - bot_uttered: {text_matches: Monday, buttons: [{title: "Thanks, bye", payload: /goodbye}]}
    - slot_was_set: [{name: weekday, value: 1}]
  - press: Thanks, bye
  - utter: utter_goodbye
- test_case: a person asks for the day on a Friday
  fixtures: [friday]
  steps:
  - user: which day is it
  - bot: It is Friday.
  - user: "/bot_challenge"
  - utter: utter_iamabot
"""

FAILING = """
fixtures:
- sunday:
  - weekday: 7
test_cases:
- test_case: the action breaks
  fixtures: [sunday]
  steps:
  - user: which day is it
- test_case: the bot says nothing
  steps:
  - user: "/affirm"
- test_case: the text is another one
  steps:
  - user: bye
  - bot: Bye bye
"""


@pytest.fixture(scope="module")
def outcome(starter):
    """Play the stories that pass, those that fail, and those that pass at an action server."""
    starter.write("tests/day.yml", STORIES)
    starter.write("failing.yml", FAILING)
    with action_server(starter) as url:
        runs = starter.run_pytest(
            ["-q", "--story-coverage", "tests"],
            ["-q", "failing.yml"],
            ["-q", f"--story-action-server={url}", "tests"],
            ["-q", f"--story-action-server={url}", "failing.yml", "-k", "breaks"],
            ["-q", "--story-action-server=http://localhost:9", "failing.yml", "-k", "breaks"],
            ["-q", "--story-model=models/none.tar.gz", "tests"],
        )
    return dict(zip(["passing", "failing", "at a server", "failing there", "no server", "no model"], runs, strict=True))


@contextmanager
def action_server(starter):
    """Run the project's actions with Rasa's own server, and wait until it says that it is up."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)],
        cwd=starter.folder,
        env=starter.environment() | {"SANIC_HOST": "127.0.0.1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert any("up and running" in line for line in server.stdout)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate()


def test_its_stories_pass(outcome):
    code, printed = outcome["passing"]

    assert code == 0, printed
    assert "3 passed" in printed


def test_what_they_reached_comes_from_its_domain(outcome):
    _, printed = outcome["passing"]

    assert "actions          1      1   100 %" in printed
    assert "intents: affirm, deny, mood_great" in printed
    assert "responses: utter_happy" in printed


def test_an_action_that_breaks_fails_the_story_with_the_last_line_of_its_traceback(outcome):
    _, printed = outcome["failing"]

    assert "3 failed" in printed
    assert "broke  the action action_tell_the_day broke:\n            KeyError: 7 (tell_the_day.py, line 15)" in printed


def test_a_turn_that_rasa_leaves_without_an_answer_fails(outcome):
    _, printed = outcome["failing"]

    assert "silence  the bot said nothing at all: the person is left without an answer." in printed
    assert "What ran: action_default_fallback." in printed


def test_a_text_is_compared_with_what_the_person_would_read(outcome):
    _, printed = outcome["failing"]

    assert '  expected  the bot says "Bye bye"   (line 16)\n      came  utter_goodbye: Bye\n' in printed


def test_the_same_stories_pass_with_a_running_action_server(outcome):
    code, printed = outcome["at a server"]

    assert code == 0, printed


def test_an_action_that_breaks_at_the_server_fails_the_story(outcome):
    _, printed = outcome["failing there"]

    assert "the action action_tell_the_day broke:\n            the action server says: 7" in printed


def test_an_action_server_that_is_not_there_is_named(outcome):
    _, printed = outcome["no server"]

    assert "ConnectionError: no action server answers at http://localhost:9/webhook" in printed


def test_a_model_that_is_not_there_is_named(outcome):
    _, printed = outcome["no model"]

    assert "there is no model in models/none.tar.gz: train one with `rasa train`" in printed
    assert "talker.py" not in printed


def blocks(kind):
    return [text for found, text in BLOCKS if found == kind]


@pytest.fixture(scope="module")
def printed(starter):
    """Write the files of the page into the starter project, run its commands, and give what each printed."""
    for text in blocks("yaml"):
        starter.write(re.match(r"# (\S+)\n", text)[1], text.partition("\n")[2])
    for text in blocks("python"):
        starter.command("-c", text).check_returncode()
    commands = [text.partition("\n")[0] for text in blocks("console")]
    assert all(command.startswith("$ python -m pytest ") for command in commands)
    runs = starter.run_pytest(["-q", "tests/bye.yml"], *(shlex.split(command)[4:] for command in commands))
    return {command: output for command, (_, output) in zip([RECORDED, *commands], runs, strict=True)}


@pytest.mark.parametrize("example", blocks("console"), ids=lambda example: example.partition("\n")[0])
def test_a_command_prints_what_the_page_shows(printed, example):
    command, _, shown = example.partition("\n")

    assert fnmatchcase(printed[command].strip(), as_pattern(shown.strip())), printed[command]


def test_the_story_that_the_page_records_passes(printed):
    assert "1 passed" in printed[RECORDED]


def test_the_page_is_short():
    assert len(PAGE.splitlines()) < 120


def test_the_page_names_files_that_exist():
    named = re.findall(r"`((?:tests|story_tests)/[\w/]+\.py)`", PAGE)

    assert named
    assert [name for name in named if not Path(ROOT / name).exists()] == []


def as_pattern(shown: str) -> str:
    """Turn the page's `...` into what matches anything, and nothing else into a pattern."""
    return re.sub(r"([\[?*])", r"[\1]", shown).replace("...", "*")
