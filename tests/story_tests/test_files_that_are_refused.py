"""What is wrong in a story file is said before any talk begins, with file and line and what to mend."""

from __future__ import annotations

import pytest

from tests.story_tests.running import case

pytestmark = pytest.mark.slow

pytest_plugins = ["pytester"]

KEYS = "`fixtures`, `metadata`, `steps`, `test_case`"

#: What is wrong, the file, and the line that is shown.
WRONG = {
    "not YAML": ("test_cases:\n- test_case: 'a\n", "3: this is not YAML: found unexpected end of stream."),
    "an empty file": ("", "1: the file has no test case: write one below `test_cases:`."),
    "no case": ("fixtures: []\n", "1: the file has no test case: write one below `test_cases:`."),
    "an empty list of cases": ("fixtures: []\ntest_cases: []\n", "2: the file has no test case"),
    "an unknown key at the top": (
        "test_case:\n- test_case: a\n",
        "1: `test_case` is not known in the file. Did you mean `test_cases`?",
    ),
    "a key at the top that is like none": (
        "talks:\n- test_case: a\n",
        "1: `talks` is not known in the file. There is: `fixtures`, `metadata`, `stub_custom_actions`, `test_cases`.",
    ),
    "stories of Rasa's own": (
        "version: '3.1'\nstories:\n- story: a\n",
        "2: `stories` is Rasa's own format, for `rasa test`: keep such a file in another folder, like "
        "tests/conversations, or tell the talk below `test_cases:`.",
    ),
    "an unknown key in a case": (
        "test_cases:\n- test_case: a\n  fixture: [x]\n  steps: []\n",
        "3: `fixture` is not known in a test case. Did you mean `fixtures`?",
    ),
    "a case without steps": ("test_cases:\n- test_case: a\n", "2: a test case needs `steps`."),
    "a case with empty steps": ("test_cases:\n- test_case: a\n  steps: []\n", "3: `steps` is empty"),
    "a name twice": (
        case("- user: hello") + "\n- test_case: a person comes by\n  steps: [user: hello]\n",
        "5: there is already a test case named 'a person comes by', in line 2: give each its own name.",
    ),
    "a name that pytest would split": (
        case("- user: hello", name="a::b"),
        "2: 'a::b' cannot be the name of a test case: `::` separates file and case.",
    ),
    "an unknown key in a step": (
        case("- user: hello", "- says: Hey!"),
        "5: `says` is not known in a step. There is: `assertion_order_enabled`, `assertions`, `bot`,",
    ),
    "a misspelt key in a step": (
        case("- user: hello", "- uter: utter_greet"),
        "5: `uter` is not known in a step. Did you mean `utter`?",
    ),
    "a key twice": (case("- user: hello\n  user: bye"), "5: `user` stands twice in a step; keep one of them."),
    "two things in one step": (
        case("- user: hello", "- bot: Hey!\n  utter: utter_greet"),
        "5: one step says one thing, and this one says `bot` and `utter`: give each its own `- `.",
    ),
    "assertions of the bot": (
        case("- user: hello", "- bot: Hey!\n  assertions: []"),
        "6: `assertions` is not known in a `bot` step. It belongs to a `user` step.",
    ),
    "steps that do not begin with the person": (
        case("- utter: utter_greet", "- user: hello"),
        "4: the steps begin with `utter`; a talk begins with what the person says: `user:`.",
    ),
    "an empty turn": (case("- user: hello", "- user:"), "5: the person says nothing here"),
    "a turn of spaces": (case("- user: '  '"), "4: the person says nothing here"),
    "a button without a title": (case("- user: hello", "- press: ''"), "5: the person says nothing here"),
    "an empty expectation": (case("- user: hello", "- bot:"), "5: `bot` is empty"),
    "no assertion": (case("- user: hello\n  assertions: []"), "5: `assertions` is empty"),
    "a misspelt assertion": (
        case("- user: hello\n  assertions:\n  - bot_utterd: {utter_name: utter_greet}"),
        "6: `bot_utterd` is not known in an assertion. Did you mean `bot_uttered`?",
    ),
    "a misspelt key in an assertion": (
        case("- user: hello\n  assertions:\n  - bot_uttered: {text_match: Hey}"),
        "6: `text_match` is not known in `bot_uttered`. Did you mean `text_matches`?",
    ),
    "a pattern that is none": (
        case("- user: hello\n  assertions:\n  - bot_uttered: {text_matches: '(Hey'}"),
        "6: '(Hey' is not a regular expression: missing ), unterminated subpattern at position 0.",
    ),
    "an order without assertions": (
        case("- user: hello\n  assertion_order_enabled: true"),
        "5: `assertion_order_enabled` is about the order of `assertions`, and this step has none.",
    ),
    "an order that is neither true nor false": (
        case("- user: hello\n  assertion_order_enabled: sometimes\n  assertions: [action_executed: action_oracle]"),
        "5: `assertion_order_enabled` must be true or false, and here it is a text.",
    ),
    "a slot that is no list": (
        case("- user: hello", "- slot_was_set: {mood: good}"),
        "5: `slot_was_set` must be a list (lines that begin with `- `), and here it is a list of `key: value`.",
    ),
    "a slot without a name": (
        case("- user: hello\n  assertions:\n  - slot_was_set: [{value: good}]"),
        "6: a slot needs `name`.",
    ),
    "flows": (
        case("- user: hello\n  assertions:\n  - flow_started: transfer_money"),
        "6: `flow_started` has no meaning in Rasa Open Source, which has no flows",
    ),
    "patterns": (
        case("- user: hello\n  assertions:\n  - pattern_clarification_contains: [a]"),
        "6: `pattern_clarification_contains` has no meaning in Rasa Open Source, which has no patterns",
    ),
    "generated responses": (
        case("- user: hello\n  assertions:\n  - generative_response_is_relevant: {threshold: 0.9}"),
        "6: `generative_response_is_relevant` has no meaning in Rasa Open Source, which has no generated responses",
    ),
    "an unknown fixture": (
        "fixtures: [{premium: [{name: Ada}]}]\n"
        + case("- user: hello").replace("  steps", "  fixtures: [premum]\n  steps"),
        "4: there is no fixture named 'premum'. Did you mean `premium`?",
    ),
    "unknown metadata": (
        case("- user: hello\n  metadata: site"),
        "5: there is no metadata named 'site'. There is none.",
    ),
    "a fixture whose name begins with a digit": (
        "fixtures: [{1st: [{name: Ada}]}]\n" + case("- user: hello"),
        "1: '1st' cannot be the name of a fixture: it begins with a digit.",
    ),
    "a fixture twice": (
        "fixtures:\n- known: [{name: Ada}]\n- known: [{name: Eve}]\n" + case("- user: hello"),
        "3: there is already a fixture named 'known', in line 2: give each its own name.",
    ),
    "a clock that shows no time": (
        "fixtures: [{late: [{mocked_datetime: noon}]}]\n"
        + case("- user: hello").replace("  steps", "  fixtures: [late]\n  steps"),
        "1: 'noon' is not a point in time: write it like 2027-02-02 or 2027-02-02T09:30:00.",
    ),
    "a stub for no case": (
        'stub_custom_actions:\n  "another person::action_oracle": {responses: [{text: hi}]}\n' + case("- user: hello"),
        "2: there is no test case named 'another person'. There is: `a person comes by`.",
    ),
    "an unknown key in a stub": (
        "stub_custom_actions:\n  action_oracle: {answers: []}\n" + case("- user: hello"),
        "2: `answers` is not known in a stub.",
    ),
    "an unknown key in a stub's response": (
        "stub_custom_actions:\n  action_oracle: {responses: [{txt: hi}]}\n" + case("- user: hello"),
        "2: `txt` is not known in a response. Did you mean `text`?",
    ),
    "a stub's event that says not what it is": (
        "stub_custom_actions:\n  action_oracle: {events: [{name: mood}]}\n" + case("- user: hello"),
        "2: an event needs `event`.",
    ),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_the_mistake_is_shown_with_its_line(stories, text, message):
    result = stories.write(text).run()

    result.assert_outcomes(errors=1)
    assert f"\nstories/person.yml:{message}" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_a_mistake_in_a_shared_file_is_shown_where_it_is(stories):
    stories.write("fixtures: [{known: []}]\n", "conftest.yml").write(case("- user: hello"))

    assert "\nconftest.yml:1: `known` is empty" in stories.run().stdout.str()


def test_a_judge_made_of_a_language_model_is_refused(stories):
    stories.write("llm_judge: {llm: {model: x}}\n", "stories/conftest.yml").write(case("- user: hello"))

    assert "\nstories/conftest.yml:1: `llm_judge` has no meaning in Rasa Open Source" in stories.run().stdout.str()


def test_a_judge_is_not_offered_among_what_there_is_to_share(stories):
    stories.write("fixtres: []\n", "stories/conftest.yml").write("x:\n", "stories/other.yml").write(case("- user: a"))

    assert "llm_judge" not in stories.run().stdout.str()


def test_a_mistake_in_one_file_names_that_file_alone(stories):
    stories.write(case("- user: hello"), "stories/good.yml").write(case("- uter: x"), "stories/bad.yml")

    result = stories.run("--continue-on-collection-errors")

    result.assert_outcomes(passed=1, errors=1)


class TestAnAssistantThatCanDoLess:
    """The clock and metadata are refused where the talker would not heed them."""

    @pytest.fixture(autouse=True)
    def _lesser_talker(self, stories):
        stories.folder.makepyfile(
            lesser="""
            from tests.story_tests.fake import FakeTalker

            class Lesser(FakeTalker):
                fixes_the_clock = takes_metadata = False

            def talker(options):
                return Lesser()
            """
        )
        stories.folder.syspathinsert()
        stories.configure(story_talker="lesser:talker")

    def test_a_fixed_clock(self, stories):
        text = "fixtures: [{late: [{mocked_datetime: 2027-02-02}]}]\n" + case("- user: hello")

        report = stories.report(text.replace("  steps", "  fixtures: [late]\n  steps"))

        assert (
            "stories/person.yml:1: `mocked_datetime` asks for a fixed clock, and this assistant can neither" in report
        )

    def test_metadata(self, stories):
        text = "metadata: [{site: {channel: site}}]\n" + case("- user: hello\n  metadata: site")

        assert "stories/person.yml:6: this assistant takes no metadata" in stories.report(text)
