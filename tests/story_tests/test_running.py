"""Stories are chosen, stopped, reported and spread over workers as pytest users expect."""

from __future__ import annotations

import os
from xml.etree import ElementTree

import pytest

from tests.story_tests.running import INI, case

pytestmark = pytest.mark.slow

pytest_plugins = ["pytester"]

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))

TWO = case("- user: hello", "- utter: utter_greet", name="a person greets") + (
    "\n- test_case: a person asks the time\n  steps:\n  - user: what time is it\n  - bot: Late.\n"
)


@pytest.fixture
def two(stories):
    """Two stories in one file; the second one fails."""
    return stories.write(TWO)


def test_a_story_by_its_name(two):
    two.run("stories/person.yml::a person greets").assert_outcomes(passed=1)


def test_stories_by_a_word_in_their_names(two):
    two.run("-k", "asks").assert_outcomes(failed=1, deselected=1)


def test_a_name_that_no_story_has(two):
    result = two.run("stories/person.yml::a person sings")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: not found: *a person sings*"])


def test_stopping_at_the_first_failure(two):
    two.write(TWO, "stories/another.yml").run("-x").assert_outcomes(passed=1, failed=1)


def test_listing_stories_talks_to_nobody(two):
    two.configure(story_talker="nobody:talker")

    two.run("--collect-only", "-q").stdout.fnmatch_lines(["stories/person.yml::a person greets"])


def test_the_failed_story_is_named_in_the_summary_with_its_line_in_the_file(two):
    result = two.run("-rf")

    result.stdout.fnmatch_lines(["FAILED stories/person.yml::a person asks the time*"])
    result.stdout.fnmatch_lines(["stories/person.yml:6  a person asks the time"])


def test_junit_output_holds_the_report(two):
    two.run("--junitxml=out.xml")

    cases = {one.get("name"): one for one in ElementTree.parse(two.folder.path / "out.xml").iter("testcase")}
    assert set(cases) == {"a person greets", "a person asks the time"}
    assert 'the bot says "Late."' in cases["a person asks the time"].find("failure").text
    assert cases["a person greets"].find("failure") is None


def test_markers_of_the_project_are_put_on_every_story(two):
    two.configure(story_markers="model", markers="model: needs the trained model")

    two.run("-m", "not model").assert_outcomes(deselected=2)


def test_other_yaml_in_the_folders_of_stories_is_not_passed_over(two):
    two.write("version: '3.1'\nnlu: []\n", "stories/nlu.yml")

    two.run().assert_outcomes(errors=1)


def test_without_named_folders_a_file_with_a_test_case_is_a_story_file(stories):
    stories.configure(story_files=None)
    stories.write(TWO, "tests/person.yml").write("nlu: []\n", "data/nlu.yml").write("test_case: 1\n", "tests/wrong.yml")

    result = stories.run("--continue-on-collection-errors")

    result.assert_outcomes(passed=1, failed=1, errors=1)


def test_a_file_outside_the_folders_runs_when_it_is_named(stories):
    stories.write(TWO, "elsewhere/person.yml")

    stories.run().assert_outcomes()
    stories.run("elsewhere/person.yml").assert_outcomes(passed=1, failed=1)


def test_an_assistant_that_cannot_be_had_is_told_in_one_line(two):
    two.configure(story_talker="nobody:talker")

    report = two.run().stdout.str()

    assert "\nstory_talker = nobody:talker names nothing that can be talked to: No module named 'nobody'\n" in report
    assert "session.py" not in report


@pytest.mark.slow
class TestWorkers:
    """pytest-xdist."""

    @pytest.fixture
    def spread(self, two, monkeypatch):
        """Run with two workers, each of which plays one of two files."""
        monkeypatch.setenv("PYTHONPATH", ROOT)
        two.write(case("- user: /bad", "- utter: utter_sad"), "stories/another.yml")
        two.configure(addopts=INI["addopts"] + " -n 2 --dist loadfile", story_coverage_groups="moods = utter_[hs]a*")
        return two.folder.runpytest_subprocess("--story-coverage", "--min-coverage=10", "--junitxml=out.xml")

    def test_two_workers_play_all_stories(self, spread, two):
        spread.assert_outcomes(passed=2, failed=1)
        assert 'tests="3"' in (two.folder.path / "out.xml").read_text()

    def test_their_reports_are_as_readable(self, spread):
        spread.stdout.fnmatch_lines(['  expected  the bot says "Late."   (line 9)'])
        assert "Traceback" not in spread.stdout.str()

    def test_what_they_reached_is_added_up(self, spread):
        spread.stdout.fnmatch_lines(
            [
                "intents          3      6    50 %",
                "responses        3      5    60 %",
                "actions          1      2    50 %",
                "moods            1      2    50 %",
            ]
        )
