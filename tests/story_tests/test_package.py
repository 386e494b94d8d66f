"""The plugin can be copied into another project: it leans on nothing of ours, and on Rasa only when it talks to it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.contracts.project import ROOT, imported_by, python_files

pytestmark = pytest.mark.slow

MODULES = python_files("story_tests")


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.name)
def test_it_leans_on_nothing_of_this_project(file):
    assert not {module.split(".")[0] for module in imported_by(file)} & {"bot", "actions", "tests"}


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.name)
def test_no_module_is_longer_than_a_reader_can_hold(file):
    assert len(file.read_text("utf-8").splitlines()) <= 200


def test_listing_stories_does_not_wait_for_rasa():
    code = "import sys, story_tests.plugin, story_tests.rasa_talker; print([m for m in sys.modules if m[:4] == 'rasa'])"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
