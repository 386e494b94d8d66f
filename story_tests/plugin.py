"""The pytest plugin: story files become tests, and the run ends with what they reached. `-p story_tests.plugin`."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from story_tests.collecting import StoryCase, StoryFile, is_story_file
from story_tests.coverage import Group, NoGroup, table
from story_tests.session import start_stories, stories_of

_WORKER_OUTPUT = "story_coverage"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("story_files", "folders whose *.yml are story files", "paths", [])
    parser.addini("story_talker", "what plays the stories, as module:factory", default="story_tests.rasa_talker:talker")
    parser.addini("story_markers", "markers that every story carries", "args", [])
    parser.addini("story_coverage_groups", "lines like `questions = utter_ask_*`", "linelist", [])
    group = parser.getgroup("stories", "conversation tests from story files")
    group.addoption("--story-model", type=Path, help="the model to talk to (default: the newest in models/)")
    group.addoption(
        "--story-action-server", metavar="URL", help="a running action server (default: actions in process)"
    )
    group.addoption("--story-coverage", action="store_true", help="show what the stories reached and what none reached")
    group.addoption("--min-coverage", type=float, metavar="PERCENT", help="fail below this, in any row of the table")


def pytest_configure(config: pytest.Config) -> None:
    try:
        groups = [Group.from_line(line) for line in config.getini("story_coverage_groups")]
    except NoGroup as error:
        raise pytest.UsageError(str(error)) from error
    start_stories(config, groups)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> StoryFile | None:
    if is_story_file(file_path, parent):
        return StoryFile.from_parent(parent, path=file_path)
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    if isinstance(item, StoryCase) and item.config.get_verbosity() < 1:
        # The report says what broke; what was logged on the way is for -v.
        report.sections.clear()
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    stories = stories_of(session.config)
    stories.close()
    worker_output = getattr(session.config, "workeroutput", None)
    if worker_output is not None:
        worker_output[_WORKER_OUTPUT] = stories.coverage.as_plain()
    elif stories.shortfalls() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take in what a worker of pytest-xdist reached; one that crashed tells nothing."""
    reached = getattr(node, "workeroutput", {}).get(_WORKER_OUTPUT)
    if reached:
        stories_of(node.config).coverage.add_plain(reached)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    stories = stories_of(config)
    if not stories.is_coverage_asked_for:
        return
    terminalreporter.section("story coverage")
    for line in [*table(stories.rows()), *(f"Too little: {line}." for line in stories.shortfalls())]:
        terminalreporter.write_line(line)
