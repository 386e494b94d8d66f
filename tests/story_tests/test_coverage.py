"""After a run it is shown what the stories reached, and what none of them reached."""

from __future__ import annotations

import pytest

from tests.story_tests.running import case

pytestmark = pytest.mark.slow

pytest_plugins = ["pytester"]

GREETING = case("- user: hello", "- utter: utter_greet", "- press: Good", "- user: ask the oracle")


@pytest.fixture
def greeting(stories):
    return stories.write(GREETING)


def test_the_table_counts_intents_responses_and_actions(greeting):
    greeting.run("--story-coverage").stdout.fnmatch_lines(
        [
            "           reached     of",
            "intents          3      6    50 %",
            "responses        3      5    60 %",
            "actions          1      2    50 %",
            "",
            "No talk reached:",
            "  intents: ask_time, bad, goodbye",
            "  responses: utter_goodbye, utter_sad",
            "  actions: action_time",
        ],
        consecutive=True,
    )


def test_groups_of_the_project_have_rows_of_their_own(greeting):
    greeting.configure(story_coverage_groups="\n    questions = utter_ask_*\n    endings = utter_good*")

    greeting.run("--story-coverage").stdout.fnmatch_lines(
        ["questions        1      1   100 %", "endings          0      1     0 %", "  endings: utter_goodbye"]
    )


def test_a_name_that_a_group_tells_is_not_told_again(greeting):
    greeting.configure(story_coverage_groups="endings = utter_good*")

    printed = greeting.run("--story-coverage").stdout.str()

    assert printed.count("utter_goodbye") == 1
    assert "  responses: utter_sad" in printed


def test_without_the_option_there_is_no_table(greeting):
    assert "coverage" not in greeting.run().stdout.str()


def test_a_bar_that_is_met(greeting):
    result = greeting.run("--min-coverage=50")

    assert result.ret == pytest.ExitCode.OK


def test_a_bar_that_is_not_met_fails_the_run(greeting):
    result = greeting.run("--min-coverage=55")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["Too little: intents: 50 %, and 55 % is asked for.", "Too little: actions: 50 %, and 55 % is asked for."]
    )
    assert "Too little: responses" not in result.stdout.str()


def test_a_group_can_have_a_bar_of_its_own(greeting):
    greeting.configure(story_coverage_groups="\n    questions = utter_ask_* 100%\n    endings = utter_good* 100%")

    result = greeting.run("--min-coverage=50")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["Too little: endings: 0 %, and 100 % is asked for."])


def test_a_bar_without_any_story_is_not_met(stories):
    stories.write("def test_nothing(): pass", "test_nothing.py")

    result = stories.run("--min-coverage=1")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["Too little: no story was played."])


def test_a_group_that_names_nothing_is_refused_at_once(stories):
    result = stories.configure(story_coverage_groups="questions").run()

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "story_coverage_groups: 'questions' is not like `asks = utter_ask_*`" in result.stderr.str()
