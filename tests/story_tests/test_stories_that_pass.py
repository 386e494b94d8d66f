"""Stories that pass: every kind of step and assertion, and everything that a talk can begin with."""

from __future__ import annotations

import pytest

from tests.story_tests.running import case

pytestmark = pytest.mark.slow

pytest_plugins = ["pytester"]

STEPS = {
    "the bot's words": ["- user: hello", "- bot: Hey!"],
    "the bot's words over several lines": ["- user: hello", "- bot: |\n    Hey!"],
    "the name of a response": ["- user: hello", "- utter: utter_greet"],
    "in any order": ["- user: hello", "- utter: utter_ask_mood", "- utter: utter_greet"],
    "words and name of the same message": ["- user: hello", "- utter: utter_greet", "- bot: Hey!"],
    "the same message twice": ["- user: twice", "- utter: utter_greet", "- utter: utter_greet"],
    "a button": ["- user: hello", "- press: Good", "- utter: utter_happy"],
    "a button of an earlier turn": ["- user: hello", "- user: forget it", "- press: Bad", "- utter: utter_sad"],
    "a payload": ["- user: /good", "- utter: utter_happy"],
    "a slot": ["- user: /good", "- slot_was_set: [mood]"],
    "a slot's value": ["- user: /good", "- slot_was_set: [mood: good, tries: 1]"],
    "a slot's list": ["- user: /bad", "- slot_was_set: [hobbies: [chess, go]]"],
    "a slot that was emptied": ["- user: forget it", "- slot_was_set: [mood: null]", "- slot_was_not_set: [mood]"],
    "a slot left alone": ["- user: hello", "- slot_was_not_set: [mood, tries: 1]"],
    "another value": ["- user: /good", "- slot_was_not_set: [mood: bad]"],
    "nothing of a turn": ["- user: hello", "- user: /good", "- utter: utter_happy"],
}

ASSERTIONS = {
    "an action": ("ask the oracle", "action_executed: action_oracle"),
    "a response as an action": ("hello", "action_executed: utter_greet"),
    "a slot": ("/good", "slot_was_set: [{name: mood}, {name: tries, value: 1}]"),
    "a slot left alone": ("/good", "slot_was_not_set: [{name: name}, {name: mood, value: bad}]"),
    "a response": ("hello", "bot_uttered: {utter_name: utter_greet}"),
    "a pattern": ("hello", 'bot_uttered: {text_matches: "^H.y!$"}'),
    "a pattern anywhere": ("hello", "bot_uttered: {text_matches: are}"),
    "buttons": ("hello", "bot_uttered: {buttons: [{title: Good, payload: /good}, {title: Bad, payload: /bad}]}"),
    "all of a message": (
        "hello",
        "bot_uttered: {utter_name: utter_ask_mood, text_matches: How, buttons: [{title: Good}, {title: Bad}]}",
    ),
    "what is not said": ("hello", "bot_did_not_utter: {utter_name: utter_happy}"),
    "what is not said of a response": ("hello", "bot_did_not_utter: {utter_name: utter_greet, text_matches: How}"),
}


def passes(stories, text, *arguments, count=1):
    stories.write(text).run(*arguments).assert_outcomes(passed=count)


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_steps(stories, steps):
    passes(stories, case(*steps))


@pytest.mark.parametrize(("said", "assertion"), ASSERTIONS.values(), ids=ASSERTIONS)
def test_assertions(stories, said, assertion):
    passes(stories, case(f"- user: {said}\n  assertions:\n  - {assertion}"))


def test_assertions_in_their_order(stories):
    text = case(
        """
        - user: hello
          assertion_order_enabled: true
          assertions:
          - action_executed: utter_greet
          - bot_uttered: {utter_name: utter_greet}
          - bot_did_not_utter: {utter_name: utter_happy}
          - bot_uttered: {utter_name: utter_ask_mood}
        """
    )

    passes(stories, text)


def test_a_validation_that_leaves_no_event_counts_as_an_action_that_ran(stories):
    passes(stories, case("- user: ask the oracle\n  assertions: [action_executed: action_oracle]"))


def test_words_are_read_as_they_were_written(stories):
    """What YAML 1.1 takes for a truth, a time or a date is a text to Rasa, and here."""
    text = """
        fixtures:
        - on:
          - name: 2027-02-02
        test_cases:
        - test_case: yes
          fixtures: [on]
          steps:
          - user: who am i
          - bot: You are 2027-02-02, and you come by None.
    """

    passes(stories, text, "stories/person.yml::yes")


def test_fixtures_metadata_clock_and_stubs(stories):
    text = """
        fixtures:
        - known:
          - name: Ada
        - morning:
          - mocked_datetime: 2027-02-02T09:30:00
        metadata:
        - from_the_site: {channel: site}
        - from_the_phone: {channel: phone}
        stub_custom_actions:
          action_oracle: {events: [], responses: [{text: "43"}]}
          "a stranger comes by::action_oracle":
            responses:
            - text: "44"
        test_cases:
        - test_case: somebody known comes by
          fixtures: [known, morning]
          metadata: from_the_site
          steps:
          - user: who am i
          - bot: You are Ada, and you come by site.
          - user: who am i
            metadata: from_the_phone
          - bot: You are Ada, and you come by phone.
          - user: what time is it
          - bot: It is 2027-02-02 09:30:00.
          - user: ask the oracle
          - bot: "43"
        - test_case: a stranger comes by
          steps:
          - user: who am i
          - bot: You are None, and you come by None.
          - user: ask the oracle
          - bot: "44"
    """

    passes(stories, text, count=2)


def test_the_nearest_fixture_of_a_name_wins(stories):
    fixture = "fixtures: [{known: [{name: %s}]}]\n"
    stories.write(fixture % "Root", "conftest.yml").write(fixture % "Folder", "stories/family/conftest.yml")
    who = ["- user: who am i", "- bot: You are %s, and you come by None."]
    text = case(*who).replace("  steps", "  fixtures: [known]\n  steps")

    stories.write(text % "Root", "stories/a.yml").write(text % "Folder", "stories/family/b.yml")
    stories.write(fixture % "File" + text % "File", "stories/family/c.yml")

    stories.run().assert_outcomes(passed=3)


def test_steps_that_are_passed_over_because_of_assertions_are_told(stories):
    text = case("- user: hello\n  assertions: [action_executed: utter_greet]\n- utter: utter_happy")

    # Whoever runs this may have switched warnings off.
    result = stories.write(text).run("-W", "default")

    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(["*person.yml:6: this step is not looked at, because its turn has `assertions`."])
