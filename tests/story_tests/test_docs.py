"""Every example of docs/story-tests.md is true: its files are written, its commands run, and their output compared."""

from __future__ import annotations

import re
import shlex
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.story_tests.starter import ROOT

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs/story-tests.md").read_text("utf-8")
#: What the page records has to pass as it stands.
RECORDED = "the recorded story"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


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
